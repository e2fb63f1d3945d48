"""The rules of a Choice: one condition in JSONata, comparisons and their combinations in JSONPath.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler.json_value import NotJsonError, OtherLanguageError, json_value
from workflow_dsl.compiler.jsonpath_template import jsonpath_text
from workflow_dsl.compiler.writing import Fields, Writing
from workflow_dsl.dsl import nodes, types
from workflow_dsl.dsl.comparisons import kind_of_comparison
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.steps import When

_OPERATORS = {
    "=": "Equals",
    "<": "LessThan",
    "<=": "LessThanEquals",
    ">": "GreaterThan",
    ">=": "GreaterThanEquals",
}
_KINDS = {bool: "Boolean", int: "Numeric", float: "Numeric", str: "String", datetime: "Timestamp"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def choice_rule(rule: When, target: str, writing: Writing, kept: Fields) -> asl.ChoiceRule:
    """One rule, which also sets the variables that are `kept`. Raises NotJsonError."""
    outer: Fields = {"Next": target, **writing.variables(rule, kept)}
    if rule.comment is not None:
        outer["Comment"] = rule.comment
    if rule.output is not None:
        outer["Output"] = writing.value(rule.output)
    if not writing.in_paths:
        return asl.Condition(Condition=writing.value(rule.condition), **outer)
    return _rule(node_of(rule.condition), writing, outer)


def _rule(node: nodes.Node, writing: Writing, outer: Fields) -> asl.ChoiceRule:
    match node:
        case nodes.Many(operator=operator, conditions=conditions, comment=comment):
            parts = tuple(_rule(condition, writing, {}) for condition in conditions)
            remarks = _remarked(outer, comment)
            return asl.And(And=parts, **remarks) if operator == "and" else asl.Or(Or=parts, **remarks)
        case nodes.Inverse(condition=condition, comment=comment):
            return asl.Not(Not=_rule(condition, writing, {}), **_remarked(outer, comment))
        case nodes.Rule(operator=operator, variable=variable, operand=operand, comment=comment):
            compared = {operator: _operand(operand, writing)}
            return asl.Comparison(Variable=variable, **compared, **_remarked(outer, comment))
        case nodes.Call(function="$exists", arguments=(of,)):
            return asl.Comparison(Variable=_path(of, writing), IsPresent=True, **outer)
        case nodes.Binary(operator="!="):
            return asl.Not(Not=_comparison(node._replace(operator="="), writing, {}), **outer)
        case nodes.Binary():
            return _comparison(node, writing, outer)
    raise OtherLanguageError(_unsaid())


def _comparison(node: nodes.Binary, writing: Writing, outer: Fields) -> asl.Comparison:
    left, right, operator = node.left, node.right, node.operator
    if isinstance(left, nodes.Constant | nodes.Timestamp) and operator in _MIRRORED:
        left, right, operator = right, left, _MIRRORED[operator]  # type: ignore[assignment]
    if operator not in _OPERATORS:
        raise OtherLanguageError(_unsaid())
    variable, path = _path(left, writing), jsonpath_text(right, writing.name)
    if path is None:
        compared: Fields = {f"{_kind_of_value(node, right, variable)}{_OPERATORS[operator]}": _value(right)}
    else:
        compared = {f"{_kind_of_paths(node)}{_OPERATORS[operator]}Path": path}
    return asl.Comparison(Variable=variable, **compared, **outer)


def _path(node: nodes.Node, writing: Writing) -> str:
    path = jsonpath_text(node, writing.name)
    if path is None:
        raise OtherLanguageError(_unsaid())
    return path


def _value(node: nodes.Node) -> Any:
    match node:
        case nodes.Timestamp(text=value) | nodes.Verbatim(value=value):
            return value
        case nodes.Constant(value=value):
            return json_value(value)
    raise OtherLanguageError(_unsaid())


def _kind_of_value(comparison: nodes.Binary, node: nodes.Node, variable: str) -> str:
    value = _value(node)
    if value is None:
        raise NotJsonError(
            f'JSONPath does not compare with null; write rule("IsNull", "{variable}"), in not_(...) for !='
        )
    kind = next((name for known, name in _KINDS.items() if isinstance(value, known)), None)
    if kind is None:
        raise NotJsonError(f"{value!r} cannot be compared in JSONPath; compare with text, a number, a bool or a time")
    return "Timestamp" if _kind(comparison) is datetime else kind


def _kind_of_paths(comparison: nodes.Binary) -> str:
    kind = _KINDS.get(_kind(comparison))
    if kind is None:
        raise NotJsonError('two paths of unknown type are compared; say of which: jsonpath("$.limit", type=float)')
    return kind


def _kind(comparison: nodes.Binary) -> Any:
    kind = kind_of_comparison(comparison)
    if any(Decimal in types.members(annotation) for annotation in comparison.types):
        raise OtherLanguageError(
            'a Choice in JSONPath cannot compare a Decimal, which is text in JSON; give the step language="JSONata"'
        )
    return kind


def _operand(operand: Any, writing: Writing) -> Any:
    node = node_of(operand)
    path = jsonpath_text(node, writing.name)
    return _value(node) if path is None else path


def _remarked(outer: Fields, comment: str | None) -> Fields:
    return outer if comment is None else {**outer, "Comment": comment}


def _unsaid() -> str:
    return (
        'a Choice in JSONPath cannot say this condition; compare a path with a value, as jsonpath("$.total") > 100, '
        'or give the step language="JSONata"'
    )
