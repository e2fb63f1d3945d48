"""Retriers and catchers.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.durations import Fixed, WholeSeconds
from workflow_dsl.dsl.target import Target

ErrorName = str | type[BaseException]


def _error_names(given: Any) -> Any:
    several = list(given) if isinstance(given, list | tuple | set | frozenset) else [given]
    if any(one is each for one in several for each in (Exception, BaseException)):
        raise ValueError("a class stands for the error of its name, and not for its subclasses; write errors.ALL")
    names = [one.__name__ if isinstance(one, type) and issubclass(one, BaseException) else one for one in several]
    if not names:
        raise ValueError('no error is named; name one, as "PaymentDeclined", or errors.ALL')
    for name in names:
        if not isinstance(name, str) or not name:
            raise ValueError(f'{name!r} names no error; write its name, as "PaymentDeclined", or its exception class')
    return tuple(names)


ErrorNames = Annotated[
    tuple[str, ...],
    BeforeValidator(_error_names),
    Field(description='["GatewayUnavailable"], an exception class, or errors.ALL'),
]


Interval = Annotated[WholeSeconds, Field(ge=timedelta(seconds=1), le=timedelta(seconds=99_999_999)), Fixed]
Attempts = Annotated[StrictInt, Field(ge=0, le=99_999_999), Fixed]
Rate = Annotated[Annotated[StrictFloat, Field(allow_inf_nan=False)] | StrictInt, Field(ge=1.0), Fixed]
Delay = Annotated[WholeSeconds | None, Field(gt=timedelta(0), lt=timedelta(seconds=31_622_400)), Fixed]


class Retry(Declaration):
    """Try a task again after some errors, with exponential back-off.

    Attempt n waits `interval` * `backoff_rate` ** (n - 1), at most `max_delay`; with `jitter`, a random time between 0
    and that. After `max_attempts` further attempts (0: none) the error goes to the catchers. `errors` are names or
    exception classes; a class stands for its own name, and not for its subclasses."""

    positional: ClassVar[tuple[str, ...]] = ("errors",)
    errors: ErrorNames
    interval: Interval = Field(timedelta(seconds=1), description="timedelta(seconds=2)")
    max_attempts: Attempts = Field(3, description="a whole number from 0")
    backoff_rate: Rate = Field(2.0, description="a number from 1.0")
    max_delay: Delay = Field(None, description="timedelta(seconds=60)")
    jitter: StrictBool = Field(False, description="True or False")
    comment: str | None = Field(None, description="a sentence for whoever reads the definition")

    def _faults(self) -> Iterator[tuple[str, str]]:
        if _is_too_short(self.max_delay, self.interval):
            yield "max_delay is not longer than interval, so every wait would be the same", "raise it or leave it out"

    if TYPE_CHECKING:

        def __init__(
            self,
            errors: ErrorName | Sequence[ErrorName],
            *,
            interval: timedelta = timedelta(seconds=1),
            max_attempts: int = 3,
            backoff_rate: float = 2.0,
            max_delay: timedelta | None = None,
            jitter: bool = False,
            comment: str | None = None,
        ) -> None: ...


def _is_too_short(max_delay: Any, interval: Any) -> bool:
    return isinstance(max_delay, timedelta) and isinstance(interval, timedelta) and max_delay <= interval


class Catch(Declaration):
    """Where a task goes when one of these errors is left after the last retry; the first catcher that matches is taken.

    On the route that begins there `caught.error` and `caught.cause` tell which it was. With `keep_caught` they go on
    telling the error that was caught before: for a catcher on a step that itself deals with a failure.

    `output` is what the next state gets instead of the error, and `assign` sets variables; in JSONPath `result_path` is
    where the error is put into the input (None discards it)."""

    positional: ClassVar[tuple[str, ...]] = ("errors",)
    errors: ErrorNames
    to: Target = Field(description="the step, or its name in quotes")
    keep_caught: StrictBool = Field(False, description="True or False")
    comment: str | None = Field(None, description="a sentence for whoever reads the definition")
    output: Any = Field(None, description="what the next state gets")
    assign: Mapping[str, Any] = Field(default_factory=dict, description='{"error": jsonata("$states.errorOutput")}')
    result_path: str | None = Field(None, description='a path, as "$.error", or None')

    if TYPE_CHECKING:

        def __init__(
            self,
            errors: ErrorName | Sequence[ErrorName],
            *,
            to: Any,
            keep_caught: bool = False,
            comment: str | None = None,
            output: Any = None,
            assign: Mapping[str, Any] = ...,
            result_path: str | None = "$",
        ) -> None: ...
