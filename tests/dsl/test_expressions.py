"""Expressions record; wherever Python would need their value, they say what to write instead."""

import copy
import io
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from workflow_dsl import Workflow
from workflow_dsl.declaration import collecting
from workflow_dsl.diagnostics import FindingsError


class Order(BaseModel):
    order_id: str
    total: int
    lines: list[str]


order: Any = Workflow("Shop", input=Order).input

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
