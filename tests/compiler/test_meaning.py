"""An execution gives what Python would: definitions are run in an interpreter of others, and compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Generic, Literal, NewType, TypeVar
from uuid import UUID

import pytest
import sfnx.testing
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, Field, RootModel

from workflow_dsl import DynamoPutItem, Pass, Table, Workflow, bind, jsonata
from workflow_dsl.compiler import compile_workflow

Item = TypeVar("Item")


Account = NewType("Account", str)


class Kind(str, Enum):  # noqa: UP042 - its text is no value in Python 3.11
    SMALL = "small"


class Size(Enum):
    LARGE = "large"


class Level(IntEnum):
    ONE = 1


class Card(BaseModel):
    kind: Literal["card"] = "card"
    number: str
    limit: int = 5


class Bank(BaseModel):
    kind: Literal["bank"] = "bank"
    number: str


class Numbers(RootModel[list[int]]):
    pass


class Page(BaseModel, Generic[Item]):
    items: list[Item]


class Order(BaseModel):
    total: int = 0
    kind: Kind = Kind.SMALL
    pay: Annotated[Card | Bank, Field(discriminator="kind")] = Card(number="1")
    numbers: Numbers = Numbers([5, 6])
    named: dict[int, str] = {}
    sizes: dict[Size, int] = {}
    pair: tuple[str, int] = ("a", 2)
    rows: list[list[int]] = []
    cards: Page[Card] | None = None
    made: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    sent: datetime | None = None
    aware: AwareDatetime = datetime(2020, 1, 1, tzinfo=UTC)
    account: Account = Account("a")
    until: datetime = datetime(2030, 1, 1, tzinfo=UTC)
    day: date = date(2020, 1, 1)
    days: dict[date, int] = {}
    price: Decimal = Decimal("1.50")
    cost: Decimal = Decimal(2)
    fee: Decimal | None = None
    anything: Any = None
    pause: timedelta = timedelta(seconds=90)
    mark: UUID = UUID(int=5)
    tags: set[str] = set()


def run(made: Callable[[Any], Any], given: dict[str, Any]) -> Any:
    """What an execution with this input gives."""
    workflow = Workflow("W", input=Order)
    first = Pass("First", value={"made": made(workflow.input)})
    workflow.steps = [first, Pass("Last", value={"made": first.output["made"]})]
    output: Any = sfnx.testing.run(json.loads(workflow.to_asl()), given).output
    return output["made"]


CASES: dict[str, tuple[Callable[[Any], Any], dict[str, Any], Any]] = {
    "a remainder has the sign of the divisor": (lambda o: o.total % 3, {"total": -7}, -7 % 3),
    "a remainder of a negative divisor": (lambda o: o.total % -3, {"total": 7}, 7 % -3),
    "a remainder by what only the execution knows": (lambda o: 10 % o.total, {"total": -3}, 10 % -3),
    "a remainder within a calculation": (lambda o: 2 * (o.total + 1) % 5 - 1, {"total": -7}, 2 * (-7 + 1) % 5 - 1),
    "a remainder that divides": (lambda o: o.total / (o.total % 4), {"total": -5}, -5 / (-5 % 4)),
    "a member of an enumeration as a key": (lambda o: jsonata("$x", x={Kind.SMALL: o.total}), {}, {"small": 0}),
    "a member of an enumeration as a key of a constant": (lambda o: {Kind.SMALL: Level.ONE}, {}, {"small": 1}),
    "a key that is a member of an enumeration": (
        lambda o: jsonata("$x", x=jsonata("$states.input", type=dict[str, int])[Kind.SMALL]),
        {"small": 4},
        4,
    ),
    "a member of an enumeration that is no text itself": (lambda o: o.sizes[Size.LARGE], {"sizes": {"large": 3}}, 3),
    "a field that every contract of a union has": (
        lambda o: o.pay.number,
        {"pay": {"kind": "bank", "number": "9"}},
        "9",
    ),
    "a field of a union that was left out": (lambda o: o.pay.number, {}, "1"),
    "a contract of one value": (lambda o: o.numbers.root[1], {"numbers": [7, 8]}, 8),
    "a contract of one value by its items": (lambda o: o.numbers[0], {}, 5),
    "a contract of one value that is bound": (lambda o: bind(Numbers, [o.total, 2]), {"total": 1}, [1, 2]),
    "a contract of one value that is bound by name": (lambda o: bind(Numbers, root=[o.total]), {"total": 1}, [1]),
    "numbers as keys": (lambda o: o.named[5], {"named": {"5": "five"}}, "five"),
    "a number of the execution as a key": (lambda o: o.named[o.total], {"total": 5, "named": {"5": "five"}}, "five"),
    "an item of a tuple is of its own type": (lambda o: o.pair[1] + 1, {"pair": ["a", 2]}, 3),
    "items of items": (lambda o: o.rows[0][-1], {"rows": [[1, 2], [3]]}, 2),
    "a list of one is a list": (lambda o: o.rows[0], {"rows": [[1]]}, [1]),
    "a list in a list of an expression is one item": (
        lambda o: jsonata("$x", x=[o.rows[0], o.rows[1], [o.total]]),
        {"rows": [[1], []]},
        [[1], [], [0]],
    ),
    "what may be a list is one item as well": (
        lambda o: jsonata("$x", x=[o.anything, o.total]),
        {"anything": [1, 2]},
        [[1, 2], 0],
    ),
    "what may be a list and is none": (lambda o: jsonata("$x", x=[o.anything]), {"anything": "a"}, ["a"]),
    "lists of lists are compared": (lambda o: o.rows == [o.numbers.root, [9]], {"rows": [[5, 6], [9]]}, True),
    "one of a list that is filtered is a list": (
        lambda o: jsonata("$n[$ > 5]", n=o.numbers.root, type=list[int]),
        {},
        [6],
    ),
    "none of a list that is filtered is a list": (
        lambda o: jsonata("$n[$ > 9]", n=o.numbers.root, type=list[int]),
        {},
        [],
    ),
    "several of a list that is filtered are one list": (
        lambda o: jsonata("$n[$ > 1]", n=o.numbers.root, type=list[int])[-1],
        {},
        6,
    ),
    "a variable of a list of lists stays as it is": (
        lambda o: jsonata("$rows", rows=o.rows, type=list[list[int]]),
        {"rows": [[1]]},
        [[1]],
    ),
    "a constructor of a list stays as it is": (lambda o: jsonata("[[$n]]", n=o.total, type=list[list[int]]), {}, [[0]]),
    "a constructor that is filtered is a list": (
        lambda o: jsonata("[$n, 9][$ > 8]", n=o.total, type=list[int]),
        {},
        [9],
    ),
    "what may be null is no list": (lambda o: jsonata("null", type=list[int] | None), {}, None),
    "a date as a key": (lambda o: o.days[date(2020, 1, 2)], {"days": {"2020-01-02": 3}}, 3),
    "a date of the execution as a key": (lambda o: o.days[o.day], {"days": {"2020-01-01": 3}}, 3),
    "contracts with parameters": (
        lambda o: o.cards.items[0].limit,
        {"cards": {"items": [{"kind": "card", "number": "1"}]}},
        5,
    ),
    "times of two zones are compared as times": (
        lambda o: o.made < o.until,
        {"made": "2020-01-01T10:00:00+02:00", "until": "2020-01-01T09:00:00Z"},
        True,
    ),
    "times of two precisions are compared as times": (
        lambda o: o.made < o.until,
        {"made": "2020-01-01T10:00:00Z", "until": "2020-01-01T10:00:00.500Z"},
        True,
    ),
    "one time written in two ways is one": (
        lambda o: o.made == o.until,
        {"made": "2020-01-01T10:00:00Z", "until": "2020-01-01T12:00:00+02:00"},
        True,
    ),
    "a time is compared with one of the definition": (
        lambda o: o.made > datetime(2021, 1, 1, tzinfo=UTC),
        {"made": "2020-12-31T23:30:00-01:00"},
        True,
    ),
    "one time written in two ways is one, also where it may be null": (
        lambda o: o.sent == o.made,
        {"sent": "2020-01-01T12:00:00+02:00", "made": "2020-01-01T10:00:00Z"},
        True,
    ),
    "times that have to have a zone are compared as times": (
        lambda o: o.aware < o.made,
        {"aware": "2020-01-01T10:00:00+02:00", "made": "2020-01-01T09:00:00Z"},
        True,
    ),
    "a name of one's own for text is put together as text": (lambda o: "a-" + o.account, {"account": "b"}, "a-b"),
    "null is no time": (lambda o: o.sent != o.made, {"sent": None}, True),
    "null is null": (lambda o: o.sent == o.sent, {"sent": None}, True),
    "a time that may be null is asked for": (lambda o: o.sent == None, {"sent": "2020-01-01T10:00:00Z"}, False),  # noqa: E711
    "null is no time, also where nothing is known of it": (lambda o: o.made == o.anything, {"anything": None}, False),
    "decimals are compared as numbers": (lambda o: o.price == o.cost, {"price": "1.50", "cost": "1.5"}, True),
    "decimals are ordered as numbers": (lambda o: o.price < o.cost, {"price": "9.5", "cost": "10"}, True),
    "a decimal is compared with one of the definition": (lambda o: o.price == Decimal("1.5"), {"price": "1.50"}, True),
    "a decimal is compared with a number": (lambda o: o.price >= 2, {"price": "10.0"}, True),
    "null is no decimal": (lambda o: o.fee != o.price, {"fee": None}, True),
    "a decimal that may be null is asked for": (lambda o: o.fee == None, {"fee": "0.0"}, False),  # noqa: E711
    "an item of a tuple that only the execution knows": (lambda o: o.pair[o.total], {"total": 1}, 2),
    "a time that is left out": (lambda o: o.made, {}, "2020-01-01T00:00:00Z"),
    "a decimal that is left out": (lambda o: o.price, {}, "1.50"),
    "a duration that is left out": (lambda o: o.pause, {}, "PT1M30S"),
    "a UUID that is left out": (lambda o: o.mark, {}, str(UUID(int=5))),
    "a set that is left out": (lambda o: o.tags, {}, []),
    "a quote in a regular expression": (
        lambda o: jsonata("""$contains($a, /"/) and $n = 1 and $contains($a, /"/)""", a='"', n=o.total),
        {"total": 1},
        True,
    ),
    "a name in a regular expression": (lambda o: jsonata(r"$contains($n, /\$n$/)", n="a $n"), {}, True),
    "text that looks like an expression, or like half of one": (
        lambda _o: ["{% x %}", "{%", "50%}", "%}", "{%}"],
        {},
        ["{% x %}", "{%", "50%}", "%}", "{%}"],
    ),
    "a division is no regular expression": (
        lambda o: jsonata("($a + 2)/$a + $a/$b", a=o.total, b=4),
        {"total": 2},
        2.5,
    ),
}


@pytest.mark.parametrize(("made", "input_", "expected"), CASES.values(), ids=CASES)
def test_an_execution_gives_what_python_would(
    made: Callable[[Any], Any], input_: dict[str, Any], expected: Any
) -> None:
    found = run(made, input_)

    assert found == expected
    assert type(found) is type(expected)


@settings(max_examples=40, deadline=None)
@given(st.integers(-50, 50), st.integers(-9, 9).filter(bool))
def test_quotients_and_remainders_are_those_of_python(total: int, by: int) -> None:
    assert run(lambda o: [o.total // by, o.total % by], {"total": total}) == [total // by, total % by]


class Parcel(BaseModel):
    first: Late
    many: list[Late]


class Late(BaseModel):
    name: str
    kind: str = "small"


def test_a_contract_may_speak_of_one_that_is_defined_below_it() -> None:
    workflow = Workflow("W", input=Parcel)
    parcel = workflow.input
    workflow.steps = [Pass("Read", value=[parcel.many[0].kind, bind(Parcel, first=parcel.first, many=[])])]
    given = {"first": {"name": "a"}, "many": [{"name": "b"}]}

    found = sfnx.testing.run(json.loads(workflow.to_asl()), given).output

    assert found == ["small", {"first": {"name": "a"}, "many": []}]


class Sent(BaseModel):
    when: datetime
    on: date
    price: Decimal
    pause: timedelta
    marks: list[UUID]
    tags: set[str]


def test_values_are_bound_as_their_contract_writes_them() -> None:
    sent = Sent(
        when=datetime(2020, 1, 2, 3, tzinfo=UTC),
        on=date(2020, 1, 2),
        price=Decimal("1.50"),
        pause=timedelta(minutes=1),
        marks=[UUID(int=1)],
        tags={"a"},
    )

    bound = run(lambda o: bind(Sent, **dict(sent)), {})

    assert bound == sent.model_dump(mode="json")


def test_a_time_is_text_to_dynamodb() -> None:
    workflow = Workflow("W", input=Order)
    table = Table("Orders", key="orderId")
    item = {"orderId": "o", "made": workflow.input.made, "on": date(2020, 1, 2)}
    workflow.steps = [DynamoPutItem("Put", table, item=item)]

    (state,) = compile_workflow(workflow).machine.to_json()["States"].values()

    assert set(state["Arguments"]["Item"]["made"]) == {"S"}
    assert state["Arguments"]["Item"]["on"] == {"S": "2020-01-02"}


def test_amounts_members_and_durations_are_of_one_kind_to_dynamodb() -> None:
    table = Table("Orders", key="orderId")
    order = (workflow := Workflow("W", input=Order)).input
    item = {"orderId": "o", "price": order.price, "pause": order.pause, "mark": order.mark, "fixed": Decimal("1.50")}
    enums = {"size": jsonata("'large'", type=Size), "level": jsonata("1", type=Level)}
    workflow.steps = [DynamoPutItem("Put", table, item={**item, **enums})]

    (state,) = compile_workflow(workflow).machine.to_json()["States"].values()

    written = state["Arguments"]["Item"]
    kinds = {name: "".join(value) for name, value in written.items()}
    assert kinds == {
        "orderId": "S",
        "price": "N",
        "pause": "S",
        "mark": "S",
        "fixed": "N",
        "size": "S",
        "level": "N",
    }
    assert written["fixed"] == {"N": "1.50"}
    assert written["size"] == {"S": "{% 'large' %}"}


def test_a_member_of_an_enumeration_is_a_key_of_dynamodb_as_text() -> None:
    table = Table("Orders", key="orderId")
    step = DynamoPutItem("Put", table, item={"orderId": "o", "sizes": {Kind.SMALL: 1}})

    (state,) = compile_workflow(Workflow("W", steps=[step])).machine.to_json()["States"].values()

    assert json.loads(json.dumps(state["Arguments"]["Item"]["sizes"])) == {"M": {"small": {"N": "1"}}}
