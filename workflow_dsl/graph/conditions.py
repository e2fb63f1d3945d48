"""Conditions of Choice rules, and JSONata expressions, as a person would say them."""

import json
import re
from collections.abc import Mapping
from typing import Any

_COMPARISONS = {
    "Equals": "==",
    "LessThan": "<",
    "GreaterThan": ">",
    "LessThanEquals": "<=",
    "GreaterThanEquals": ">=",
    "Matches": "matches",
}
_TESTS = {
    "IsPresent": ("is present", "is absent"),
    "IsNull": ("is null", "is not null"),
    "IsNumeric": ("is a number", "is not a number"),
    "IsString": ("is a string", "is not a string"),
    "IsBoolean": ("is a boolean", "is not a boolean"),
    "IsTimestamp": ("is a timestamp", "is not a timestamp"),
}
_OPERATOR = re.compile(r"(String|Numeric|Boolean|Timestamp)(\w+?)(Path)?")
_JSONATA = re.compile(r"\s*\{%(.*)%\}\s*", re.DOTALL)
_STEP = r"(?:\.[\w-]+|\[[^\]]*\])"
_LONG_PATH = re.compile(rf"(\$[\w$]*|\binput|\bresult){_STEP}{{2,}}({_STEP}{{1}})(?![\w.\[(])")
_STATES = re.compile(r"\$states\.(?=(input|result|context|errorOutput)\b)")


def describe_rule(rule: Mapping[str, Any]) -> str:
    """The condition of one rule of a Choice state, in full, on one line.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
    """
    if "Condition" in rule:
        return describe_value(rule["Condition"])
    return _describe(rule, nested=False)


def describe_value(value: object) -> str:
    """A field's value: a JSONata expression without its brackets and without `$states.`, anything else as it is."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    expression = _JSONATA.fullmatch(value)
    if expression is None:
        return value
    return " ".join(_STATES.sub("", expression.group(1)).split())


def shorten(text: str, room: int) -> str:
    """`text` on one line of at most `room` characters: long paths lose their middle first, then the end is cut."""
    text = " ".join(text.split())
    if len(text) > room:
        text = _LONG_PATH.sub(lambda found: f"{found.group(1)}…{found.group(2)}", text)
    return text if len(text) <= room else text[: max(1, room - 1)].rstrip() + "…"


def _describe(rule: Mapping[str, Any], *, nested: bool) -> str:
    for word, joined in (("And", " and "), ("Or", " or ")):
        if word in rule:
            text = joined.join(_describe(part, nested=True) for part in rule[word])
            return f"({text})" if nested and len(rule[word]) > 1 else text
    if "Not" in rule:
        return f"not ({_describe(rule['Not'], nested=False)})"
    variable = str(rule.get("Variable", "?"))
    for field, value in rule.items():
        if field in _TESTS:
            return f"{variable} {_TESTS[field][0 if value else 1]}"
        operator = _OPERATOR.fullmatch(field)
        if operator is not None and operator.group(2) in _COMPARISONS:
            return f"{variable} {_COMPARISONS[operator.group(2)]} {_operand(value, is_path=bool(operator.group(3)))}"
    return variable


def _operand(value: object, *, is_path: bool) -> str:
    return str(value) if is_path else json.dumps(value, ensure_ascii=False)
