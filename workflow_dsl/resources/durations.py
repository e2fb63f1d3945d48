"""Durations as services take them: whole seconds, or whole minutes; nothing is rounded in silence."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator


def _whole(unit: timedelta, name: str) -> Callable[[timedelta], timedelta]:
    def is_whole(given: timedelta) -> timedelta:
        if given % unit:
            raise ValueError(f"{given.total_seconds():,.10g} s is not a whole number of {name}; round it")
        return given

    return is_whole


WholeSeconds = Annotated[timedelta, AfterValidator(_whole(timedelta(seconds=1), "seconds"))]
WholeMinutes = Annotated[timedelta, AfterValidator(_whole(timedelta(minutes=1), "minutes"))]
