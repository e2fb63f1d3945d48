"""Any value compared with any other: what is not refused finds in JSONata what Python finds."""

import itertools
import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NamedTuple
from uuid import UUID

import jsonata
import pytest
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from workflow_dsl.compiler.jsonata_text import jsonata_text
from workflow_dsl.declaration import collecting
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.expression import Expression, node_of


class Kind(str, Enum):  # noqa: UP042 - its text is no value in Python 3.11
    A = "a"


class Plain(Enum):
    A = "a"


class Line(BaseModel):
    sku: str = "a"


class Value(NamedTuple):
    """A value, and the type that a contract gives it."""

    annotation: Any
    value: object


EAST = timezone(timedelta(hours=2))
VALUES = [
    *(Value(int, value) for value in (1, 2)),
    *(Value(float, value) for value in (1.0, 2.5)),
    *(Value(str, value) for value in ("a", "1", "2020-01-01", "")),
    *(Value(bool, value) for value in (True, False)),
    *(Value(int | None, value) for value in (None, 1)),
    *(Value(str | None, value) for value in (None, "a")),
    *(Value(datetime, value) for value in (datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, 2, tzinfo=EAST))),
    *(Value(datetime | None, value) for value in (None, datetime(2020, 1, 1, tzinfo=UTC))),
    *(Value(date, value) for value in (date(2020, 1, 1), date(2021, 1, 1))),
    *(Value(Decimal, value) for value in (Decimal("1.0"), Decimal(10))),
    *(Value(Decimal | None, value) for value in (None, Decimal(1))),
    *(Value(list[int], value) for value in ([1], [])),
    *(Value(int | str, value) for value in (1, "a")),
    Value(UUID, UUID(int=1)),
    Value(Kind, Kind.A),
    Value(Plain, Plain.A),
    Value(Literal["a", "b"], "a"),
    Value(Literal[1, 2], 1),
    Value(list[str], ["a"]),
    Value(dict[str, int], {"a": 1}),
    Value(Line, Line()),
    Value(timedelta, timedelta(minutes=1)),
    Value(time, time(1)),
]


def field(key: str, annotation: Any) -> Any:
    """A field of the input, which is of this type."""
    return Expression(nodes.Field(nodes.Context(()), key), annotation)


def found_by_python(compare: Callable[[Any, Any], Any], left: object, right: object) -> object:
    """What Python finds; nothing where it refuses, as it refuses to order text and numbers."""
    try:
        return compare(left, right)
    except TypeError:
        return None


@pytest.mark.parametrize("compare", [operator.eq, operator.ne, operator.lt, operator.ge])
@pytest.mark.parametrize("of_the_definition", [False, True])
def test_what_is_compared_finds_what_python_finds(compare: Callable[[Any, Any], Any], of_the_definition: bool) -> None:
    compared = 0
    for left, right in itertools.product(VALUES, VALUES):
        with collecting() as findings:
            second = right.value if of_the_definition else field("right", right.annotation)
            expression = compare(field("left", left.annotation), second)
        if findings:
            continue
        given = {"left": to_jsonable_python(left.value), "right": to_jsonable_python(right.value)}
        found = jsonata.Jsonata(jsonata_text(node_of(expression), lambda _: "$")).evaluate(given)
        assert found == found_by_python(compare, left.value, right.value), (left, right)
        compared += 1

    assert compared > 50


def test_what_python_may_find_equal_is_hardly_ever_refused() -> None:
    """True is 1 in Python, and never in JSON; what may be a Decimal or text is text in JSON in either case."""
    for left, right in itertools.product(VALUES, VALUES):
        with collecting() as findings:
            field("left", left.annotation) == field("right", right.annotation)  # noqa: B015 - it reports

        if findings and left.value == right.value:
            kinds = {left.annotation, right.annotation}
            assert bool in kinds or (kinds & {Decimal, Decimal | None} and int | str in kinds), (left, right)
