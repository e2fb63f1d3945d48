"""The resources that a workflow needs, each once, in the order in which its definition names them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from workflow_dsl.compiler.draft import Draft
from workflow_dsl.compiler.json_value import stands_for, substitution_key
from workflow_dsl.compiler.read_values import children, values_of
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.nodes import Constant
from workflow_dsl.dsl.steps import AwsTask, LambdaTask, ResourceTask, SnsPublish, SqsSendMessage, Step
from workflow_dsl.dsl.steps.dynamo import DynamoWrite
from workflow_dsl.program import Substitution
from workflow_dsl.resources import LambdaFunction, Parameter, Resource, StateMachineResource, Topic, Trigger


def named_by_steps(draft: Draft) -> tuple[Resource, ...]:
    """The resources that the steps name, as often as they do."""
    return tuple(resource for state in draft.states() for resource in _of_step(state.step))


def gather_resources(draft: Draft, named: Iterable[Resource]) -> tuple[Resource, ...]:
    """Everything that the stack must hold, but for the state machine itself; `named` by the steps."""
    found: dict[int, Resource] = {}
    pending = list(reversed([*named, *_around(draft)]))
    while pending:
        resource = pending.pop()
        if id(resource) not in found:
            found[id(resource)] = resource
            pending.extend(reversed(list(_needed_by(resource))))
    machines = [resource for resource in found.values() if isinstance(resource, StateMachineResource)]
    resources = tuple(resource for resource in found.values() if not isinstance(resource, StateMachineResource))
    _report_twice(draft, resources)
    for machine in machines:
        if machine.name != draft.workflow.name:
            problem = f'StateMachineResource("{machine.name}") is no machine of this stack'
            instead = f'name it as the workflow: StateMachineResource("{draft.workflow.name}")'
            draft.find("WF103", problem, instead, machine.place("name"))
    return resources


def _report_twice(draft: Draft, resources: tuple[Resource, ...]) -> None:
    """Two declarations under one logical id would silently become one resource."""
    first: dict[str, Resource] = {}
    for resource in resources:
        known = first.setdefault(resource.logical_id, resource)
        if known is not resource:
            where = known.place()
            problem = f"two resources are {resource.logical_id}, the other one at {Path(where.file).name}:{where.line}"
            instead = "give each its own name, or declare it once and use it twice"
            draft.find("WF701", problem, instead, resource.place("name"))


def substitutions_for(draft: Draft, named: Iterable[Resource]) -> Mapping[str, Substitution]:
    """What the `${...}` of the definition stand for, where the steps name these resources."""
    return {
        substitution_key(resource): Substitution(resource, "Arn" if stands_for(resource) == "Arn" else "Ref")
        for resource in (*named, *_named_in_texts(draft))
    }


def _named_in_texts(draft: Draft) -> Iterator[Resource]:
    """Parameters whose `${Name}` stands within a text of the definition: the workflow includes them."""
    yield from (resource for resource in draft.workflow.includes if isinstance(resource, Parameter))


def _of_step(step: Step) -> Iterator[Resource]:
    match step:
        case LambdaTask(function=Resource() as function):
            yield function
        case ResourceTask(resource=Resource() as resource):
            yield resource
        case SnsPublish(topic=Resource() as topic):
            yield topic
        case SqsSendMessage(queue=Resource() as queue):
            yield queue
        case DynamoWrite():
            yield step.table
        case _:
            pass
    for _, value in values_of(step):
        if value is not None:
            yield from _in_value(value)
    if isinstance(step, AwsTask):
        yield from (grant.resource for grant in step.grants)


def _in_value(value: Any) -> Iterator[Resource]:
    """The resources that stand in an argument as values."""
    pending = [node_of(value)]
    while pending:
        node = pending.pop()
        if isinstance(node, Constant) and isinstance(node.value, Resource):
            yield node.value
        pending.extend(child for child, _ in children(node, ()))


def _around(draft: Draft) -> Iterator[Resource]:
    if draft.workflow.alerts is not None:
        yield draft.workflow.alerts
    yield from draft.workflow.includes


def _needed_by(resource: Resource) -> Iterator[Resource]:
    match resource:
        case LambdaFunction():
            yield from (value for value in resource.environment.values() if isinstance(value, Resource))
            yield from (grant.resource for grant in resource.grants)
        case Topic(email=email) if email is not None:
            yield email
        case Trigger():
            yield resource.function
        case _:
            pass
