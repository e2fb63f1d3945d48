"""Choice rules: comparisons and their combinations in JSONPath, one condition in JSONata."""

from collections.abc import Iterator
from typing import Annotated, Final

from workflow_dsl.asl.comparison import Comparison
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Items, Made, is_expression
from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.rule_fields import RuleFields
from workflow_dsl.asl.shown import shown


class Condition(RuleFields):
    """A JSONata rule: taken when the expression gives true.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """

    Condition: str | bool

    def _problems(self) -> Iterator[Problem]:
        if isinstance(self.Condition, str) and not is_expression(self.Condition):
            message = f"the condition {shown(self.Condition)} is not an expression"
            yield Problem(("Condition",), FaultCode.WRONG_VALUE, message, "write it as {% ... %}")


class And(RuleFields):
    """Taken when all of the rules are."""

    And: "Items[AnyRule]"

    def _problems(self) -> Iterator[Problem]:
        yield from _several("And", self.And)


class Or(RuleFields):
    """Taken when one of the rules is."""

    Or: "Items[AnyRule]"

    def _problems(self) -> Iterator[Problem]:
        yield from _several("Or", self.Or)


class Not(RuleFields):
    """Taken when the rule is not."""

    Not: "AnyRule"

    def _problems(self) -> Iterator[Problem]:
        yield from _inner(self.Not, ("Not",))


ChoiceRule = Comparison | And | Or | Not | Condition
"""Every kind of rule."""

RULE_KINDS: Final[dict[str, type[ChoiceRule]]] = {"And": And, "Or": Or, "Not": Not, "Condition": Condition}
"""By the field that tells a rule from a Comparison."""

AnyRule = Annotated[ChoiceRule, Made(RuleFields)]


def _several(name: str, rules: tuple[ChoiceRule, ...]) -> Iterator[Problem]:
    if not rules:
        yield Problem((name,), FaultCode.WRONG_VALUE, f'"{name}" combines no rules', "write at least one rule")
    for index, rule in enumerate(rules):
        yield from _inner(rule, (name, index))


def _inner(rule: ChoiceRule, at: tuple[str | int, ...]) -> Iterator[Problem]:
    for name in ("Next", "Assign", "Output"):
        if rule.given(name):
            message = f'a rule inside of a rule has "{name}"'
            instead = f'move "{name}" to the outermost rule'
            yield Problem((*at, name), FaultCode.UNKNOWN_FIELD, message, instead, of_key=True)
