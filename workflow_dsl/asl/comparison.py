"""The operators of JSONPath choice rules."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.fields import Number, Timestamp
from workflow_dsl.asl.model import Problem
from workflow_dsl.asl.rule_fields import RuleFields


class Comparison(RuleFields):
    """A JSONPath rule: Variable is compared by exactly one operator with a literal or, in `...Path`, another value.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html#amazon-states-language-choice-state-rules
    """

    Variable: str

    StringEquals: str | None = None
    StringEqualsPath: str | None = None
    CaseInsensitiveStringEquals: str | None = None
    CaseInsensitiveStringEqualsPath: str | None = None
    StringLessThan: str | None = None
    StringLessThanPath: str | None = None
    StringGreaterThan: str | None = None
    StringGreaterThanPath: str | None = None
    StringLessThanEquals: str | None = None
    StringLessThanEqualsPath: str | None = None
    StringGreaterThanEquals: str | None = None
    StringGreaterThanEqualsPath: str | None = None
    StringMatches: str | None = None
    NumericEquals: Number | None = None
    NumericEqualsPath: str | None = None
    NumericLessThan: Number | None = None
    NumericLessThanPath: str | None = None
    NumericGreaterThan: Number | None = None
    NumericGreaterThanPath: str | None = None
    NumericLessThanEquals: Number | None = None
    NumericLessThanEqualsPath: str | None = None
    NumericGreaterThanEquals: Number | None = None
    NumericGreaterThanEqualsPath: str | None = None
    BooleanEquals: bool | None = None
    BooleanEqualsPath: str | None = None
    TimestampEquals: Timestamp | None = None
    TimestampEqualsPath: str | None = None
    TimestampLessThan: Timestamp | None = None
    TimestampLessThanPath: str | None = None
    TimestampGreaterThan: Timestamp | None = None
    TimestampGreaterThanPath: str | None = None
    TimestampLessThanEquals: Timestamp | None = None
    TimestampLessThanEqualsPath: str | None = None
    TimestampGreaterThanEquals: Timestamp | None = None
    TimestampGreaterThanEqualsPath: str | None = None
    IsNull: bool | None = None
    IsPresent: bool | None = None
    IsNumeric: bool | None = None
    IsString: bool | None = None
    IsBoolean: bool | None = None
    IsTimestamp: bool | None = None

    @property
    def operator(self) -> str:
        """The operator that the rule has, as in `"StringEquals"`."""
        return next(name for name in self.model_fields_set if name in OPERATORS)

    @property
    def operand(self) -> str | int | float | bool:
        """What the operator compares with: a literal, or a path when the operator ends in `Path`."""
        value: str | int | float | bool = getattr(self, self.operator)
        return value

    def _problems(self) -> Iterator[Problem]:
        given = sorted(self.model_fields_set & OPERATORS)
        if not given:
            instead = 'write one, as in "StringEquals": "..."'
            yield Problem((), FaultCode.MISSING_FIELD, "a choice rule compares by no operator", instead)
        for surplus in given[1:]:
            message = f'a choice rule has both "{given[0]}" and "{surplus}"'
            yield Problem((surplus,), FaultCode.EXCLUSIVE_FIELDS, message, 'combine two rules in "And"', True)


OPERATORS: Final = frozenset(Comparison.model_fields) - {"Variable", *RuleFields.model_fields}
"""The name of every operator."""
