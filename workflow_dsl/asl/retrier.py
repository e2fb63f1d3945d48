"""One entry of Retry."""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal

from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Attempts, Items, LiteralDuration, Rate
from workflow_dsl.asl.model import AslObject, Problem

_LONGEST_DELAY: Final = 31_622_400


class Retrier(AslObject):
    """Run the state again after certain errors: intervals in seconds, multiplied by BackoffRate each time.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
    """

    term: ClassVar[str] = "a retrier"

    Comment: str | None = None
    ErrorEquals: Items[str]
    IntervalSeconds: LiteralDuration = 1
    MaxAttempts: Attempts = 3
    BackoffRate: Rate = 2.0
    MaxDelaySeconds: LiteralDuration | None = None
    JitterStrategy: Literal["FULL", "NONE"] = "NONE"

    def _problems(self) -> Iterator[Problem]:
        yield from no_error_names(self.ErrorEquals)
        delay = self.MaxDelaySeconds
        if not isinstance(delay, int) or not isinstance(self.IntervalSeconds, int):
            return
        if not self.IntervalSeconds < delay < _LONGEST_DELAY:
            message = f"MaxDelaySeconds is {delay}, the first interval {self.IntervalSeconds}"
            instead = f"write more than IntervalSeconds and less than {_LONGEST_DELAY}"
            yield Problem(("MaxDelaySeconds",), FaultCode.WRONG_VALUE, message, instead)


def no_error_names(names: tuple[str, ...]) -> Iterator[Problem]:
    """A retrier or a catcher has to name at least one error."""
    if not names:
        message = "ErrorEquals is empty, so it can match nothing"
        yield Problem(("ErrorEquals",), FaultCode.WRONG_VALUE, message, 'name errors, or write ["States.ALL"]')
