"""Retriers and catchers.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.durations import WholeSeconds
from workflow_dsl.dsl.target import Target

ErrorName = str | type[BaseException]


def _error_names(given: Any) -> Any:
    several = list(given) if isinstance(given, list | tuple | set | frozenset) else [given]
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


class Retry(Declaration):
    """Try a task again after some errors, with exponential back-off.

    Attempt n waits `interval` * `backoff_rate` ** (n - 1), at most `max_delay`; with `jitter`, a random time between 0
    and that. After `max_attempts` further attempts (0: none) the error goes to the catchers. `errors` are names or
    exception classes."""

    positional: ClassVar[tuple[str, ...]] = ("errors",)
    errors: ErrorNames
    interval: WholeSeconds = Field(timedelta(seconds=1), ge=timedelta(seconds=1), description="timedelta(seconds=2)")
    max_attempts: int = Field(3, ge=0, le=99_999_999, description="a whole number from 0")
    backoff_rate: float = Field(2.0, ge=1.0, description="a number from 1.0")
    max_delay: WholeSeconds | None = Field(
        None, gt=timedelta(0), lt=timedelta(seconds=31_622_400), description="timedelta(seconds=60)"
    )
    jitter: bool = Field(False, description="True or False")

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.max_delay is not None and self.max_delay <= self.interval:
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
        ) -> None: ...


class Catch(Declaration):
    """Where a task goes when one of these errors is left after the last retry; the first catcher that matches is taken.

    On the route that begins there `caught.error` and `caught.cause` tell which it was. With `keep_caught` they go on
    telling the error that was caught before: for a catcher on a step that itself deals with a failure."""

    positional: ClassVar[tuple[str, ...]] = ("errors",)
    errors: ErrorNames
    to: Target = Field(description="the step, or its name in quotes")
    keep_caught: bool = Field(False, description="True or False")

    if TYPE_CHECKING:

        def __init__(self, errors: ErrorName | Sequence[ErrorName], *, to: Any, keep_caught: bool = False) -> None: ...
