"""What kinds of choice rules have in common."""

from typing import Any, ClassVar

from workflow_dsl.asl.model import AslObject


class RuleFields(AslObject):
    """What the outermost rules have, and rules inside of rules have not: where to go, what to keep and hand on."""

    term: ClassVar[str] = "a choice rule"

    Comment: str | None = None
    Next: str | None = None
    Assign: dict[str, Any] | None = None
    Output: Any = None
