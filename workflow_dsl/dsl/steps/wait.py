"""Waiting."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field

from workflow_dsl.dsl import types
from workflow_dsl.dsl.advice import instead_of_null
from workflow_dsl.dsl.durations import WholeSeconds
from workflow_dsl.dsl.expression import Expression, type_of
from workflow_dsl.dsl.steps.step import Going

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import GoingOptions


def _is_moment(annotation: Any) -> bool:
    """Whether it may be a point in time: a day, or a time of day, is none."""
    return types.is_datetime(annotation) or (types.travels_as_text(annotation) and not types.is_time(annotation))


def _misfit(name: str, value: Any, fits: Callable[[Any], bool], wanted: str, instead: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a value that only the execution knows, where the service cannot wait for it."""
    kind = type_of(value)
    if not isinstance(value, Expression) or kind is Any or fits(kind):
        return
    if fits(types.without_none(kind)):
        yield f"{name} is {types.describe(kind)}, and nothing waits for null", instead_of_null(kind)
    else:
        yield f"{name} is {types.describe(kind)} and no {wanted}", f"give {instead}"


class Wait(Going):
    """Wait for a duration, for a number of `seconds` known only then, or `until` a time (ISO 8601); exactly one of the
    three.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
    """

    duration: WholeSeconds | None = Field(None, ge=timedelta(0), description="timedelta(minutes=5)")
    seconds: Any = Field(None, description="an expression that is a whole number")
    until: Any = Field(None, description='a time, as "2030-01-01T00:00:00Z"')

    def _faults(self) -> Iterator[tuple[str, str]]:
        if sum(given is not None for given in (self.duration, self.seconds, self.until)) != 1:
            yield "it waits for exactly one thing", "give duration=, seconds= or until="
        yield from _misfit("seconds", self.seconds, types.is_number, "number", "an expression that is a whole number")
        yield from _misfit("until", self.until, _is_moment, "point in time", 'a time, as "2030-01-01T00:00:00Z"')

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            duration: timedelta | None = None,
            seconds: int | None = None,
            until: str | datetime | None = None,
            **options: Unpack[GoingOptions],
        ) -> None: ...
