"""One entry of Catch."""

from collections.abc import Iterator
from typing import Any, ClassVar

from workflow_dsl.asl.fields import Items
from workflow_dsl.asl.model import AslObject, Problem
from workflow_dsl.asl.retrier import no_error_names


class Catcher(AslObject):
    """Go on at Next after certain errors. What it hands on is the error output, `{"Error": ..., "Cause": ...}`.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states
    """

    term: ClassVar[str] = "a catcher"

    Comment: str | None = None
    ErrorEquals: Items[str]
    ResultPath: str | None = "$"
    Output: Any = None
    Assign: dict[str, Any] | None = None
    Next: str

    def _problems(self) -> Iterator[Problem]:
        yield from no_error_names(self.ErrorEquals)
