"""Fail: ends the execution with an error."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.state import StateFields


class Fail(StateFields):
    """https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html"""

    term: ClassVar[str] = "a Fail"

    Type: Literal["Fail"] = "Fail"
    Error: str | None = None
    ErrorPath: str | None = None
    Cause: str | None = None
    CausePath: str | None = None

    def _problems(self) -> Iterator[Problem]:
        yield from self._both("Error", "ErrorPath")
        yield from self._both("Cause", "CausePath")
