"""Nodes as JSONata: the text between {% and %}.

Source: https://docs.jsonata.org/ and https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
"""

import json
import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from workflow_dsl.compiler.json_value import NotJsonError, OtherLanguageError, json_value, key_text, whole_text
from workflow_dsl.dsl import nodes, types
from workflow_dsl.dsl.comparisons import Reading, readings
from workflow_dsl.dsl.jsonata import TOKEN, WORDS

Name = Callable[[nodes.Node], str]
"""How the text names what comes from outside: an input, an output, the caught error."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# How tightly an operator binds; what binds no tighter than its surroundings stands in parentheses.
_STRENGTH = {"or": 25, "and": 30, "&": 50, "+": 50, "-": 50, "*": 60, "/": 60, "%": 60}
_COMPARISON = 40
_JSONPATH = (
    "jsonpath(...) and rule(...) belong into states in JSONPath; write jsonata(...), or give the step "
    'language="JSONPath"'
)
_ATOM = 100
_WRITTEN_OUT = (nodes.Constant, nodes.Verbatim, nodes.Structure, nodes.Bound)
# Whole numbers beyond are told apart by Python and not by JSONata.
_LARGEST = 2**53
# Conditions in a row are nested in each other; at 200 the service runs out of its stack.
# Source: https://github.com/floci-io/floci/issues/2737 (measured with TestState)
_WIDEST = 50


def jsonata_text(node: nodes.Node, name: Name) -> str:
    """The expression as text."""
    return _render(node, name)[0]


def _render(node: nodes.Node, name: Name) -> tuple[str, int]:
    match node:
        case nodes.InputOf() | nodes.OutputOf() | nodes.Caught() | nodes.Context():
            return name(node), _ATOM
        case nodes.Constant(value=value) | nodes.Verbatim(value=value) | nodes.Timestamp(text=value):
            return _literal(json_value(value)), _ATOM
        case nodes.Field():
            return _field(node, name)
        case nodes.Item(of=of, number=index):
            return f"{_tight(of, name)}[{jsonata_text(index, name)}]", _ATOM
        case nodes.Call(function=function, arguments=arguments):
            return f"{function}({', '.join(jsonata_text(one, name) for one in arguments)})", _ATOM
        case nodes.Binary() | nodes.Many() | nodes.Inverse():
            return _combined(node, name)
        case nodes.Text(text=text, names=names):
            return _text(whole_text(text), names, name), 0
        case nodes.Bound() | nodes.Structure():
            return _constructor(node, name), _ATOM
    if isinstance(node, nodes.JsonPath | nodes.Rule):
        raise OtherLanguageError(_JSONPATH)
    raise AssertionError(f"no such node: {node!r}")


def _field(node: nodes.Field, name: Name) -> tuple[str, int]:
    path = _path(node, name)
    if not node.default:
        return path, _ATOM
    return f"($exists({path}) ? {path} : {_literal(json_value(node.default[0]))})", _ATOM


def _path(node: nodes.Field, name: Name) -> str:
    of, key = _tight(node.of, name), node.key
    if _NAME.match(key) and key not in WORDS:
        return f"{of}.{key}"
    # Back quotes know no escape.
    return f"{of}.`{key}`" if key and key.isprintable() and "`" not in key else f"$lookup({of}, {_literal(key)})"


def _combined(node: nodes.Binary | nodes.Many | nodes.Inverse, name: Name) -> tuple[str, int]:
    match node:
        case nodes.Binary():
            return _binary(node, name)
        case nodes.Many():
            return _many(node, name)
        case nodes.Inverse(condition=condition):
            return f"$not({jsonata_text(condition, name)})", _ATOM


def _binary(node: nodes.Binary, name: Name) -> tuple[str, int]:
    if node.operator == "//":
        divided = nodes.Binary("/", node.left, node.right)
        return f"$floor({jsonata_text(divided, name)})", _ATOM
    if node.operator == "%":
        return _modulo(node, name)
    strength = _STRENGTH.get(node.operator, _COMPARISON)
    sides = zip_longest((node.left, node.right), readings(node))
    (left, left_strength), (right, right_strength) = (_render(_read(*side), name) for side in sides)
    # Operators of one strength are read from the left; comparisons are not chained.
    if left_strength < strength or left_strength == strength == _COMPARISON:
        left = f"({left})"
    if right_strength <= strength:
        right = f"({right})"
    return f"{left} {node.operator} {right}", strength


def _read(value: nodes.Node, reading: Reading | None) -> nodes.Node:
    """A time or a decimal as a number: the same one has several texts, and those have another order."""
    if reading is None:
        return value
    if reading.may_be_null:
        return nodes.Text(f"$value = null ? null : {reading.function}($value)", {"value": value})
    return nodes.Call(reading.function, (value,))


def _modulo(node: nodes.Binary, name: Name) -> tuple[str, int]:
    """With the sign of the divisor, as in Python; JSONata gives it that of what is divided."""
    strength = _STRENGTH["%"]
    left, left_strength = _render(node.left, name)
    left = left if left_strength >= strength else f"({left})"
    right = _tight(node.right, name)
    return f"({left} % {right} + {right}) % {right}", strength


def _many(node: nodes.Many, name: Name) -> tuple[str, int]:
    if len(node.conditions) == 1:
        return _render(node.conditions[0], name)
    if len(node.conditions) > _WIDEST:
        starts = range(0, len(node.conditions), _WIDEST)
        groups = (nodes.Many(node.operator, node.conditions[start : start + _WIDEST]) for start in starts)
        return _many(nodes.Many(node.operator, tuple(groups)), name)
    strength = _STRENGTH[node.operator]
    rendered = [_render(condition, name) for condition in node.conditions]
    parts = [
        f"({text})" if tight < strength or (index and tight == strength) else text
        for index, (text, tight) in enumerate(rendered)
    ]
    return f" {node.operator} ".join(parts), strength


def _text(text: str, names: Any, name: Name) -> str:
    def put(found: re.Match[str]) -> str:
        key = found["name"]
        return _tight(names[key], name) if key in names else found[0]

    return TOKEN.sub(put, text)


def _tight(node: nodes.Node, name: Name) -> str:
    text, strength = _render(node, name)
    return text if strength == _ATOM else f"({text})"


def _constructor(node: nodes.Bound | nodes.Structure, name: Name) -> str:
    if isinstance(node, nodes.Bound):
        members = [(types.wire_name(node.model, field), value) for field, value in node.fields.items()]
        return _object(members, name)
    if isinstance(node.value, dict):
        return _object([(key_text(key), item) for key, item in node.value.items()], name)
    items = [_item(*each, name) for each in zip(node.value, node.types, strict=True)]
    return f"[{', '.join(items)}]"


def _item(node: nodes.Node, annotation: Any, name: Name) -> str:
    """An item of an array. Of an array that is no constructor itself, JSONata would put the items there instead."""
    text = jsonata_text(node, name)
    if isinstance(node, _WRITTEN_OUT) or not types.may_be_list(annotation):
        return text
    if types.is_list(annotation):
        return f"[{text}]"
    each = _tight(node, name)
    return f"($type({text}) = 'array' ? [[{text}]] : {each})"


def _object(members: list[tuple[str, nodes.Node]], name: Name) -> str:
    return "{" + ", ".join(f"{_literal(key)}: {jsonata_text(item, name)}" for key, item in members) + "}"


def _literal(value: Any) -> str:
    if isinstance(value, str) and "'" not in value:
        # In single quotes, so that it reads well inside of JSON.
        return "'" + json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"') + "'"
    if type(value) is int and abs(value) > _LARGEST and int(float(value)) != value:
        raise NotJsonError(f"the number {value} is not exact in JSONata, which has 53 bits for it; write it as text")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(key)}: {_literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(_literal(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)
