"""Expressions record; wherever Python would need their value, they say what to write instead."""

import copy
import io
import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import jsonata
import pytest
from pydantic import BaseModel, ConfigDict, JsonValue
from typing_extensions import TypedDict

from workflow_dsl import Fail, Parameter, Workflow, exists
from workflow_dsl.compiler.jsonata_text import jsonata_text
from workflow_dsl.declaration import collecting
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl.expression import node_of


class Stamp(TypedDict):
    a: int


class Order(BaseModel):
    order_id: str
    total: int
    lines: list[str]


order: Any = Workflow("Shop", input=Order).input


class Anything(BaseModel):
    model_config = ConfigDict(extra="allow")
    tags: dict[str, str]
    either: dict[str, int] | str
    json_value: JsonValue
    typed: Stamp
    note: str | None = None


class Nested(BaseModel):
    inner: Anything = Anything(tags={}, either="", json_value=None, typed={"a": 1})


TOO_EARLY: dict[str, Callable[[], object]] = {
    "f-string": lambda: f"{order.order_id}",
    "f-string with a format": lambda: f"{order.total:>5}",
    "str()": lambda: str(order.order_id),
    "format()": lambda: "{}".format(order.order_id),  # noqa: UP032 - one of the ways under test
    "% formatting": lambda: "%s" % order.order_id,  # noqa: UP031 - one of the ways under test
    "write()": lambda: io.StringIO().write(str(order.order_id)),
    "bool()": lambda: bool(order.total),
    "if": lambda: 1 if order.total else 2,
    "and": lambda: order.total and 1,
    "or": lambda: order.total or 1,
    "not": lambda: not order.total,
    "chained comparison": lambda: 1 < order.total < 3,
    "len()": lambda: len(order.lines),
    "loop": lambda: list(order.lines),
    "unpacking": lambda: [*order.lines],
    "sorted()": lambda: sorted(order.lines),
    "max()": lambda: max(order.total, 3),
    "in": lambda: "x" in order.lines,
    "dictionary key": lambda: {order.order_id: 1},
    "set": lambda: {order.order_id},
    "int()": lambda: int(order.total),
    "float()": lambda: float(order.total),
    "round()": lambda: round(order.total),
    "abs()": lambda: abs(order.total),
    "math": lambda: math.sqrt(order.total),
    "range()": lambda: range(order.total),
    "index": lambda: [1, 2][order.total],
    "slice": lambda: order.lines[1:],
    "call": lambda: order.total(),
    "assignment": lambda: setattr(order, "total", 1),
    "item assignment": lambda: order.lines.__setitem__(0, "x"),
}


@pytest.mark.parametrize("use", TOO_EARLY.values(), ids=TOO_EARLY)
def test_python_cannot_use_an_expression_before_it_has_a_value(use: Callable[[], object]) -> None:
    with pytest.raises(FindingsError) as refused:
        use()

    (finding,) = refused.value.findings
    assert finding.code == "WF205"
    assert finding.instead
    assert finding.place is not None
    assert finding.place.file == __file__


def test_json_refuses_an_expression_by_itself() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps({"id": order.order_id})


def test_the_printed_form_cannot_be_mistaken_for_a_value() -> None:
    assert repr(order.order_id) == "<expression of type str>"


def test_names_that_python_asks_for_itself_are_not_recorded() -> None:
    assert not hasattr(order, "__len_hint__")
    assert not hasattr(order, "_private")


def test_an_expression_can_be_copied_with_its_definition() -> None:
    assert repr(copy.copy(order.total)) == "<expression of type int>"


def test_text_goes_on_where_findings_are_collected() -> None:
    with collecting() as findings:
        f"{order.order_id} {order.total}"

    assert [finding.code for finding in findings] == ["WF205", "WF205"]


wide: Any = Workflow("Wide", input=Anything).input


def text(value: object) -> str:
    """The expression in JSONata, over the input."""
    return jsonata_text(node_of(value), lambda node: "$")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (lambda: wide.tags[wide.note], "$lookup($.tags, ($exists($.note) ? $.note : null))"),
        (lambda: order.lines[order.total], "$.lines[$.total]"),
        (lambda: wide.either["a"], "$.either.a"),
        (lambda: wide.json_value["a"], "$.json_value.a"),
        (lambda: wide.typed["a"], "$.typed.a"),
        (lambda: wide["undeclared"], "$.undeclared"),
    ],
)
def test_what_may_have_keys_is_read_by_key(value: Callable[[], object], written: str) -> None:
    """In brackets JSONata takes text for a condition that holds, and gives back the whole object."""
    assert text(value()) == written


@pytest.mark.parametrize("key", ["a", "order-1"])
def test_a_key_that_is_known_at_run_time_finds_its_value_and_no_other(key: str) -> None:
    found = jsonata.Jsonata(text(wide.tags[wide.note])).evaluate({"tags": {"a": "one", "b": "two"}, "note": key})

    assert found == {"a": "one"}.get(key)


def test_what_was_left_out_with_the_contract_around_it_is_not_there() -> None:
    nested: Any = Workflow("Nested", input=Nested).input

    assert text(exists(nested.inner.note)) == "$exists($.inner.note)"


class Dated(BaseModel):
    request: UUID
    made: datetime


@pytest.mark.parametrize("read", [lambda given: given.request, lambda given: given.made])
def test_what_is_text_in_json_may_be_the_cause_of_a_failure(read: Callable[[Any], Any]) -> None:
    dated: Any = Workflow("Dated", input=Dated).input

    with collecting() as findings:
        Fail("Refused", error=cast(str, Parameter("ErrorName")), cause=read(dated))

    assert findings == []
