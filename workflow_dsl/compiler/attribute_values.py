"""Values as DynamoDB writes them: {"S": ...}, {"N": ...}.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from collections.abc import Mapping
from typing import Any

from workflow_dsl.compiler.json_value import NotJsonError, json_value, key_text
from workflow_dsl.compiler.jsonata_text import Name, jsonata_text
from workflow_dsl.compiler.template import expression, template
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import Expression, node_of, type_of


def attribute_value(value: Any, name: Name) -> dict[str, Any]:
    """The attribute value. Raises NotJsonError for an expression whose type leaves open which kind it is."""
    if isinstance(value, Expression):
        return _of_expression(value, name)
    if isinstance(value, Mapping):
        return {"M": {key_text(key): attribute_value(item, name) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [attribute_value(item, name) for item in value]}
    plain = json_value(value)
    if plain is None:
        return {"NULL": True}
    if isinstance(plain, bool):
        return {"BOOL": plain}
    return {"S": template(node_of(plain), name)} if isinstance(plain, str) else {"N": str(plain)}


def _of_expression(value: Expression, name: Name) -> dict[str, Any]:
    annotation = type_of(value)
    text = jsonata_text(node_of(value), name)
    if annotation is not Any and (types.is_text(annotation) or types.is_time(annotation)):
        return {"S": expression(text)}
    if annotation is not Any and types.is_number(annotation):
        return {"N": expression(f"$string({text})")}
    if types.members(annotation) == (bool,):
        return {"BOOL": expression(text)}
    kind = "a value of unknown type" if annotation is Any else types.describe(annotation)
    raise NotJsonError(
        f'DynamoDB wants one kind of value, and this is {kind}; write jsonata("...", type=str) or another type'
    )
