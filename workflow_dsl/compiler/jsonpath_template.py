"""Nodes as fields of a JSONPath state: JSON in which a key ends in `.$` where its value is a path.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
"""

import re
from typing import Any

from workflow_dsl.compiler.json_value import OtherLanguageError, json_value, key_text, verbatim_value, whole_text
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.dsl import nodes, types

_CONTEXT = "$states.context."
_INPUT = "$states.input"
_PLAIN = re.compile(r"[A-Za-z_]\w*\Z")


def jsonpath_template(node: nodes.Node, name: Name) -> Any:
    """The JSON value of a field. Raises NotJsonError."""
    match node:
        case nodes.Verbatim(value=value):
            return verbatim_value(value)
        case nodes.Constant(value=value):
            return json_value(value)
        case nodes.Timestamp(text=text):
            return text
        case nodes.Structure(value=dict() as members):
            return dict(_member(key_text(key), item, name) for key, item in members.items())
        case nodes.Structure(value=list() as items):
            return [jsonpath_template(item, name) for item in items]
        case nodes.Bound(model=model, fields=fields):
            return dict(_member(types.wire_name(model, field), item, name) for field, item in fields.items())
    raise OtherLanguageError(_refusal(node, name))


def jsonpath_text(node: nodes.Node, name: Name) -> str | None:
    """The node as a path; None for a value of the definition. Raises NotJsonError for what is no path."""
    match node:
        case nodes.JsonPath(text=text):
            return whole_text(text)
        case nodes.InputOf() | nodes.OutputOf() | nodes.Caught() | nodes.Context():
            found = name(node)
            if found == _INPUT:
                return "$"
            return f"$$.{found.removeprefix(_CONTEXT)}" if found.startswith(_CONTEXT) else found
        case nodes.Field(of=of, key=key):
            return f"{jsonpath_text(of, name)}{_named(key)}"
        case nodes.Item(of=of, number=nodes.Constant(value=int() as index)):
            return f"{jsonpath_text(of, name)}[{index}]"
        case nodes.Constant() | nodes.Structure() | nodes.Bound() | nodes.Verbatim() | nodes.Timestamp():
            return None
    raise OtherLanguageError(
        'a JSONPath state cannot say this expression; give the step language="JSONata", or write it with jsonpath(...)'
    )


def _named(key: str) -> str:
    if _PLAIN.match(key):
        return f".{key}"
    escaped = key.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def _member(key: str, node: nodes.Node, name: Name) -> tuple[str, Any]:
    path = jsonpath_text(node, name)
    return (key, jsonpath_template(node, name)) if path is None else (f"{key}.$", path)


def _refusal(node: nodes.Node, name: Name) -> str:
    path = jsonpath_text(node, name)
    return f"the path {path} stands where JSONPath takes none; put it into a dictionary, as a value of its own"
