"""Types of fields that take a literal or an expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from pydantic import PlainValidator, Strict
from pydantic_core import PydanticCustomError, core_schema

from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.shown import shown

_SUBSTITUTION: Final = re.compile(r"\$\{[^{}]+\}\Z")
_TIMESTAMP: Final = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[-+]\d\d:\d\d)\Z",
)
LONGEST: Final = 99_999_999
"""Seconds, in the fields that take seconds; attempts, in MaxAttempts. https://states-language.net/spec.html"""

Item = TypeVar("Item")
Items = Annotated[tuple[Item, ...], Strict(False)]
"""A JSON array, kept as a tuple."""


class Made:
    """Annotates a part that whoever makes the whole has made before, as an object of `kind`.

    The schema of the whole then says no more than that. With all that can stand inside, it takes longer to build than
    many a definition to compile.
    """

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """What pydantic asks for."""
        return core_schema.is_instance_schema(self._kind)


def is_expression(value: object) -> bool:
    """Whether the value is a string that holds a JSONata expression: `{% ... %}`."""
    return isinstance(value, str) and value.startswith("{%") and value.endswith("%}") and len(value) >= 4


def is_substitution(value: object) -> bool:
    """Whether the value is one placeholder of a template, `${Name}`, which says nothing about what will stand there."""
    return isinstance(value, str) and _SUBSTITUTION.match(value) is not None


def _error(code: FaultCode, message: str, instead: str) -> PydanticCustomError:
    return PydanticCustomError(
        code.value, "{message}; {instead}", {"message": message, "instead": instead, "of_key": False}
    )


def _number(low: float, high: float, *, whole: bool, dynamic: bool) -> Callable[[Any], Any]:
    kind = "a whole number" if whole else "a number"
    wanted = kind + _range(low, high) + (" or an expression {% ... %}" if dynamic else "")

    def validate(value: Any) -> Any:
        if is_substitution(value) or (dynamic and is_expression(value)):
            return value
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise _error(FaultCode.WRONG_TYPE, f"{shown(value)} is not {kind}", f"write {wanted}")
        if not low <= value <= high:
            raise _error(FaultCode.WRONG_VALUE, f"{value:,} is out of range", f"write {wanted}")
        return value

    return validate


def _range(low: float, high: float) -> str:
    if high != float("inf"):
        return f" from {low:g} to {high:,.0f}"
    return f", {low:g} or more" if low != float("-inf") else ""


def _timestamp(value: Any) -> str:
    if isinstance(value, str) and (is_expression(value) or is_substitution(value) or _TIMESTAMP.match(value)):
        return value
    raise _error(
        FaultCode.WRONG_VALUE if isinstance(value, str) else FaultCode.WRONG_TYPE,
        f"{shown(value)} is not a time stamp",
        'write one as RFC 3339 has it, with a capital T and a zone, as in "2026-03-14T01:59:00Z"',
    )


Duration = Annotated[int | str, PlainValidator(_number(1, LONGEST, whole=True, dynamic=True))]
"""Whole seconds from 1, or a JSONata expression."""
Delay = Annotated[int | str, PlainValidator(_number(0, LONGEST, whole=True, dynamic=True))]
"""Whole seconds from 0, or a JSONata expression."""
Count = Annotated[int | str, PlainValidator(_number(0, float("inf"), whole=True, dynamic=True))]
"""A whole number from 0, or a JSONata expression."""
PositiveCount = Annotated[int | str, PlainValidator(_number(1, float("inf"), whole=True, dynamic=True))]
"""A whole number from 1, or a JSONata expression."""
Percentage = Annotated[int | float | str, PlainValidator(_number(0, 100, whole=False, dynamic=True))]
"""A number from 0 to 100, or a JSONata expression."""
Number = Annotated[int | float, PlainValidator(_number(float("-inf"), float("inf"), whole=False, dynamic=False))]
"""Any number; an int and a float are kept apart."""
LiteralDuration = Annotated[int, PlainValidator(_number(1, LONGEST, whole=True, dynamic=False))]
"""Whole seconds from 1."""
Attempts = Annotated[int, PlainValidator(_number(0, LONGEST, whole=True, dynamic=False))]
"""A whole number from 0."""
Rate = Annotated[int | float, PlainValidator(_number(1, float("inf"), whole=False, dynamic=False))]
"""A number from 1; an int and a float are kept apart."""
Timestamp = Annotated[str, PlainValidator(_timestamp)]
"""RFC 3339 with a capital T and a zone, or a JSONata expression."""
