"""Rules about the JSONPath states of a machine, in the order of the codes."""

from typing import Final

from workflow_dsl.checks.data.not_a_reference import NotAReference
from workflow_dsl.checks.data.path_syntax import PathSyntax
from workflow_dsl.checks.data.wrong_intrinsic import WrongIntrinsic
from workflow_dsl.checks.data.wrong_template_field import WrongTemplateField
from workflow_dsl.checks.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    PathSyntax(),
    NotAReference(),
    WrongIntrinsic(),
    WrongTemplateField(),
)
