"""Contracts as API Gateway can check them: JSON schema, draft 4, without references or prose.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
"""

from typing import Any

from pydantic import BaseModel, TypeAdapter

_KEPT = (
    "type",
    "enum",
    "required",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)
_DEEPEST = 12


def contract_schema(contract: type[BaseModel] | Any) -> dict[str, Any]:
    """The schema of a contract's JSON form. What draft 4 cannot say is left to the handler, which checks everything."""
    whole = TypeAdapter(contract).json_schema(by_alias=True)
    return {"$schema": "http://json-schema.org/draft-04/schema#", **_draft4(whole, whole.get("$defs", {}), 0)}


def _draft4(schema: Any, definitions: dict[str, Any], depth: int) -> dict[str, Any]:
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return {}
    if "$ref" in schema:
        return _draft4(definitions.get(schema["$ref"].rpartition("/")[2]), definitions, depth + 1)
    kept = {name: schema[name] for name in _KEPT if name in schema} | _spelled_otherwise(schema)
    if "properties" in schema:
        kept["properties"] = {
            name: _draft4(inner, definitions, depth + 1) for name, inner in schema["properties"].items()
        }
    if isinstance(schema.get("items"), dict):
        kept["items"] = _draft4(schema["items"], definitions, depth + 1)
    extra = schema.get("additionalProperties")
    if extra is not None:
        kept["additionalProperties"] = extra if isinstance(extra, bool) else _draft4(extra, definitions, depth + 1)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            kept["allOf" if union == "allOf" else "anyOf"] = [
                _draft4(inner, definitions, depth + 1) for inner in schema[union]
            ]
    return kept


def _spelled_otherwise(schema: dict[str, Any]) -> dict[str, Any]:
    """What draft 4 says in other words."""
    spelled: dict[str, Any] = {}
    if "const" in schema:
        spelled["enum"] = [schema["const"]]
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if exclusive in schema:
            spelled |= {bound: schema[exclusive], exclusive: True}
    return spelled
