"""Conditions that are made of others: Python's own `and`, `or` and `not` would ask for their values too early."""

from typing import cast

from workflow_dsl.dsl.expression import Expression, node_of
from workflow_dsl.dsl.nodes import Binary, Call, Constant, Node, Operator


def all_of(*conditions: bool) -> bool:
    """True where every condition is: `all_of(order.paid, order.total > 100)`. Of none, true."""
    return _combine("and", conditions, True)


def any_of(*conditions: bool) -> bool:
    """True where at least one condition is: `any_of(order.gift, order.total > 100)`. Of none, false."""
    return _combine("or", conditions, False)


def not_(condition: bool) -> bool:
    """True where the condition is not."""
    return cast(bool, Expression(Call("$not", (node_of(condition),)), bool))


def exists(value: object) -> bool:
    """True where the value is there at all; null is a value."""
    return cast(bool, Expression(Call("$exists", (node_of(value),)), bool))


def _combine(operator: Operator, conditions: tuple[bool, ...], of_none: bool) -> bool:
    combined: Node = Constant(of_none)
    for index, condition in enumerate(conditions):
        combined = Binary(operator, combined, node_of(condition)) if index else node_of(condition)
    return cast(bool, Expression(combined, bool))
