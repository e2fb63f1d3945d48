"""Conditions that are made of others: Python's own `and`, `or` and `not` would ask for their values too early."""

from typing import Literal, cast

from workflow_dsl.dsl.expression import Expression, node_of
from workflow_dsl.dsl.nodes import Call, Constant, Inverse, Many


def all_of(*conditions: bool, comment: str | None = None) -> bool:
    """True where every condition is: `all_of(order.paid, order.total > 100)`. Of none, true."""
    return _combine("and", conditions, comment, True)


def any_of(*conditions: bool, comment: str | None = None) -> bool:
    """True where at least one condition is: `any_of(order.gift, order.total > 100)`. Of none, false."""
    return _combine("or", conditions, comment, False)


def not_(condition: bool, *, comment: str | None = None) -> bool:
    """True where the condition is not."""
    return cast(bool, Expression(Inverse(node_of(condition), comment), bool))


def exists(value: object) -> bool:
    """True where the value is there at all; null is a value."""
    return cast(bool, Expression(Call("$exists", (node_of(value),)), bool))


def _combine(operator: Literal["and", "or"], conditions: tuple[bool, ...], comment: str | None, of_none: bool) -> bool:
    if not conditions:
        return cast(bool, Expression(Constant(of_none), bool))
    return cast(bool, Expression(Many(operator, tuple(node_of(one) for one in conditions), comment), bool))
