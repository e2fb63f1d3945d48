"""Nodes as fields of a state: JSON in which each expression stands as "{% ... %}"."""

from typing import Any

from workflow_dsl.compiler.json_value import json_value, key_text, verbatim_value
from workflow_dsl.compiler.jsonata_text import Name, jsonata_text
from workflow_dsl.dsl import nodes, types
from workflow_dsl.dsl.expression import node_of, type_of
from workflow_dsl.dsl.jsonata import wrapped


def template(node: nodes.Node, name: Name) -> Any:
    """The JSON value of a field. Raises NotJsonError."""
    match node:
        case nodes.Constant(value=value):
            return _literal(json_value(value))
        case nodes.Verbatim(value=value):
            return verbatim_value(value)
        case nodes.Bound(model=model, fields=fields):
            return {types.wire_name(model, field): template(item, name) for field, item in fields.items()}
        case nodes.Structure(value=dict() as members):
            return {key_text(key): template(item, name) for key, item in members.items()}
        case nodes.Structure(value=list() as items):
            return [template(item, name) for item in items]
        case _:
            return expression(jsonata_text(node, name))


def text_template(value: Any, name: Name) -> Any:
    """The value as text: text stays as it is, anything else is written as JSON when the state runs.

    An expression of unknown type is taken for text, as whoever wrote it in JSONata knows what it gives.
    """
    node, annotation = node_of(value), type_of(value)
    if isinstance(node, nodes.Verbatim) or annotation is Any or types.is_text(annotation):
        return template(node, name)
    return expression(f"$string({jsonata_text(node, name)})")


def expression(text: str) -> str:
    """A JSONata expression as a definition has it."""
    return wrapped(text)


def _literal(value: Any) -> Any:
    # Text that looks like an expression, or like half of one, would be evaluated: it is made by an expression instead.
    if isinstance(value, str) and (value.startswith("{%") or value.endswith("%}")):
        at = 1 if value.startswith("{%") else -1
        parts = nodes.Constant(value[:at]), nodes.Constant(value[at:])
        return expression(jsonata_text(nodes.Binary("&", *parts), _no_name))
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items()}
    return [_literal(item) for item in value] if isinstance(value, list) else value


def _no_name(node: nodes.Node) -> str:
    raise AssertionError(f"a constant names nothing: {node!r}")
