"""Conditions that are made of others: Python's own `and`, `or` and `not` would ask for their values too early."""

from typing import Literal, cast

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import Expression, node_of, type_of
from workflow_dsl.dsl.nodes import Call, Constant, Field, Inverse, Many, Node
from workflow_dsl.source import capture


def all_of(*conditions: bool, comment: str | None = None) -> bool:
    """True where every condition is: `all_of(order.paid, order.total > 100)`. Of none, true."""
    return _combine("and", conditions, comment, True)


def any_of(*conditions: bool, comment: str | None = None) -> bool:
    """True where at least one condition is: `any_of(order.gift, order.total > 100)`. Of none, false."""
    return _combine("or", conditions, comment, False)


def not_(condition: bool, *, comment: str | None = None) -> bool:
    """True where the condition is not."""
    _check_truth("not_", condition)
    return cast(bool, Expression(Inverse(node_of(condition), comment), bool))


def exists(value: object) -> bool:
    """True where the value is there at all; null is a value. A field that was left out is not there, whatever its
    contract says in its place.
    """
    return cast(bool, Expression(Call("$exists", (_as_given(node_of(value)),)), bool))


def _as_given(node: Node) -> Node:
    """A field without what its contract, or the contract of what it is a field of, says in its place."""
    return node._replace(of=_as_given(node.of), default=()) if isinstance(node, Field) else node


def _combine(operator: Literal["and", "or"], conditions: tuple[bool, ...], comment: str | None, of_none: bool) -> bool:
    for condition in conditions:
        _check_truth("all_of" if operator == "and" else "any_of", condition)
    if not conditions:
        return cast(bool, Expression(Constant(of_none), bool))
    return cast(bool, Expression(Many(operator, tuple(node_of(one) for one in conditions), comment), bool))


def is_truth(condition: object) -> bool:
    """Whether it can be a condition: a bool, or something of unknown type."""
    return types.is_assignable(type_of(condition), bool)


def _check_truth(name: str, condition: object) -> None:
    if not is_truth(condition):
        problem = f"{name} takes conditions, not {types.describe(type_of(condition))}"
        report(Finding("WF203", Severity.ERROR, problem, "compare the value, as order.total > 0", capture().place))
