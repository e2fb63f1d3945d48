"""What to write in place of a comparison that never holds, and of what null has no meaning for."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any
from uuid import UUID

from workflow_dsl.diagnostics import suggest
from workflow_dsl.dsl import types

# How Python makes a value of a kind that is text in JSON, and an example.
_OF_TEXT: dict[type, tuple[str, Callable[[str], object], str]] = {
    datetime: ("datetime.fromisoformat", datetime.fromisoformat, "2030-01-31T09:00:00+00:00"),
    date: ("date.fromisoformat", date.fromisoformat, "2030-01-31"),
    time: ("time.fromisoformat", time.fromisoformat, "09:30:00"),
    UUID: ("UUID", UUID, "12345678-1234-5678-1234-567812345678"),
    Decimal: ("Decimal", Decimal, "1.50"),
}
# What may stand for null, and its type.
_NULLS: tuple[tuple[Callable[[Any], bool], tuple[str, str]], ...] = (
    (lambda kind: kind is bool, ("false", "bool")),
    (lambda kind: kind is Decimal, ("'0'", "Decimal")),
    (types.is_list, ("[]", "list")),
    (types.is_datetime, ("'2030-01-31T09:00:00Z'", "datetime")),
    (types.travels_as_text, ("''", "str")),
)


def instead_of(known: Any, constant: Any, other: Any, values: set[Any] | None) -> str:
    """What to write: `known` is the type of the side that may be a constant of the definition (None where it is none),
    `other` that of the other side, which has one of `values` where they are counted.
    """
    kind = types.without_none(other)
    if values is not None:
        return _one_of(constant, values)
    if types.may_be_list(kind) != types.may_be_list(known) and not (_is_object(kind) or _is_object(known)):
        return 'to look for one of the items, write jsonata("$value in $items", value=..., items=..., type=bool)'
    if constant is None:
        return _of_one_type(types.without_none(known), kind)
    return _constant_of(kind, constant)


def instead_of_null(annotation: Any) -> str:
    """What to write where a value may be null and there is nothing to do with null."""
    kind = types.without_none(annotation)
    otherwise, name = next((put for of, put in _NULLS if of(kind)), ("0", "int"))
    return f'say what null stands for: jsonata("$value != null ? $value : {otherwise}", value=..., type={name})'


def instead_of_operand(annotation: Any, *, to_text: bool) -> str:
    """What to write in place of a value that does not calculate, or cannot be put to text."""
    if types.may_be_null(annotation):
        return instead_of_null(annotation)
    if types.is_time(annotation) and not to_text:
        return 'write it in JSONata, as jsonata("$fromMillis($toMillis($time) + 60000)", time=..., type=datetime)'
    if types.members(annotation) == (timedelta,) and not to_text:
        return "let the contract say seconds, as an int: JSONata does not read durations"
    if types.is_list(annotation) and not to_text:
        return 'write it in JSONata, as jsonata("$append($items, $more)", items=..., more=..., type=list)'
    function, kind, name = ("$string", "text", "str") if to_text else ("$number", "a number", "float")
    turned = f'jsonata("{function}($value)", value=..., type={name})'
    return f"turn it into {kind} with {turned}, or write the whole in jsonata(...)"


def _one_of(constant: Any, values: set[Any]) -> str:
    options = sorted(said(value) for value in values if value is not None)
    near = next((said(each) for each in values if isinstance(each, Enum) and each.value == constant), None)
    near = near or suggest(said(constant), options)
    return f"did you mean {near}?" if near else f"compare with one of {', '.join(options)}"


def said(value: Any) -> str:
    """A value of the definition as its author writes it."""
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)


def _is_object(annotation: Any) -> bool:
    return types.is_mapping(annotation) or types.is_model(annotation)


def _constant_of(kind: Any, constant: Any) -> str:
    if kind in _OF_TEXT:
        call, read, example = _OF_TEXT[kind]
        return f'compare with a {kind.__name__}, as {call}("{constant if _reads(read, constant) else example}")'
    if kind is bool:
        return "compare with True or False"
    if kind is timedelta:
        return "compare with a timedelta, as timedelta(minutes=5)"
    if types.is_number(kind):
        return f"compare with a number, as {constant}" if _reads(float, constant) else "compare with a number"
    if types.is_text(kind) and isinstance(constant, int | float) and not isinstance(constant, bool):
        return f'compare with text, as "{constant}"'
    return f"compare with a value of type {types.describe(kind)}"


def _of_one_type(known: Any, kind: Any) -> str:
    for one, other in ((known, kind), (kind, known)):
        if one is str and (other in _OF_TEXT or (isinstance(other, type) and issubclass(other, Enum))):
            name = types.describe(other)
            return f'let the contract say {name} for both, or write jsonata("$text", text=..., type={name})'
        if one is str and types.is_number(other):
            return 'turn the text into a number: jsonata("$number($text)", text=..., type=float)'
    return "compare two values of one type"


def _reads(read: Callable[[str], object], constant: Any) -> bool:
    """Whether it is text that is read as a value."""
    if not isinstance(constant, str):
        return False
    try:
        read(constant)
    except (ValueError, InvalidOperation):
        return False
    return True
