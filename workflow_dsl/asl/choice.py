"""Choice: branches on conditions."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workflow_dsl.asl.choice_rule import AnyRule
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Items
from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.state import FilterFields


class Choice(FilterFields):
    """The first rule that holds decides where to go; Default when none does. Output and Assign belong to Default.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """

    term: ClassVar[str] = "a Choice"

    Type: Literal["Choice"] = "Choice"
    Choices: Items[AnyRule]
    Default: str | None = None
    Assign: dict[str, Any] | None = None

    def _problems(self) -> Iterator[Problem]:
        if not self.Choices:
            yield Problem(("Choices",), FaultCode.WRONG_VALUE, "a Choice has no rules", "write at least one rule")
        for index, rule in enumerate(self.Choices):
            if rule.model_fields_set and rule.Next is None:
                message = 'a choice rule has no "Next"'
                yield Problem(("Choices", index), FaultCode.MISSING_FIELD, message, 'write "Next": "..."')
