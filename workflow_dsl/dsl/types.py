"""The types of expressions: what an annotation of a contract allows, without building the model.

An annotation is a Python type as pydantic reads it: str, int, a model, list[X], X | None, Literal[...], Any.
"""

import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

_GIVEN = 2
"""What pydantic calls the priority of an alias that a field was given, other than one that was generated for it."""
_WITHOUT_KEYS = (str, int, float, list, tuple, set, frozenset, types.NoneType)
_NUMBERS = (int, float)
_LISTS = (list, tuple, set, frozenset, Sequence)
# Classes at run time, and to a type checker the types that stand here.
_PYDANTICS: Mapping[str, Mapping[str, type]] = {
    "pydantic.types": {
        **dict.fromkeys(("AwareDatetime", "NaiveDatetime", "PastDatetime", "FutureDatetime"), datetime),
        **dict.fromkeys(("PastDate", "FutureDate"), date),
    },
    "pydantic.networks": {"EmailStr": str},
}
_OTHER_THAN_TEXT = (list, tuple, set, frozenset, Mapping, BaseModel, types.NoneType)


def plain(annotation: Any) -> Any:
    """The annotation without Annotated and without the name of a type alias or of a NewType; a TypeVar and None are as
    pydantic takes them, and its own names for text and times as type checkers do.
    """
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif isinstance(annotation, TypeAliasType):
            annotation = annotation.__value__
        elif isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        elif isinstance(annotation, TypeVar) or annotation is object:
            return Any
        elif isinstance(annotation, type) and annotation.__module__ in _PYDANTICS:
            return _PYDANTICS[annotation.__module__].get(annotation.__name__, annotation)
        else:
            return types.NoneType if annotation is None else annotation


def members(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of a union, None as NoneType; of any other annotation, itself."""
    annotation = plain(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(member for part in get_args(annotation) for member in members(part))
    return (annotation,)


def without_none(annotation: Any) -> Any:
    """What is left of X | None when it is not null."""
    left = [member for member in members(annotation) if member is not types.NoneType]
    return left[0] if len(left) == 1 else Union[tuple(left)] if left else types.NoneType  # noqa: UP007


def may_be_null(annotation: Any) -> bool:
    """Whether null is one of the values."""
    return types.NoneType in members(annotation)


def is_model(annotation: Any) -> bool:
    """Whether it is a contract: a class of pydantic's BaseModel."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def completed(model: type[BaseModel]) -> type[BaseModel]:
    """The contract, with the types of its fields known that were defined after it."""
    if not getattr(model, "__pydantic_fields_complete__", model.__pydantic_complete__):
        model.model_rebuild(raise_errors=False)
    return model


def class_for_value(kind: type) -> tuple[str, str]:
    """What is wrong with a class where a value belongs, and what to write instead."""
    instead = f"give bind({kind.__name__}, ...) or an expression" if is_model(kind) else "give a value of it"
    if issubclass(kind, BaseException):
        instead = f'give its name, "{kind.__name__}"'
    return f"the class {kind.__name__} is no value", instead


def field_of(model: type[BaseModel], name: str) -> FieldInfo | None:
    """The field that Python calls `name`."""
    return model.model_fields.get(name)


def argument_of(model: type[BaseModel], name: str) -> str:
    """What a field is called where its model is made: type checkers take the alias of `Field(alias=...)`, and know
    nothing of those that are generated.
    """
    field = model.model_fields[name]
    return field.alias if field.alias is not None and field.alias_priority == _GIVEN else name


def named_by(model: type[BaseModel], argument: str) -> str:
    """The name of the field that is given by this argument; the argument itself where there is none."""
    if argument in model.model_fields:
        return argument
    return next((name for name in model.model_fields if argument_of(model, name) == argument), argument)


def wire_name(model: type[BaseModel], name: str) -> str:
    """The key under which a field travels in JSON."""
    field = model.model_fields[name]
    return field.serialization_alias or field.alias or name


def has_two_names(model: type[BaseModel], name: str) -> bool:
    """Whether a field is read under another key than it is written under."""
    field = model.model_fields[name]
    return (field.validation_alias or field.alias or name) != wire_name(model, name)


def union_of(kinds: Iterable[Any]) -> Any:
    """The type whose values are those of all of these."""
    return Union[tuple(kinds)]  # noqa: UP007


def element_of(annotation: Any, index: int | None = None) -> Any:
    """The type of a list's items or of a mapping's values; Any when it is neither. Of a tuple, that of the item with
    this number, or of all of them.
    """
    annotation = without_none(annotation)
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is tuple and arguments and arguments[-1] is not Ellipsis:
        if index is None:
            return union_of(arguments)
        return arguments[index] if -len(arguments) <= index < len(arguments) else Any
    if origin in _LISTS and arguments:
        return arguments[0]
    return arguments[1] if origin in (dict, Mapping) and len(arguments) == 2 else Any


def may_be_list(annotation: Any) -> bool:
    """Whether one of its values can be an array in JSON."""
    kinds = [get_origin(member) or member for member in members(annotation)]
    return any(kind is Any or kind in _LISTS for kind in kinds)


def is_list(annotation: Any) -> bool:
    """Whether every value is an array in JSON."""
    return all((get_origin(member) or member) in _LISTS for member in members(annotation))


def is_mapping(annotation: Any) -> bool:
    """Whether it is indexed by keys."""
    return (get_origin(without_none(annotation)) or without_none(annotation)) in (dict, Mapping)


def may_have_keys(annotation: Any) -> bool:
    """Whether one of its values can be an object in JSON."""
    kinds = [get_origin(member) or member for member in members(annotation)]
    return any(kind is Any or not (isinstance(kind, type) and issubclass(kind, _WITHOUT_KEYS)) for kind in kinds)


def is_text(annotation: Any) -> bool:
    """Whether every value is a string in JSON."""
    return all(_json_kind(member) is str for member in members(annotation))


def travels_as_text(annotation: Any) -> bool:
    """Whether no value is known to be anything but a string in JSON: a UUID and a date are strings there."""
    kinds = [get_origin(member) or member for member in members(annotation)]
    other = any(isinstance(kind, type) and issubclass(kind, _OTHER_THAN_TEXT) for kind in kinds)
    return not other and not any(_json_kind(member) in (*_NUMBERS, bool) for member in members(annotation))


def is_number(annotation: Any) -> bool:
    """Whether every value is a number in JSON."""
    return all(_json_kind(member) in _NUMBERS for member in members(annotation))


def is_whole(annotation: Any) -> bool:
    """Whether it is a whole number, of which no value is True or False; Any may be one."""
    return annotation is Any or (_json_kind(annotation) is int and is_number(annotation))


def is_datetime(annotation: Any) -> bool:
    """Whether every value is a point in time, which is one however it is written: with any zone and precision."""
    return all(isinstance(member, type) and issubclass(member, datetime) for member in members(annotation))


def is_time(annotation: Any) -> bool:
    """Whether every value is a date or a time, which travels as text that sorts by time."""
    return all(isinstance(member, type) and issubclass(member, date | time) for member in members(annotation))


def is_assignable(source: Any, target: Any) -> bool:
    """Whether every value of `source` is one of `target`, as a type checker would say; Any goes with everything."""
    wanted = members(target)
    return all(any(_one_assignable(member, option) for option in wanted) for member in members(source))


def describe(annotation: Any) -> str:
    """As a user would write it: "int", "list[OrderLine]", "str | None"."""
    return " | ".join(_name(member) for member in members(annotation))


def _name(annotation: Any) -> str:
    if annotation is types.NoneType:
        return "None"
    if get_origin(annotation) is None and isinstance(annotation, type):
        return annotation.__name__
    if isinstance(origin := get_origin(annotation), type):
        parts = ("..." if part is ... else describe(part) for part in get_args(annotation))
        return f"{origin.__name__}[{', '.join(parts)}]"
    return str(annotation).replace("typing.", "").replace("collections.abc.", "")


def _one_assignable(source: Any, target: Any) -> bool:
    if source is Any or target is Any:
        return True
    if get_origin(target) is Literal:
        return get_origin(source) is Literal and set(get_args(source)) <= set(get_args(target))
    if get_origin(source) is Literal:
        return all(_one_assignable(type(value), target) for value in get_args(source))
    source_class, target_class = get_origin(source) or source, get_origin(target) or target
    if target_class is float and source_class is int:
        return True
    if not (isinstance(source_class, type) and isinstance(target_class, type)):
        return bool(source_class == target_class)
    return issubclass(source_class, target_class) and _elements_fit(source, target)


def _elements_fit(source: Any, target: Any) -> bool:
    pairs = zip(get_args(source), get_args(target), strict=False)
    return all(is_assignable(mine, theirs) for mine, theirs in pairs)


def _json_kind(annotation: Any) -> Any:
    if get_origin(annotation) is Literal:
        kinds = {_json_kind(type(value)) for value in get_args(annotation)}
        return kinds.pop() if len(kinds) == 1 else Any
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next((kind for kind in (str, int, float) if issubclass(annotation, kind)), Any)
    if isinstance(annotation, type) and issubclass(annotation, bool):
        return bool
    if not isinstance(annotation, type):
        return Any
    return next((kind for kind in (str, int, float) if issubclass(annotation, kind)), Any)
