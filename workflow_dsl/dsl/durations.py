"""Durations as Step Functions takes them: whole seconds."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator


def _is_timedelta(given: Any) -> Any:
    if not isinstance(given, timedelta):
        raise ValueError(f"{given!r} is not a duration; write timedelta(seconds=...)")
    return given


def _is_whole(given: timedelta) -> timedelta:
    if given.microseconds:
        raise ValueError(f"{given.total_seconds()} s is not a whole number of seconds; round it")
    return given


WholeSeconds = Annotated[timedelta, BeforeValidator(_is_timedelta), AfterValidator(_is_whole)]
