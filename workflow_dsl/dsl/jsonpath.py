"""The other query language: paths, rules and time stamps of JSONPath, for states that are written in it.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
"""

from datetime import datetime
from typing import Any, Literal, TypeVar, cast, overload

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl.expression import Expression, expression
from workflow_dsl.dsl.given_type import given_type
from workflow_dsl.dsl.nodes import JsonPath, Rule, Timestamp
from workflow_dsl.source import capture

Value = TypeVar("Value")

Operator = Literal[
    "BooleanEquals",
    "BooleanEqualsPath",
    "CaseInsensitiveStringEquals",
    "CaseInsensitiveStringEqualsPath",
    "IsBoolean",
    "IsNull",
    "IsNumeric",
    "IsPresent",
    "IsString",
    "IsTimestamp",
    "NumericEquals",
    "NumericEqualsPath",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericGreaterThanEqualsPath",
    "NumericGreaterThanPath",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericLessThanEqualsPath",
    "NumericLessThanPath",
    "StringEquals",
    "StringEqualsPath",
    "StringGreaterThan",
    "StringGreaterThanEquals",
    "StringGreaterThanEqualsPath",
    "StringGreaterThanPath",
    "StringLessThan",
    "StringLessThanEquals",
    "StringLessThanEqualsPath",
    "StringLessThanPath",
    "StringMatches",
    "TimestampEquals",
    "TimestampEqualsPath",
    "TimestampGreaterThan",
    "TimestampGreaterThanEquals",
    "TimestampGreaterThanEqualsPath",
    "TimestampGreaterThanPath",
    "TimestampLessThan",
    "TimestampLessThanEquals",
    "TimestampLessThanEqualsPath",
    "TimestampLessThanPath",
]


@overload
def jsonpath(text: str, *, type: type[Value]) -> Value: ...
@overload
def jsonpath(text: str) -> Any: ...
def jsonpath(text: Any, *, type: Any = Any) -> Any:
    """A value of a JSONPath state: a path (`$.order.id`), one into the context object (`$$.Execution.Name`), a variable
    (`$total`) or an intrinsic function (`States.Format('{}', $.id)`).

    In a dictionary it stands as the value, without `.$` at the key. In a condition it is compared as in Python:
    `jsonpath("$.total") > 100`; with another path, one of them needs its `type` (str, float, bool or datetime).
    Reports WF103 where the text is none.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-intrinsic-functions.html
    """
    if not isinstance(text, str):
        _report("jsonpath needs its text in quotes", 'write jsonpath("$.order.id")')
        text = "$"
    kind = given_type(type, "jsonpath")
    return expression(JsonPath(text, kind), kind)


def timestamp(text: str) -> datetime:
    """A point in time, as "2030-01-01T00:00:00Z", that conditions compare as a time and not as text."""
    return cast(datetime, Expression(Timestamp(text), datetime))


def rule(operator: Operator, variable: str, operand: Any = True, *, comment: str | None = None) -> bool:
    """A condition of a JSONPath Choice by the name of its operator, for what Python cannot say:
    `rule("StringMatches", "$.file", "*.csv")`, `rule("IsNull", "$.parent")`.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """
    return cast(bool, Expression(Rule(operator, variable, operand, comment), bool))


def _report(problem: str, instead: str) -> None:
    report(Finding("WF103", Severity.ERROR, problem, instead, capture().argument(0)))
