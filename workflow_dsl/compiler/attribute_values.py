"""Values as DynamoDB writes them: {"S": ...}, {"N": ...}.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from uuid import UUID

from workflow_dsl.compiler.json_value import NotJsonError, json_value, key_text
from workflow_dsl.compiler.jsonata_text import Name, jsonata_text
from workflow_dsl.compiler.template import expression, template
from workflow_dsl.dsl import types
from workflow_dsl.dsl.advice import instead_of_null
from workflow_dsl.dsl.expression import Expression, node_of, type_of

# The first that fits: a bool is an int, too.
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "BOOL"),
    ((str, date, time, timedelta, UUID), "S"),
    ((int, float, Decimal), "N"),
)


def attribute_value(value: Any, name: Name) -> dict[str, Any]:
    """The attribute value. Raises NotJsonError for an expression whose type leaves open which kind it is."""
    if isinstance(value, Expression):
        return _of_expression(value, name)
    if isinstance(value, Mapping):
        return {"M": {key_text(key): attribute_value(item, name) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [attribute_value(item, name) for item in value]}
    if isinstance(value, Decimal) and value.is_finite():
        return {"N": str(value)}
    plain = json_value(value)
    if plain is None:
        return {"NULL": True}
    if isinstance(plain, bool):
        return {"BOOL": plain}
    return {"S": template(node_of(plain), name)} if isinstance(plain, str) else {"N": str(plain)}


def _of_expression(value: Expression, name: Name) -> dict[str, Any]:
    annotation = type_of(value)
    kinds = {_kind(member) for member in types.members(annotation)}
    if len(kinds) != 1 or None in kinds:
        described = "a value of unknown type" if annotation is Any else types.describe(annotation)
        raise NotJsonError(f"DynamoDB wants one kind of value, and this is {described}; {_instead(annotation)}")
    kind, text = str(kinds.pop()), jsonata_text(node_of(value), name)
    return {kind: expression(f"$string({text})" if kind == "N" else text)}


def _kind(annotation: Any) -> str | None:
    """How DynamoDB calls it; None for what it calls in several ways, or in none."""
    if get_origin(annotation) is Literal:
        return _only({_kind(type(value)) for value in get_args(annotation)})
    if not isinstance(annotation, type):
        return None
    found = next((kind for classes, kind in _KINDS if issubclass(annotation, classes)), None)
    if found is None and issubclass(annotation, Enum):
        return _only({_kind(type(member.value)) for member in annotation})
    return found


def _only(kinds: set[str | None]) -> str | None:
    return kinds.pop() if len(kinds) == 1 else None


def _instead(annotation: Any) -> str:
    if annotation is Any:
        return 'say of which: jsonata("$value", value=..., type=str)'
    if types.may_be_null(annotation) and _kind(types.without_none(annotation)) is not None:
        return instead_of_null(annotation)
    return 'write each part by itself, or all as JSON: jsonata("$string($value)", value=..., type=str)'
