"""First pass: each step finds its scope, its path and its follower."""

import re
from collections.abc import Sequence
from typing import Any

from workflow_dsl.asl import StatePath
from workflow_dsl.asl.resource import limit
from workflow_dsl.compiler.draft import Draft, ScopeDraft, StateDraft
from workflow_dsl.compiler.read_values import kind_of
from workflow_dsl.declaration import shown
from workflow_dsl.dsl.steps import Flow, Map, Parallel, Route, Step
from workflow_dsl.dsl.target import target_name

# Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
_OF_A_MACHINE = r"[A-Za-z0-9_-]"
# Legal in a definition, and therefore in an imported one, but CloudWatch and X-Ray lose what they do not accept.
# Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_REFUSED = '<>{}[]?*"#%\\^|~`$&,;:/'


def name_steps(draft: Draft) -> None:
    """Lay out the flows as scopes. WF104: a name or a step stands twice; WF106: a flow has no steps."""
    names: dict[str, StateDraft] = {}
    _check_machine_name(draft)
    pending: list[tuple[Flow[Any], StateDraft | None, int | None]] = [(draft.workflow, None, None)]
    while pending:
        flow, container, branch = pending.pop(0)
        scope = ScopeDraft(flow, container)
        draft.scopes.append(scope)
        if container is not None:
            container.inner.append(scope)
        if not flow.steps and not flow.is_refused:
            draft.find("WF106", f"{_flow_name(scope)} has no steps", "give it steps=[...]", flow.place())
        for given, route in _paths(flow):
            _report_others(draft, scope, given)
            _place_steps(draft, scope, [step for step in given if isinstance(step, Step)], route, branch, names)
        for state in scope.states.values():
            pending.extend(_inner_flows(state))


def _report_others(draft: Draft, scope: ScopeDraft, given: Sequence[object]) -> None:
    """WF103: what was added to the steps, after they had been checked, and is none."""
    for index, item in enumerate(given):
        if isinstance(item, Step):
            continue
        of_type = f" of type {type(item).__name__}" if isinstance(item, str | int | float | None) else ""
        problem = f"steps[{index}] of {_flow_name(scope)} is {shown(item)}{of_type}, and no step"
        several = isinstance(item, list | tuple)
        instead = "add each of its steps, with steps.extend(...)" if several else "add steps only"
        draft.find("WF103", problem, instead, scope.flow.place("steps"))


def _paths(flow: Flow[Any]) -> list[tuple[Sequence[Step], Route | None]]:
    return [(flow.steps, None), *((route.steps, route) for route in flow.routes)]


def _place_steps(
    draft: Draft,
    scope: ScopeDraft,
    steps: Sequence[Step],
    route: Route | None,
    branch: int | None,
    names: dict[str, StateDraft],
) -> None:
    for index, step in enumerate(steps):
        if not isinstance(step.name, str):
            continue
        state = StateDraft(step, scope, _path(scope, branch, step.name))
        _check_kind(draft, step)
        if not draft.workflow.exact:
            _check_name(draft, step)
        if step.name in names:
            _report_twice(draft, names[step.name], state)
            continue
        names[step.name] = state
        scope.states[step.name] = state
        draft.by_step[id(step)] = state
        if index + 1 < len(steps):
            state.follower = steps[index + 1].name
        elif route is not None and route.to is not None:
            state.follower = target_name(route.to)
        else:
            state.ends = route is None


def _check_machine_name(draft: Draft) -> None:
    """WF502: the machine is named "<stack>-<name>", and so is its log."""
    name = draft.workflow.name
    if not isinstance(name, str):
        return
    wrong = sorted({character for character in name if not re.match(_OF_A_MACHINE, character)})
    if wrong:
        problem = (
            f"Workflow.name: the name has {' '.join(map(repr, wrong))}, which a state machine and its log cannot have"
        )
        draft.find(
            "WF502", problem, 'write letters and digits of ASCII, - and _, as "Payments"', draft.workflow.place("name")
        )
    elif len(name) > (longest := limit("machine_name_characters") - len("s-")):
        problem = f"Workflow.name: the name has {len(name):,} characters, and a stack's name comes before it"
        draft.find("WF502", problem, f"write at most {longest}, better half as many", draft.workflow.place("name"))


def _check_kind(draft: Draft, step: Step) -> None:
    if kind_of(step) is Step:
        problem = f"{type(step).__name__} is what several kinds of step have in common, and none itself"
        draft.find("WF103", problem, "write the kind that is meant, as LambdaTask(...) or Pass(...)", step.place())


def _check_name(draft: Draft, step: Step) -> None:
    name, kind = step.name, type(step).__name__
    wrong = sorted({character for character in name if character in _REFUSED or not character.isprintable()})
    if wrong:
        problem = f"{kind}.name: the name has {' '.join(map(repr, wrong))}, which logs and metrics do not take"
        draft.find("WF103", problem, "use letters and digits", step.place("name"))
    elif name != name.strip():
        draft.find("WF103", f"{kind}.name: the name begins or ends with a space", "drop it", step.place("name"))


def _report_twice(draft: Draft, first: StateDraft, second: StateDraft) -> None:
    place = second.step.place("name")
    if first.step is second.step:
        instead = "go there with next= or to=; to use the same steps twice, make them in a function that names them"
        draft.find("WF104", f'step "{second.name}" stands in the workflow twice', instead, second.step.place())
        return
    where = first.step.place()
    problem = f'two steps are named "{second.name}", the other one at line {where.line}'
    draft.find("WF104", problem, "give each its own name: it becomes the name of a state", place)


def _path(scope: ScopeDraft, branch: int | None, name: str) -> StatePath:
    if scope.container is None:
        return StatePath.of(name)
    outer = scope.container.path
    if branch is not None:
        return outer.branch(branch, name)
    is_old = "Iterator" in getattr(scope.container.step, "legacy", ())
    return outer.within("Iterator" if is_old else "ItemProcessor", name)


def _inner_flows(state: StateDraft) -> list[tuple[Flow[Any], StateDraft, int | None]]:
    step = state.step
    if isinstance(step, Map) and step.each is not None:
        return [(step.each, state, None)]
    if isinstance(step, Parallel):
        return [(flow, state, index) for index, flow in enumerate(step.branches or ())]
    return []


def _flow_name(scope: ScopeDraft) -> str:
    if isinstance(scope.flow, Flow) and scope.container is not None:
        return f'the flow in "{scope.container.name}"'
    return f'workflow "{getattr(scope.flow, "name", "")}"'
