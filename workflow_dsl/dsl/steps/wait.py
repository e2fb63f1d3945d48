"""Waiting."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field

from workflow_dsl.dsl import types
from workflow_dsl.dsl.durations import WholeSeconds
from workflow_dsl.dsl.expression import Expression, type_of
from workflow_dsl.dsl.steps.step import Going

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from workflow_dsl.dsl.steps.options import GoingOptions


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
        kind = types.without_none(type_of(self.seconds))
        if isinstance(self.seconds, Expression) and kind is not Any and not types.is_number(kind):
            yield f"the seconds are {types.describe(kind)} and no number", "give an expression that is a whole number"
        kind = types.without_none(type_of(self.until))
        if isinstance(self.until, Expression) and not types.travels_as_text(kind):
            yield f"the time is {types.describe(kind)} and no text", 'give a time, as "2030-01-01T00:00:00Z"'

    if TYPE_CHECKING:

        def __init__(
            self,
            name: str,
            *,
            duration: timedelta | None = None,
            seconds: int | None = None,
            until: str | None = None,
            **options: Unpack[GoingOptions],
        ) -> None: ...
