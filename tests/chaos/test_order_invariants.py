"""Each invariant of orders, on outcomes made by hand: it is silent on what is right, and speaks of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from definitions.orders.chaos import ALERTS, ANNOUNCEMENTS, PARKED, TABLE, chaos, nth_order
from definitions.orders.scenarios import STOCK
from workflow_dsl.pipeline.run import Message
from workflow_dsl.testing.chaos import CUT_OFF, Case, Execution, Outcome, RowChange, Whole
from workflow_dsl.testing.chaos.evidence import check_outcomes, check_whole

GIVEN = nth_order(1, 1)
KEY = str(GIVEN["orderId"])
ARN = f"arn:aws:states:us-east-1:000000000000:execution:OrderFulfilment:{KEY}"
TAKEN = {line["sku"]: line["quantity"] for line in GIVEN["lines"]}


def row(part: str, status: str, **more: Any) -> dict[str, Any]:
    return {"orderId": KEY, "part": part, "status": status, **more}


def rows(order: str, lines: str, invoice: str) -> list[dict[str, Any]]:
    reserved = [row(f"LINE#{sku}", lines, quantity=quantity) for sku, quantity in TAKEN.items()]
    return [row("ORDER", order, executionArn=ARN), row("INVOICE", invoice), *reserved]


def around(*, booked: bool, missing: int = 0) -> Any:
    """The carrier and the stock, as far as invariants ask them."""
    taken = TAKEN if booked else {}
    left = {sku: number - taken.get(sku, 0) - missing for sku, number in STOCK.items()}
    bookings = {KEY: "track"} if booked else {}
    return SimpleNamespace(carrier=SimpleNamespace(bookings=lambda: bookings), in_stock=lambda: left)


def message(topic: str, **body: Any) -> Message:
    return Message(topic, "", json.dumps(body), {})


def told(status: str) -> Message:
    return message(ANNOUNCEMENTS, orderId=KEY, status=status)


ALERT = message(ALERTS, execution=ARN, orderId=KEY)


def parked(kind: str, **more: Any) -> dict[str, list[str]]:
    return {PARKED: [json.dumps({"parked": kind, "orderId": KEY, **more})]}


def execution(status: str, error: str = "") -> tuple[Execution, ...]:
    return (Execution(ARN, GIVEN, status, error),)


def outcome(status: str = "FULFILLED", **more: Any) -> Outcome:
    """An order that was fulfilled, or cancelled, with all that belongs to it; `more` replaces it."""
    fulfilled = status == "FULFILLED"
    given: dict[str, Any] = {
        "executions": execution("SUCCEEDED" if fulfilled else "FAILED"),
        "rows": {TABLE: rows(status, "RESERVED", "ISSUED") if fulfilled else rows(status, "RELEASED", "VOID")},
        "messages": [told(status), *([] if fulfilled else [ALERT])],
        "double": around(booked=fulfilled),
    }
    return Outcome(Case(), KEY, GIVEN, **given | more)


def broken(found: Outcome) -> set[str]:
    problems = check_outcomes(chaos.invariants, [found]) + check_whole(
        chaos.invariants, Whole([found], [], found.double)
    )
    return {problem.invariant for problem in problems}


RIGHT: Mapping[str, Outcome] = {
    "fulfilled": outcome(),
    "cancelled": outcome("CANCELLED"),
    "parked": outcome("OPEN", queues=parked("order"), messages=[ALERT], rows={TABLE: rows("OPEN", "RELEASED", "VOID")}),
    "announcement parked": outcome(messages=[], queues=parked("announcement")),
    "cancellation parked": outcome("CANCELLED", messages=[ALERT], queues=parked("cancellation")),
    "alert parked": outcome("CANCELLED", messages=[told("CANCELLED")], queues=parked("alert", execution=ARN)),
    "cut off": outcome(
        "OPEN", executions=execution("FAILED", CUT_OFF), messages=[], rows={TABLE: rows("OPEN", "RELEASED", "VOID")}
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_no_invariant_speaks_of_an_order_that_is_right(name: str) -> None:
    assert broken(RIGHT[name]) == set()


def changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {"changes": [RowChange(TABLE, old, new)]}


ORDER = row("ORDER", "CANCELLED", executionArn=ARN)
WRONG: Mapping[str, tuple[str, Outcome]] = {
    "fulfilled without carrier": ("O1", outcome(double=around(booked=False))),
    "fulfilled without invoice": ("O1", outcome(rows={TABLE: rows("FULFILLED", "RESERVED", "VOID")})),
    "fulfilled without lines": ("O1", outcome(rows={TABLE: rows("FULFILLED", "RELEASED", "ISSUED")})),
    "cancelled with carrier": ("O2", outcome("CANCELLED", double=around(booked=True))),
    "cancelled with a line": ("O2", outcome("CANCELLED", rows={TABLE: rows("CANCELLED", "RESERVED", "VOID")})),
    "success of a cancelled order": ("O3", outcome("CANCELLED", executions=execution("SUCCEEDED"))),
    "two successes": ("O3", outcome(executions=execution("SUCCEEDED") * 2)),
    "no end": ("O4", outcome(executions=execution("RUNNING"))),
    "open and not parked": ("O5", outcome("OPEN", messages=[ALERT])),
    "no row": ("O5", outcome("CANCELLED", rows={TABLE: []})),
    "no alert": ("O6", outcome("CANCELLED", messages=[told("CANCELLED")])),
    "two alerts": ("O6", outcome("CANCELLED", messages=[told("CANCELLED"), ALERT, ALERT])),
    "an alert for success": ("O6", outcome(messages=[told("FULFILLED"), ALERT])),
    "stock lost": ("O7", outcome(double=around(booked=True, missing=1))),
    "opened again": ("O8", outcome(**changed(ORDER, ORDER | {"status": "OPEN"}))),
    "reserved again": ("O8", outcome(**changed(row("LINE#kettle", "RELEASED"), row("LINE#kettle", "RESERVED")))),
    "deleted": ("O8", outcome(**changed(ORDER, {}))),
    "another's": ("O8", outcome(**changed(ORDER, ORDER | {"executionArn": f"{ARN}-2"}))),
    "nobody told": ("O9", outcome(messages=[])),
    "nobody told of the end": ("O9", outcome("CANCELLED", messages=[ALERT])),
    "told otherwise": ("O9", outcome("CANCELLED", messages=[ALERT, told("FULFILLED"), told("CANCELLED")])),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_invariant_speaks_of_what_is_wrong(name: str) -> None:
    invariant, found = WRONG[name]
    assert invariant in broken(found)


def test_every_invariant_of_orders_has_something_wrong() -> None:
    assert {invariant for invariant, _ in WRONG.values()} == {one.name for one in chaos.invariants}


def test_orders_of_a_run_are_small_and_large_and_some_cannot_be_reserved() -> None:
    made = [nth_order(7, number) for number in range(21)]
    totals = [sum(line["quantity"] * line["unitPriceMinor"] for line in one["lines"]) for one in made]
    assert len({one["orderId"] for one in made}) == 21
    assert {total > 100_000 for total in totals} == {True, False}
    assert sum(any(line["quantity"] > STOCK[line["sku"]] for line in one["lines"]) for one in made) == 3
    assert made == [nth_order(7, number) for number in range(21)]
