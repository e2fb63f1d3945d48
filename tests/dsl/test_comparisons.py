"""What can be equal may be compared; what never can is refused, with what to write instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any, Literal, NewType
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, HttpUrl, RootModel

from workflow_dsl import Choice, Flow, Succeed, Wait, When, Workflow, context, jsonata, jsonpath, timestamp
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.declaration import collecting
from workflow_dsl.diagnostics import FindingsError

Text = Enum("Text", {"RED": "red", "BLUE": "blue"}, type=str)


class Plain(Enum):
    OPEN = "open"


class Level(IntEnum):
    ONE = 1


class Name(RootModel[str]):
    pass


Account = NewType("Account", str)


class Line(BaseModel):
    sku: str


class Order(BaseModel):
    text: str
    note: str | None
    number: int
    share: float
    flag: bool
    word: Literal["a", "b"]
    other_word: Literal["b", "c"]
    third_word: Literal["c"]
    colour: Text
    plain: Plain
    level: Level
    account: Account
    aware: AwareDatetime
    made: datetime
    sent: datetime | None
    day: date
    at: time
    pause: timedelta
    mark: UUID
    price: Decimal
    name: Name
    site: HttpUrl
    line: Line
    lines: list[Line]
    texts: list[str]
    counts: dict[str, int]
    either: int | str
    anything: Any


order: Any = Workflow("Shop", input=Order).input

MAY_BE_EQUAL: dict[str, Callable[[], object]] = {
    "text and text": lambda: order.text == "3",
    "text and null, which an input may always be": lambda: order.text == None,  # noqa: E711
    "null and what may be null": lambda: None == order.note,  # noqa: E711, SIM300
    "two that may be null": lambda: order.note == order.sent,
    "a whole number and a fraction": lambda: order.number == 1.5,
    "a number and a decimal": lambda: order.price == 2,
    "two decimals": lambda: order.price == Decimal("1.50"),
    "a level and a number": lambda: order.level == 1,
    "a bool and a bool": lambda: order.flag == True,  # noqa: E712
    "words that share one": lambda: order.word == order.other_word,
    "a word and text": lambda: order.word == order.text,
    "an enumeration of text and its text": lambda: order.colour == "red",
    "an enumeration of text and a text": lambda: order.colour == order.text,
    "an enumeration and its member": lambda: order.plain == Plain.OPEN,
    "a time and a time": lambda: order.made == datetime(2020, 1, 1, tzinfo=UTC),
    "a time and one that may be null": lambda: order.made == order.sent,
    "a time and what nothing is known of": lambda: order.made == order.anything,
    "a time with a zone and a time": lambda: order.aware == order.sent,
    "times with zones have an order": lambda: order.aware < order.made,
    "a name of one's own for text": lambda: order.account == "a",
    "a day and a day": lambda: order.day == date(2020, 1, 1),
    "a duration and a duration": lambda: order.pause == timedelta(minutes=1),
    "an id and an id": lambda: order.mark == UUID(int=5),
    "a contract of one text and text": lambda: order.name == "a",
    "a type that nobody here knows and text": lambda: order.site == "https://example.com/",
    "a list and a list": lambda: order.texts == ["a"],
    "a contract and a dictionary": lambda: order.line == {"sku": "a"},
    "a dictionary and none in it": lambda: order.counts == {},
    "one of two kinds": lambda: order.either == "a",
    "what nothing is known of and anything": lambda: order.anything == 3,
    "an expression of unknown type": lambda: order.text == jsonata("$x"),
    "a value of the context object": lambda: context.execution.name == order.text,
}

NEVER_EQUAL: dict[str, tuple[Callable[[], object], str, str]] = {
    "text and a number": (
        lambda: order.text == 3,
        "str is compared with 3, which it never equals",
        'compare with text, as "3"',
    ),
    "a number and text, the other way round": (
        lambda: "3" != order.number,  # noqa: SIM300
        "int is compared with '3', which it never equals",
        "compare with a number, as 3",
    ),
    "what may be null and a number": (
        lambda: order.note == 3,
        "str | None is compared with 3, which it never equals",
        'compare with text, as "3"',
    ),
    "two fields": (
        lambda: order.text == order.number,
        "str is compared with int, which it never equals",
        'turn the text into a number: jsonata("$number($text)", text=..., type=float)',
    ),
    "a number and True, which is none in JSON": (
        lambda: order.number == True,  # noqa: E712
        "int is compared with True, which it never equals",
        "compare with a number",
    ),
    "a bool and a number": (
        lambda: order.flag == 1,
        "bool is compared with 1, which it never equals",
        "compare with True or False",
    ),
    "a word that is none of them": (
        lambda: order.word == "aa",
        "Literal['a', 'b'] is compared with 'aa', which it never equals",
        "did you mean 'a'?",
    ),
    "words that share none": (
        lambda: order.word == order.third_word,
        "Literal['a', 'b'] is compared with Literal['c'], which it never equals",
        "compare with one of 'a', 'b'",
    ),
    "an enumeration of text and another text": (
        lambda: order.colour == "green",
        "Text is compared with 'green', which it never equals",
        "compare with one of 'blue', 'red'",
    ),
    "an enumeration and the text of its member": (
        lambda: order.plain == "open",
        "Plain is compared with 'open', which it never equals",
        "did you mean Plain.OPEN?",
    ),
    "a time and text that is none": (
        lambda: order.made == "tomorrow",
        "datetime is compared with 'tomorrow', which it never equals",
        'compare with a datetime, as datetime.fromisoformat("2030-01-31T09:00:00+00:00")',
    ),
    "a time and text that is one": (
        lambda: order.made == "2020-01-01T00:00:00Z",
        "datetime is compared with '2020-01-01T00:00:00Z', which it never equals",
        'compare with a datetime, as datetime.fromisoformat("2020-01-01T00:00:00Z")',
    ),
    "a time and a field of text": (
        lambda: order.sent == order.text,
        "datetime | None is compared with str, which it never equals",
        'let the contract say datetime for both, or write jsonata("$text", text=..., type=datetime)',
    ),
    "a time and a day": (
        lambda: order.made == order.day,
        "datetime is compared with date, which it never equals",
        "compare two values of one type",
    ),
    "a day and text": (
        lambda: order.day == "2020-01-01",
        "date is compared with '2020-01-01', which it never equals",
        'compare with a date, as date.fromisoformat("2020-01-01")',
    ),
    "a name of one's own for text and a number": (
        lambda: order.account == 3,
        "str is compared with 3, which it never equals",
        'compare with text, as "3"',
    ),
    "an id and a number": (
        lambda: order.mark == 3,
        "UUID is compared with 3, which it never equals",
        'compare with a UUID, as UUID("12345678-1234-5678-1234-567812345678")',
    ),
    "a duration and a number": (
        lambda: order.pause == 60,
        "timedelta is compared with 60, which it never equals",
        "compare with a timedelta, as timedelta(minutes=5)",
    ),
    "a list and one of its items": (
        lambda: order.texts == "a",
        "list[str] is compared with 'a', which it never equals",
        'to look for one of the items, write jsonata("$value in $items", value=..., items=..., type=bool)',
    ),
    "a contract and text": (
        lambda: order.line == order.text,
        "Line is compared with str, which it never equals",
        "compare two values of one type",
    ),
    "a list and a dictionary": (
        lambda: order.texts == {},
        "list[str] is compared with dict, which it never equals",
        "compare two values of one type",
    ),
    "one of two kinds and a third": (
        lambda: order.either == True,  # noqa: E712
        "int | str is compared with True, which it never equals",
        "compare with a value of type int | str",
    ),
}


@pytest.mark.parametrize("made", MAY_BE_EQUAL.values(), ids=MAY_BE_EQUAL)
def test_what_may_be_equal_is_compared(made: Callable[[], object]) -> None:
    with collecting() as findings:
        made()

    assert findings == []


@pytest.mark.parametrize(("made", "problem", "instead"), NEVER_EQUAL.values(), ids=NEVER_EQUAL)
def test_what_is_never_equal_is_refused_where_it_is_written(
    made: Callable[[], object], problem: str, instead: str
) -> None:
    with collecting() as findings:
        made()

    (finding,) = findings
    assert (finding.code, finding.message, finding.instead) == ("WF226", problem, instead)
    assert finding.place is not None
    assert finding.place.file == __file__


@pytest.mark.parametrize(
    ("made", "instead"),
    [
        (lambda: order.made < order.day, "compare two numbers, two texts, or two times of one kind"),
        (lambda: order.site < "https://example.com/", "compare two numbers, two texts, or two times of one kind"),
        (lambda: order.price == order.either, "compare two values of one type"),
        (lambda: order.flag < True, "compare two numbers, two texts, or two times of one kind"),
        (
            lambda: order.sent < order.made,
            "say what null stands for: jsonata(\"$value != null ? $value : '2030-01-31T09:00:00Z'\", value=...,"
            " type=datetime)",
        ),
        (
            lambda: order.note < "a",
            "say what null stands for: jsonata(\"$value != null ? $value : ''\", value=..., type=str)",
        ),
    ],
)
def test_what_has_no_order_is_told_what_to_write_instead(made: Callable[[], object], instead: str) -> None:
    with collecting() as findings:
        made()

    (finding,) = findings
    assert (finding.code, finding.instead) == ("WF203", instead)


def jsonpath_rule(condition: Callable[[Any], Any]) -> dict[str, Any]:
    """The rule of a Choice in JSONPath."""
    workflow = Workflow("W", input=Order, language="JSONPath")
    rule = When(condition(workflow.input), to="Yes")
    workflow.steps = [Choice("Ask", when=[rule], otherwise="No"), Succeed("Yes")]
    workflow.route(Succeed("No"))
    (found,) = compile_workflow(workflow).machine.to_json()["States"]["Ask"]["Choices"]
    return {key: value for key, value in found.items() if key != "Next"}


INPUT = "$$.Execution.Input"


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (lambda o: o.text == o.text, {"StringEqualsPath": f"{INPUT}.text", "Variable": f"{INPUT}.text"}),
        (lambda o: o.number < o.share, {"NumericLessThanPath": f"{INPUT}.share", "Variable": f"{INPUT}.number"}),
        (lambda o: o.made > o.made, {"TimestampGreaterThanPath": f"{INPUT}.made", "Variable": f"{INPUT}.made"}),
        (lambda o: o.flag == o.flag, {"BooleanEqualsPath": f"{INPUT}.flag", "Variable": f"{INPUT}.flag"}),
        (
            lambda o: o.sent == datetime(2030, 1, 1, tzinfo=UTC),
            {"TimestampEquals": "2030-01-01T00:00:00Z", "Variable": f"{INPUT}.sent"},
        ),
        (
            lambda _: jsonpath("$.t") > timestamp("2030-01-01T00:00:00Z"),
            {"TimestampGreaterThan": "2030-01-01T00:00:00Z", "Variable": "$.t"},
        ),
        (
            lambda _: jsonpath("$.t", type=date) > jsonpath("$.u"),
            {"StringGreaterThanPath": "$.u", "Variable": "$.t"},
        ),
    ],
)
def test_a_choice_in_jsonpath_compares_as_the_contract_says(
    condition: Callable[[Any], Any], written: dict[str, Any]
) -> None:
    assert jsonpath_rule(condition) == written


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            lambda o: o.sent == None,  # noqa: E711
            'JSONPath does not compare with null; write rule("IsNull", "$$.Execution.Input.sent"), in not_(...) for !=',
        ),
        (
            lambda o: o.price > 1,
            'a Choice in JSONPath cannot compare a Decimal, which is text in JSON; give the step language="JSONata"',
        ),
    ],
)
def test_a_choice_in_jsonpath_refuses_what_it_cannot_compare(condition: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(FindingsError) as refused:
        jsonpath_rule(condition)

    (finding,) = refused.value.findings
    assert f"{finding.message}; {finding.instead}" == f'"Ask": {told}'


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            lambda: Wait("W", until=order.sent),
            "Wait: until is datetime | None, and nothing waits for null; say what null stands for: "
            "jsonata(\"$value != null ? $value : '2030-01-31T09:00:00Z'\", value=..., type=datetime)",
        ),
        (
            lambda: Wait("W", until=order.day),
            'Wait: until is date and no point in time; give a time, as "2030-01-01T00:00:00Z"',
        ),
    ],
)
def test_what_nobody_can_wait_for_is_refused(made: Callable[[], object], told: str) -> None:
    with collecting() as findings:
        made()

    (finding,) = findings
    assert f"{finding.message}; {finding.instead}" == told


def test_a_time_is_waited_for() -> None:
    with collecting() as findings:
        Flow(steps=[Wait("W", until=order.made)])

    assert findings == []
