"""Order fulfilment on this machine: with a double of the carrier, people who approve, and ready-made orders."""

import uuid
from collections.abc import Mapping
from typing import Any

from definitions.orders import resources
from definitions.orders.doubles import Surroundings
from workflow_dsl.testing import LocalSetup, Rows, Scenario, Tally

Json = dict[str, Any]

PRICES = {"kettle": 2_500, "teapot": 4_000, "samovar": 180_000}
STOCK = {"kettle": 1_000_000, "teapot": 1_000_000, "samovar": 500}


def order(**quantities: int) -> Json:
    """The input for one order of so much of each article, under an id of its own."""
    lines = [{"sku": sku, "quantity": quantity, "unitPriceMinor": PRICES[sku]} for sku, quantity in quantities.items()]
    return {
        "orderId": f"order-{uuid.uuid4().hex[:12]}",
        "customerId": "customer-1",
        "addressId": "address-1",
        "currency": "EUR",
        "lines": lines,
    }


def small_order() -> Json:
    """An order that nobody has to approve."""
    return order(kettle=2, teapot=1)


def large_order() -> Json:
    """An order that somebody has to approve."""
    return order(kettle=1, samovar=1)


def nth_order(number: int) -> Json:
    """Orders of different sizes; every tenth has to be approved."""
    return large_order() if number % 10 == 9 else order(kettle=1 + number % 3, teapot=1)


def compare(around: Surroundings, rows: Rows) -> list[Tally]:
    """The orders against the carrier, the invoices and the stock: all of it is there for each order that was fulfilled,
    and nothing of it for one that was cancelled.
    """
    parts = rows[resources.orders.logical_id]
    fulfilled, cancelled, left_open = (
        {row["orderId"] for row in parts if row["part"] == "ORDER" and row["status"] == status}
        for status in ("FULFILLED", "CANCELLED", "OPEN")
    )
    issued = {row["orderId"] for row in parts if row["part"] == "INVOICE" and row["status"] == "ISSUED"}
    reserved = [row for row in parts if row["part"].startswith("LINE#") and row["status"] == "RESERVED"]
    booked = set(around.carrier.bookings())
    holding = booked | issued | {row["orderId"] for row in reserved}
    lost = [
        row
        for row in rows[resources.stock.logical_id]
        if around.available[row["sku"]] != row["available"] + taken(row["sku"], reserved)
    ]
    return [
        Tally(label="fulfilled orders", count=len(fulfilled)),
        Tally(
            label="fulfilled orders without carrier or invoice", count=len(fulfilled - (booked & issued)), expected=0
        ),
        Tally(label="cancelled orders", count=len(cancelled)),
        Tally(label="cancelled orders that still hold something", count=len(cancelled & holding), expected=0),
        Tally(label="orders left open for people", count=len(left_open)),
        Tally(label="articles that the stock cannot account for", count=len(lost), expected=0),
    ]


def taken(sku: str, reserved: list[Mapping[str, Any]]) -> int:
    """How much of an article is reserved."""
    return sum(int(row["quantity"]) for row in reserved if row["part"] == f"LINE#{sku}")


local = LocalSetup(
    double=lambda: Surroundings(STOCK),
    parameters=lambda around: {resources.carrier_url.logical_id: around.carrier.url},
    deployed=lambda around, stack: around.deployed(stack),
    nth_input=nth_order,
    execution_name=lambda given: str(given["orderId"]),
    audit=compare,
)

scenarios = [
    Scenario(name="success", about="Two lines are reserved, shipped and announced.", input=small_order),
    Scenario(
        name="out-of-stock",
        about="There is not enough of the second article: the first one is released.",
        input=lambda: order(kettle=1, samovar=STOCK["samovar"] + 1),
        status="FAILED",
        error="OutOfStock",
    ),
    Scenario(
        name="carrier-refuses",
        about="The carrier will not deliver there: the invoice is void, the stock released.",
        input=small_order,
        prepare=lambda around, given: around.carrier.refuses(given["orderId"], "no delivery to this address"),
        status="FAILED",
        error="CarrierRefused",
    ),
    Scenario(
        name="approved",
        about="A large order: somebody asks for more time, then approves it.",
        input=large_order,
        prepare=lambda around, given: around.approvers.decide(given["orderId"], "LATER", "APPROVED"),
    ),
    Scenario(
        name="rejected",
        about="A large order that somebody rejects: the stock is released.",
        input=large_order,
        prepare=lambda around, given: around.approvers.decide(given["orderId"], "REJECTED"),
        status="FAILED",
        error="OrderRejected",
    ),
    Scenario(
        name="never-approved",
        about="A large order that nobody answers for: the stock is released when the time is up.",
        input=large_order,
        prepare=lambda around, given: around.approvers.decide(given["orderId"], "SILENCE"),
        status="FAILED",
        error="States.Timeout",
    ),
]
