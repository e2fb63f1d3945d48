"""Durations as Step Functions takes them: whole seconds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WrapValidator

from workflow_dsl.dsl import types
from workflow_dsl.dsl.advice import instead_of_null
from workflow_dsl.dsl.expression import Expression, node_of, type_of
from workflow_dsl.dsl.nodes import Verbatim
from workflow_dsl.resources import durations


def _is_timedelta(given: Any) -> Any:
    if not isinstance(given, timedelta):
        raise ValueError(f"{given!r} is not a duration; write timedelta(seconds=...)")
    return given


def _known_later(given: Any, validate: Callable[[Any], Any]) -> Any:
    if not isinstance(given, Expression):
        return validate(given)
    kind = type_of(given)
    if kind is Any or types.is_number(kind):
        return given
    problem = f"an expression of type {types.describe(kind)} is no number"
    number = types.is_number(types.without_none(kind))
    raise ValueError(f"{problem}; {instead_of_null(kind) if number else 'give one that is'}")


def _known_now(given: Any, validate: Callable[[Any], Any]) -> Any:
    if isinstance(given, Expression) and not isinstance(node_of(given), Verbatim):
        raise ValueError("it is the same in every execution; give the value itself, and no expression")
    return given if isinstance(given, Expression) else validate(given)


Dynamic = WrapValidator(_known_later)
"""Takes an expression as well: jsonata(...), jsonpath(...), or a value of which only the execution knows more."""

Fixed = WrapValidator(_known_now)
"""Takes what is written exactly as it is, verbatim(...), and no other expression."""

WholeSeconds = Annotated[durations.WholeSeconds, BeforeValidator(_is_timedelta)]
