"""Wait: delays for a time, or until one."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from workflow_dsl.asl import fields
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.state import NextFields

_TIMES = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


class Wait(NextFields):
    """Exactly one of the four times is given.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
    """

    term: ClassVar[str] = "a Wait"

    Type: Literal["Wait"] = "Wait"
    Seconds: fields.Delay | None = None
    SecondsPath: str | None = None
    Timestamp: fields.Timestamp | None = None
    TimestampPath: str | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        given = [name for name in _TIMES if self.given(name)]
        if not given:
            instead = 'write one, as in "Seconds": 60'
            yield Problem((), FaultCode.MISSING_FIELD, "a Wait does not say how long", instead)
        for surplus in given[1:]:
            message = f'a Wait has both "{given[0]}" and "{surplus}"'
            yield Problem((surplus,), FaultCode.EXCLUSIVE_FIELDS, message, "keep one of them", of_key=True)
