"""Every rule, for the manual. What checks asks for the groups that it needs."""

from typing import Final

from workflow_dsl.checks.groups import foreign_rules, handler_rules, jsonpath_rules, machine_rules, template_rules
from workflow_dsl.checks.rule import AnyRule, Rule, TemplateRule


def _in_order(*groups: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(sorted((rule for group in groups for rule in group), key=lambda rule: rule.code))


RULES: Final[tuple[Rule, ...]] = _in_order(
    machine_rules.RULES, foreign_rules.RULES, jsonpath_rules.RULES, handler_rules.RULES
)
"""Rules about state machines."""

TEMPLATE_RULES: Final[tuple[TemplateRule, ...]] = template_rules.RULES
"""Rules about CloudFormation templates."""

EVERY_RULE: Final[tuple[AnyRule, ...]] = (*RULES, *TEMPLATE_RULES)
