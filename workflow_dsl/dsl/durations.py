"""Durations as Step Functions takes them: whole seconds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WrapValidator

from workflow_dsl.dsl.expression import Expression


def _is_timedelta(given: Any) -> Any:
    if not isinstance(given, timedelta):
        raise ValueError(f"{given!r} is not a duration; write timedelta(seconds=...)")
    return given


def _is_whole(given: timedelta) -> timedelta:
    if given.microseconds:
        raise ValueError(f"{given.total_seconds()} s is not a whole number of seconds; round it")
    return given


def _known_later(given: Any, validate: Callable[[Any], Any]) -> Any:
    return given if isinstance(given, Expression) else validate(given)


Dynamic = WrapValidator(_known_later)
"""Takes an expression as well: jsonata(...), jsonpath(...), or a value of which only the execution knows more."""

WholeSeconds = Annotated[timedelta, BeforeValidator(_is_timedelta), AfterValidator(_is_whole)]
