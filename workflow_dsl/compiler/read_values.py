"""Third pass: what each state reads, argument by argument."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.compiler.draft import Argument, Draft, Read, StateDraft
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.steps import (
    AwsTask,
    Choice,
    DistributedMap,
    DynamoPutItem,
    DynamoUpdateItem,
    Fail,
    HttpTask,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    ResourceTask,
    SnsPublish,
    SqsSendMessage,
    Step,
    Succeed,
    Task,
    Wait,
)
from workflow_dsl.dsl.steps.step import Filtering
from workflow_dsl.dsl.steps.task import Guarded
from workflow_dsl.dsl.types import class_for_value

# The arguments of each kind of step that may hold expressions, in the order in which they are written.
VALUES: dict[type[Step], tuple[str, ...]] = {
    LambdaTask: ("payload",),
    AwsTask: ("arguments",),
    ResourceTask: ("arguments",),
    HttpTask: ("endpoint", "method", "connection", "headers", "query", "body", "transform"),
    SnsPublish: ("message", "subject", "attributes"),
    SqsSendMessage: ("body",),
    DynamoPutItem: ("item", "values"),
    DynamoUpdateItem: ("key", "values"),
    Map: ("items", "item", "max_concurrency"),
    DistributedMap: ("items", "item", "max_concurrency", "tolerated_count", "tolerated_percentage"),
    Pass: ("value", "parameters"),
    Succeed: (),
    Fail: ("error", "cause"),
    Wait: ("seconds", "until"),
    Parallel: ("arguments",),
    Choice: (),
}


def read_values(draft: Draft) -> None:
    """Note every input, output, caught error and context value that a state reads.

    WF209: a value that does not end, a class in place of a value.
    """
    for state in draft.states():
        for argument, value in values_of(state.step):
            if value is None:
                continue
            try:
                for node, where in _pieces(node_of(value), argument):
                    _note(draft, state, node, where)
            except FindingsError as error:
                for said in error.findings:
                    problem = f'"{state.name}": {said.message}'
                    draft.find(said.code, problem, said.instead, state.step.place(*argument))


def kind_of(step: Step) -> type[Step]:
    """The kind of a step: its class, or the one that an author's own class was made of; Step for a step of no kind."""
    return type(step) if type(step) in VALUES else next((kind for kind in type(step).__mro__ if kind in VALUES), Step)


def values_of(step: Step) -> Iterator[tuple[Argument, Any]]:
    """The arguments of a step that may hold expressions, each with where it is written."""
    if isinstance(step, Choice):
        for index, rule in enumerate(step.when or ()):
            yield ("when", index), rule.condition
            yield from _handed_on(rule.output, rule.assign, "when", index)
    for name in VALUES.get(kind_of(step), ()):
        yield (name,), getattr(step, name)
    if isinstance(step, Filtering):
        yield from _handed_on(step.gives, step.assign)
        if step.paths is not None and step.paths.selector is not None:
            yield ("paths", "selector"), step.paths.selector
    if isinstance(step, Task):
        yield from (((name,), getattr(step, name)) for name in ("timeout", "heartbeat", "credentials"))
    if isinstance(step, Guarded):
        for index, catch in enumerate(step.catch or ()):
            yield from _handed_on(catch.output, catch.assign, "catch", index)
    if isinstance(step, DistributedMap):
        yield from _of_items(step)


def _handed_on(output: Any, assign: Any, *where: str | int) -> Iterator[tuple[Argument, Any]]:
    if output is not None:
        yield (*where, "output"), output
    if assign:
        yield (*where, "assign"), assign


def _of_items(step: DistributedMap) -> Iterator[tuple[Argument, Any]]:
    if step.reader is not None:
        yield ("reader", "arguments"), step.reader.arguments
        if step.reader.config is not None:
            yield ("reader", "config", "max_items"), step.reader.config.max_items
    if step.batcher is not None:
        yield from ((("batcher", name), getattr(step.batcher, name)) for name in ("input", "max_items", "max_bytes"))
    if step.writer is not None:
        yield ("writer", "arguments"), step.writer.arguments


def _note(draft: Draft, state: StateDraft, node: nodes.Node, where: Argument) -> None:
    if isinstance(node, nodes.InputOf | nodes.OutputOf | nodes.Caught | nodes.Context):
        state.reads.append(Read(node, where))
    elif isinstance(node, nodes.Constant) and isinstance(node.value, type):
        problem, instead = class_for_value(node.value)
        draft.find("WF209", f'"{state.name}": {problem}', instead, state.step.place(*where))


def _pieces(root: nodes.Node, argument: Argument) -> Iterator[tuple[nodes.Node, Argument]]:
    """The node and all that it is made of, and where in the source each stands."""
    pending: list[tuple[nodes.Node, Argument]] = [(root, argument)]
    while pending:
        node, where = pending.pop()
        yield node, where
        pending.extend(reversed(list(children(node, where))))


def children(node: nodes.Node, where: Argument) -> Iterator[tuple[nodes.Node, Argument]]:
    """The nodes that a node is made of, and where in the source each stands."""
    match node:
        case nodes.Field(of=part) | nodes.Inverse(condition=part):
            yield part, where
        case nodes.Item(of=of, number=index):
            yield of, where
            yield index, where
        case nodes.Binary(left=left, right=right):
            yield left, where
            yield right, where
        case nodes.Call(arguments=parts) | nodes.Many(conditions=parts):
            yield from ((part, where) for part in parts)
        case nodes.Text(names=names):
            yield from ((item, (*where, name)) for name, item in names.items())
        case nodes.Bound(fields=fields):
            yield from ((item, (*where, name)) for name, item in fields.items())
        case nodes.Structure(value=dict() as members):
            yield from ((item, (*where, str(key))) for key, item in members.items())
        case nodes.Structure(value=list() as items):
            yield from ((item, (*where, index)) for index, item in enumerate(items))
