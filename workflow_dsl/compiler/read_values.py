"""Third pass: what each state reads, argument by argument."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.compiler.draft import Argument, Draft, Read
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.steps import (
    AwsTask,
    Choice,
    DynamoPutItem,
    DynamoUpdateItem,
    Fail,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    SnsPublish,
    SqsSendMessage,
    Step,
    Succeed,
    Wait,
)

# The arguments of each kind of step that may hold expressions, in the order in which they are written.
VALUES: dict[type[Step], tuple[str, ...]] = {
    LambdaTask: ("payload",),
    AwsTask: ("arguments",),
    SnsPublish: ("message", "subject", "attributes"),
    SqsSendMessage: ("body",),
    DynamoPutItem: ("item", "values"),
    DynamoUpdateItem: ("key", "values"),
    Map: ("items",),
    Pass: ("value",),
    Succeed: ("output",),
    Fail: ("error", "cause"),
    Wait: ("seconds", "until"),
    Parallel: (),
}


def read_values(draft: Draft) -> None:
    """Note every input, output, caught error and context value that a state reads."""
    for state in draft.states():
        for argument, value in _values(state.step):
            state.reads.extend(_reads(node_of(value), argument))


def _values(step: Step) -> Iterator[tuple[Argument, Any]]:
    if isinstance(step, Choice):
        for index, rule in enumerate(step.when or ()):
            yield ("when", index), rule.condition
        return
    for name in VALUES[type(step)]:
        yield (name,), getattr(step, name)


def _reads(root: nodes.Node, argument: Argument) -> Iterator[Read]:
    pending: list[tuple[nodes.Node, Argument]] = [(root, argument)]
    while pending:
        node, where = pending.pop()
        if isinstance(node, nodes.InputOf | nodes.OutputOf | nodes.Caught | nodes.Context):
            yield Read(node, where)
        pending.extend(reversed(list(children(node, where))))


def children(node: nodes.Node, where: Argument) -> Iterator[tuple[nodes.Node, Argument]]:
    """The nodes that a node is made of, and where in the source each stands."""
    match node:
        case nodes.Field(of=of):
            yield of, where
        case nodes.Item(of=of, index=index):
            yield of, where
            yield index, where
        case nodes.Binary(left=left, right=right):
            yield left, where
            yield right, where
        case nodes.Call(arguments=arguments):
            yield from ((argument, where) for argument in arguments)
        case nodes.Text(names=names):
            yield from ((item, (*where, name)) for name, item in names.items())
        case nodes.Bound(fields=fields):
            yield from ((item, (*where, name)) for name, item in fields.items())
        case nodes.Structure(value=dict() as members):
            yield from ((item, (*where, str(key))) for key, item in members.items())
        case nodes.Structure(value=list() as items):
            yield from ((item, (*where, index)) for index, item in enumerate(items))
