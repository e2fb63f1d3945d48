"""Rules about what the compiler proves of its own work, for definitions from elsewhere, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.data.shadowed_variable import ShadowedVariable
from workflow_dsl.checks.data.unknown_variable import UnknownVariable
from workflow_dsl.checks.data.unset_variable import UnsetVariable
from workflow_dsl.checks.data.wrong_variable_name import WrongVariableName
from workflow_dsl.checks.flow.dangling_target import DanglingTarget
from workflow_dsl.checks.flow.duplicate_state_name import DuplicateStateName
from workflow_dsl.checks.flow.no_way_to_an_end import NoWayToAnEnd
from workflow_dsl.checks.flow.unreachable_state import UnreachableState
from workflow_dsl.checks.limits.definition_too_large import DefinitionTooLarge
from workflow_dsl.checks.limits.variable_too_large import VariableTooLarge
from workflow_dsl.checks.rule import Rule
from workflow_dsl.checks.services.express_for_long_work import ExpressForLongWork
from workflow_dsl.checks.services.malformed_resource import MalformedResource
from workflow_dsl.checks.services.refused_by_express import RefusedByExpress

RULES: Final[tuple[Rule, ...]] = (
    UnreachableState(),
    DanglingTarget(),
    DuplicateStateName(),
    NoWayToAnEnd(),
    UnsetVariable(),
    UnknownVariable(),
    WrongVariableName(),
    ShadowedVariable(),
    RefusedByExpress(),
    MalformedResource(),
    DefinitionTooLarge(),
    VariableTooLarge(),
    ExpressForLongWork(),
)
