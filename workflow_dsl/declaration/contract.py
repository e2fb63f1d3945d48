"""Contracts: arguments that are types, not values of them."""

from collections.abc import Iterator
from typing import Annotated, Any, ForwardRef, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel

from workflow_dsl.declaration.model import Declaration
from workflow_dsl.declaration.refusal import shown

_OF_TYPES = ("typing", "typing_extensions")
"""Where Python keeps what types are made of: Any, unions, aliases, NewType, TypeVar."""


def _is_type(given: Any) -> bool:
    if given is None or isinstance(given, type) or get_origin(given) is not None:
        return True
    return type(given).__module__ in _OF_TYPES and not isinstance(given, ForwardRef)


def _unresolved(given: Any) -> Iterator[str]:
    """The names in quotes that stand for types: nobody looks them up, for they may be of any module."""
    if isinstance(given, str | ForwardRef):
        yield given if isinstance(given, str) else given.__forward_arg__
    elif get_origin(given) is not Literal:
        parts = get_args(given)[:1] if get_origin(given) is Annotated else get_args(given)
        for part in parts:
            yield from _unresolved(part)


def _instead(given: Any) -> str:
    if isinstance(given, BaseModel) and not isinstance(given, Declaration):
        return f"write the class itself, {type(given).__name__}"
    if isinstance(given, list) and given and all(isinstance(each, type) for each in given):
        return f"write list[{given[0].__name__}]"
    return "write a class of pydantic's BaseModel, or another type, as list[str]"


def type_fault(given: Any) -> tuple[str, str] | None:
    """Why it is no type as pydantic takes them, and what to write instead; None for one."""
    name = next(_unresolved(given), None)
    if name is not None:
        named = f"{name}, " if name.isidentifier() else ""
        return f'"{name}" is a text and no type', f"write the class itself, {named}without quotes"
    return None if _is_type(given) else (f"{shown(given)} is no type", _instead(given))


def _checked(given: Any) -> Any:
    fault = type_fault(given)
    if fault is not None:
        raise ValueError("; ".join(fault))
    return given


Contract = Annotated[Any, AfterValidator(_checked)]
"""A type as pydantic takes it: a model, dict, list[...], a union. What is none is refused (WF103)."""
