"""What kinds of states have in common."""

from collections.abc import Iterator
from typing import Any, ClassVar

from workflow_dsl.asl.catcher import Catcher
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Items
from workflow_dsl.asl.model import AslObject, Problem
from workflow_dsl.asl.query_language import QueryLanguageName
from workflow_dsl.asl.retrier import Retrier


class StateFields(AslObject):
    """Every state."""

    term: ClassVar[str] = "a state"

    Comment: str | None = None
    QueryLanguage: QueryLanguageName | None = None


class FilterFields(StateFields):
    """States that choose what they take in and hand on: all but Fail.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
    """

    InputPath: str | None = "$"
    OutputPath: str | None = "$"
    Output: Any = None


class NextFields(FilterFields):
    """States that lead on or end: all but Choice, Succeed and Fail.

    https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
    """

    Assign: dict[str, Any] | None = None
    Next: str | None = None
    End: bool = False

    def _problems(self) -> Iterator[Problem]:
        if self.Next is None and not self.End:
            instead = 'write "Next": "..." or "End": true'
            yield Problem((), FaultCode.MISSING_FIELD, f'{self.term} has neither "Next" nor "End"', instead)
        if self.Next is not None and self.End:
            message = f'{self.term} has both "Next" and "End"'
            yield Problem(("End",), FaultCode.EXCLUSIVE_FIELDS, message, "keep one of them", of_key=True)


class WorkFields(NextFields):
    """States that can fail and be tried again: Task, Parallel and Map.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """

    ResultSelector: Any = None
    ResultPath: str | None = "$"
    Retry: Items[Retrier] = ()
    Catch: Items[Catcher] = ()
