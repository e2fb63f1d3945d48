"""Which fields of contracts are marked as sensitive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, SecretBytes, SecretStr
from pydantic.fields import FieldInfo

from workflow_dsl.checks.contracts import is_contract, members, wire_fields

MARK = "sensitive"
_DEEPEST = 8


def is_sensitive(field: FieldInfo) -> bool:
    """Whether the field is marked: by its JSON schema, by the word among its metadata, or by its type."""
    extra = field.json_schema_extra
    if isinstance(extra, dict) and extra.get(MARK) is True:
        return True
    if MARK in field.metadata:
        return True
    return any(
        isinstance(each, type) and issubclass(each, SecretStr | SecretBytes) for each in members(field.annotation)
    )


def sensitive_fields(annotation: Any, depth: int = _DEEPEST) -> Iterator[tuple[str, ...]]:
    """The paths of all sensitive fields of a contract, by their names in JSON."""
    for member in members(annotation):
        if is_contract(member) and depth:
            yield from _of_model(member, depth)
        else:
            for argument in get_args(member) if depth else ():
                yield from sensitive_fields(argument, depth - 1)


def attribute_names(annotation: Any) -> Iterator[str]:
    """The names by which handlers may speak of the sensitive fields: Python's and JSON's."""
    for path in sensitive_fields(annotation):
        yield path[-1]
        model = _model_of(annotation, path)
        if model is not None:
            yield from (name for name, field in model.model_fields.items() if (field.alias or name) == path[-1])


def _of_model(model: type[BaseModel], depth: int) -> Iterator[tuple[str, ...]]:
    for name, field in wire_fields(model).items():
        if is_sensitive(field):
            yield (name,)
        else:
            for path in sensitive_fields(field.annotation, depth - 1):
                yield (name, *path)


def _model_of(annotation: Any, path: tuple[str, ...]) -> type[BaseModel] | None:
    for member in members(annotation):
        if is_contract(member):
            field = wire_fields(member).get(path[0])
            if len(path) == 1 or field is None:
                found: type[BaseModel] = member
                return found
            return _model_of(field.annotation, path[1:])
    return None
