"""Comparisons: what can be equal, what has an order, and how JSONata has to read it to find what Python would.

In JSON a date is text as any other, and one value has several spellings: a point in time in two zones, a Decimal with
zeros behind it. So the types of the two sides decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, Flag
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel, RootModel

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl import nodes, types
from workflow_dsl.dsl.advice import instead_of, instead_of_null, said
from workflow_dsl.dsl.members import as_json
from workflow_dsl.source import capture

# What a value is compared as, the narrower class first.
_KINDS: tuple[tuple[type, type], ...] = (
    (NoneType, NoneType),
    (bool, bool),
    (int, float),
    (float, float),
    *((kind, kind) for kind in (str, Decimal, datetime, date, time, timedelta, UUID, bytes)),
    *((kind, list) for kind in (list, tuple, set, frozenset, Sequence)),
    *((kind, dict) for kind in (Mapping, BaseModel)),
)
_UNKNOWN = object
_AS_TEXT = dict.fromkeys((date, time, timedelta, UUID, bytes), str)


class Side(NamedTuple):
    """One side of a comparison: what it is, and its type."""

    node: nodes.Node
    annotation: Any

    @property
    def kinds(self) -> set[Any]:
        """As what it can be compared."""
        return set(_kinds(self.annotation))

    @property
    def values(self) -> set[Any] | None:
        """All values that it can have; None where they are not counted."""
        if isinstance(self.node, nodes.Constant) and isinstance(self.node.value, str | int | float | Enum):
            return {_value(self.node.value)}
        found: set[Any] = set()
        for member in types.members(self.annotation):
            if get_origin(member) is Literal:
                found.update(map(_value, get_args(member)))
            elif isinstance(member, type) and issubclass(member, Enum) and not issubclass(member, Flag):
                found.update(map(_value, member))
            elif member is NoneType:
                found.add(None)
            else:
                return None
        return found


def compare(operator: nodes.Operator, left: Side, right: Side) -> nodes.Binary:
    """The comparison. Reports WF226 where the two are never equal, WF203 where they have no order."""
    both = f"{types.describe(left.annotation)} and {types.describe(right.annotation)}"
    if operator not in ("=", "!="):
        if not _have_an_order(left, right):
            _report("WF203", f"{operator} does not compare {both}", _to_have_an_order(left, right))
    elif _is_of_two_minds(left.kinds - {NoneType}, right.kinds - {NoneType}):
        sign = "==" if operator == "=" else operator
        _report("WF203", f"{sign} does not compare {both}", "compare two values of one type")
    else:
        _check_equality(left, right)
    left, right = _in_json(left), _in_json(right)
    return nodes.Binary(operator, left.node, right.node, (left.annotation, right.annotation))


class Reading(NamedTuple):
    """How JSONata reads one side of a comparison, which is text in JSON: by a function, as "$toMillis", unless it is
    null.
    """

    function: str
    may_be_null: bool


def readings(node: nodes.Binary) -> tuple[Reading | None, ...]:
    """How the two sides have to be read to be compared as what they are; None for one that is compared as it is."""
    sides = [Side(*side) for side in zip((node.left, node.right), node.types, strict=False)]
    kinds = [side.kinds - {NoneType} for side in sides]
    function = _function(set().union(*kinds) - {_UNKNOWN}) if all(kinds) and kinds else ""
    return tuple(_reading(side, function) if function else None for side in sides)


def kind_of_comparison(node: nodes.Binary) -> Any:
    """As what both sides are compared: bool, float, str, datetime; None where their types leave it open."""
    known = {kind for annotation in node.types for kind in _kinds(annotation)} - {NoneType, _UNKNOWN}
    alike = {_AS_TEXT.get(kind, kind) for kind in known}
    return alike.pop() if len(alike) == 1 else None


def _check_equality(left: Side, right: Side) -> None:
    if any(isinstance(side.node, nodes.Constant) and side.node.value is None for side in (left, right)):
        # An input that nobody validated may be null whatever its contract says.
        return
    ours, theirs = left.values, right.values
    counted = ours is not None and theirs is not None and not ours & theirs
    if _may_be_equal(left.kinds, right.kinds) and not counted:
        return
    known, other = (left, right) if isinstance(left.node, nodes.Constant) else (right, left)
    constant = known.node.value if isinstance(known.node, nodes.Constant) else None
    shown = said(constant) if isinstance(constant, str | int | float | Enum) else types.describe(known.annotation)
    problem = f"{types.describe(other.annotation)} is compared with {shown}, which it never equals"
    _report("WF226", problem, instead_of(known.annotation, constant, other.annotation, other.values))


def _is_of_two_minds(left: set[Any], right: set[Any]) -> bool:
    """Whether a time or a Decimal, which has to be read, may be compared with what cannot be read as one."""
    known = (left | right) - {_UNKNOWN}
    is_read = bool(known & {datetime, Decimal})
    return is_read and bool(left and right) and _may_be_equal(left, right) and not _function(known)


def _may_be_equal(left: set[Any], right: set[Any]) -> bool:
    if _UNKNOWN in left | right or left & right:
        return True
    return (float in left and Decimal in right) or (Decimal in left and float in right)


def _have_an_order(left: Side, right: Side) -> bool:
    known = set().union(*(side.kinds for side in (left, right) if Any not in types.members(side.annotation)))
    return known <= {float, Decimal} or (len(known) == 1 and known <= {str, datetime, date, time})


def _to_have_an_order(left: Side, right: Side) -> str:
    for side in (left, right):
        if NoneType in side.kinds and len(side.kinds) > 1:
            return instead_of_null(side.annotation)
    return "compare two numbers, two texts, or two times of one kind"


def _function(known: set[Any]) -> str:
    """What reads values of these kinds, so that they can be compared; nothing where that is not needed or no use."""
    if known == {datetime}:
        return "$toMillis"
    return "$number" if Decimal in known and known <= {float, Decimal} else ""


def _reading(side: Side, function: str) -> Reading | None:
    if side.kinds == {float}:
        return None
    return Reading(function, bool(side.kinds & {NoneType, _UNKNOWN}))


def _in_json(side: Side) -> Side:
    """The value of the definition as JSON compares it: a Decimal as the number that its text is read as."""
    value = side.node.value if isinstance(side.node, nodes.Constant) else None
    if isinstance(value, Decimal):
        number = int(value) if value.is_finite() and value == int(value) else float(value)
        return Side(nodes.Constant(number), float)
    return Side(nodes.Constant(as_json(value)), side.annotation) if isinstance(value, timedelta | bytes) else side


def _kinds(annotation: Any) -> Iterator[Any]:
    for member in types.members(annotation):
        if get_origin(member) is Literal:
            yield from (_kind(type(value)) for value in get_args(member))
        elif types.is_model(member) and issubclass(member, RootModel):
            yield from _kinds(types.completed(member).model_fields["root"].annotation)
        else:
            yield _kind(get_origin(member) or member)


def _kind(kind: Any) -> Any:
    if not isinstance(kind, type):
        return _UNKNOWN
    if issubclass(kind, Enum) and not issubclass(kind, str | int | float):
        return kind
    return next((said for known, said in _KINDS if issubclass(kind, known)), _UNKNOWN)


def _value(value: Any) -> Any:
    return value.value if isinstance(value, Enum) and isinstance(value, str | int | float) else value


def _report(code: str, problem: str, instead: str) -> None:
    report(Finding(code, Severity.ERROR, problem, instead, capture().place))
