"""Rules about what the compiler proves of its own work, for definitions from elsewhere, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.flow.dangling_target import DanglingTarget
from workflow_dsl.checks.flow.duplicate_state_name import DuplicateStateName
from workflow_dsl.checks.flow.unreachable_state import UnreachableState
from workflow_dsl.checks.limits.definition_too_large import DefinitionTooLarge
from workflow_dsl.checks.rule import Rule
from workflow_dsl.checks.services.express_for_long_work import ExpressForLongWork

RULES: Final[tuple[Rule, ...]] = (
    UnreachableState(),
    DanglingTarget(),
    DuplicateStateName(),
    DefinitionTooLarge(),
    ExpressForLongWork(),
)
