"""Contracts, pydantic models, as what travels in JSON: fields by the names they have there, kinds of values, sizes."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

ANY: Final = Any
_INT_BYTES: Final = 20
_FLOAT_BYTES: Final = 25
_BYTES_PER_CHARACTER: Final = 4
_LISTS: Final = (list, tuple, set, frozenset, Sequence)


def is_contract(annotation: Any) -> bool:
    """Whether it is a model."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def wire_fields(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields by their names in JSON."""
    return {field.serialization_alias or field.alias or name: field for name, field in model.model_fields.items()}


def forbids_others(model: type[BaseModel]) -> bool:
    """Whether it refuses fields that it does not know."""
    return model.model_config.get("extra") == "forbid"


def members(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of a union, without None; of anything else, itself."""
    annotation = _plain(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(member for part in get_args(annotation) for member in members(part))
    return () if annotation is types.NoneType else (annotation,)


def one(annotation: Any) -> Any:
    """What a value is when it is not null; Any where that can be several things."""
    found = members(annotation)
    return found[0] if len(found) == 1 else ANY


def step(annotation: Any, key: str) -> tuple[Any, type[BaseModel] | None]:
    """What stands under a key of a value; the model is given when it has no such field."""
    each = one(annotation)
    if get_origin(each) in _LISTS:
        each = one(get_args(each)[0]) if get_args(each) else ANY
    if is_contract(each):
        field = wire_fields(each).get(key)
        if field is not None:
            return field.annotation if not field.metadata else Annotated[field.annotation, *field.metadata], None
        return (ANY, each) if forbids_others(each) or not each.model_config.get("extra") else (ANY, None)
    if get_origin(each) in (dict, Mapping) and len(get_args(each)) == 2:
        return get_args(each)[1], None
    return ANY, None


def literal_values(annotation: Any) -> tuple[Any, ...] | None:
    """All values that there can be, null left out; None when they are not counted."""
    found: list[Any] = []
    for member in members(annotation):
        if get_origin(member) is Literal:
            found.extend(get_args(member))
        elif isinstance(member, type) and issubclass(member, Enum):
            found.extend(each.value for each in member)
        else:
            return None
    return tuple(found) or None


def json_kind(annotation: Any) -> str | None:
    """string, number or boolean, when every value is of that kind; None when that is not known."""
    values = literal_values(annotation)
    kinds = {kind_of(value) for value in values} if values else {_kind_of_type(each) for each in members(annotation)}
    return kinds.pop() if len(kinds) == 1 else None


def kind_of(value: Any) -> str | None:
    """The kind of a constant."""
    return _kind_of_type(type(value))


def most_bytes(annotation: Any, metadata: Sequence[Any] = (), depth: int = 8) -> int | None:
    """The most bytes that a value can have in JSON; None where nothing bounds it."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return most_bytes(inner, (*metadata, *more), depth)
    sizes = [_most(member, metadata, depth) for member in members(annotation)]
    return None if depth == 0 or None in sizes else max((size for size in sizes if size is not None), default=4)


def _most(annotation: Any, metadata: Sequence[Any], depth: int) -> int | None:
    values = literal_values(annotation)
    if values is not None:
        return max(len(str(value)) + 2 for value in values)
    if is_contract(annotation):
        return _model_bytes(annotation, depth)
    longest = _bound(metadata, "max_length")
    if get_origin(annotation) in _LISTS and get_args(annotation):
        each = most_bytes(get_args(annotation)[0], (), depth - 1)
        return None if longest is None or each is None else 2 + longest * (each + 1)
    if isinstance(annotation, type) and issubclass(annotation, bool):
        return 5
    if isinstance(annotation, type) and issubclass(annotation, int | float):
        return _FLOAT_BYTES if issubclass(annotation, float) else _INT_BYTES
    if isinstance(annotation, type) and issubclass(annotation, str):
        return None if longest is None else longest * _BYTES_PER_CHARACTER + 2
    return None


def _model_bytes(model: type[BaseModel], depth: int) -> int | None:
    total = 2
    for name, field in wire_fields(model).items():
        size = most_bytes(field.annotation, field.metadata, depth - 1)
        if size is None:
            return None
        total += len(name) + 4 + size
    return total


def _bound(metadata: Sequence[Any], name: str) -> int | None:
    found = [value for each in metadata if isinstance(value := getattr(each, name, None), int)]
    return min(found, default=None)


def _kind_of_type(annotation: Any) -> str | None:
    if not isinstance(annotation, type):
        return None
    kinds = ((bool, "boolean"), (str, "string"), (int | float, "number"))
    return next((name for kind, name in kinds if issubclass(annotation, kind)), None)


def _plain(annotation: Any) -> Any:
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif hasattr(annotation, "__value__"):
            annotation = annotation.__value__
        else:
            return annotation
