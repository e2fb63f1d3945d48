"""What must hold for orders whatever breaks, asserted against the carrier, the invoices and the stock."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from definitions.orders import resources
from definitions.orders.doubles import Surroundings
from definitions.orders.scenarios import STOCK, large_order, order
from workflow_dsl.testing.chaos import ChaosSetup, Edit, Invariant, InvocationError, Invoke, Outcome, Whole

Json = dict[str, Any]
TABLE = resources.orders.logical_id
ALERTS = resources.alerts.logical_id
PARKED = resources.parked.logical_id


def nth_order(seed: int, number: int) -> Json:
    """Order `number` of a run: its id is decided by both; every third has to be approved."""
    given = large_order() if number % 3 == 2 else order(kettle=1 + number % 4, teapot=1)
    return {**given, "orderId": f"order-{hashlib.sha256(f'{seed}/{number}'.encode()).hexdigest()[:12]}"}


def parts(outcome: Outcome) -> dict[str, Mapping[str, Any]]:
    """The rows of the order: the order itself, its lines, its invoice."""
    return {row["part"]: row for row in outcome.rows[TABLE] if row["orderId"] == outcome.key}


def status(outcome: Outcome) -> str:
    """What the order's own row says."""
    return str(parts(outcome).get("ORDER", {}).get("status", "absent"))


def held(outcome: Outcome) -> set[str]:
    """What is there for the order: its carrier, its invoice, its lines."""
    around: Surroundings = outcome.double
    kept = {part for part, row in parts(outcome).items() if row["status"] in ("RESERVED", "ISSUED")}
    return kept | ({"CARRIER"} if outcome.key in around.carrier.bookings() else set())


def owner_cut_off(outcome: Outcome) -> bool:
    """Whether the execution that has the order was cut off: no state of it ran after that."""
    return any(one.cut_off for one in outcome.executions)


def fulfilled_is_all(outcome: Outcome) -> Iterable[str]:
    lines = {f"LINE#{line['sku']}" for line in outcome.given["lines"]}
    if status(outcome) == "FULFILLED" and held(outcome) != {"CARRIER", "INVOICE", *lines}:
        yield f"the order is FULFILLED and has {sorted(held(outcome))}"


def cancelled_is_nothing(outcome: Outcome) -> Iterable[str]:
    if status(outcome) == "CANCELLED" and held(outcome):
        yield f"the order is CANCELLED and has {sorted(held(outcome))}"


def success_is_true(outcome: Outcome) -> Iterable[str]:
    succeeded = sum(one.status == "SUCCEEDED" for one in outcome.executions)
    if succeeded and (succeeded > 1 or status(outcome) != "FULFILLED"):
        yield f"{succeeded} executions succeeded, and the order is {status(outcome)}"


def all_end(outcome: Outcome) -> Iterable[str]:
    for one in outcome.executions:
        if one.status not in ("SUCCEEDED", "FAILED"):
            yield f"an execution is {one.status} {one.cause}"


def undecided_is_parked(outcome: Outcome) -> Iterable[str]:
    parked = [body for body in outcome.queues.get(PARKED, ()) if json.loads(body).get("parked") == "order"]
    if status(outcome) in ("OPEN", "absent") and outcome.executions and not parked and not owner_cut_off(outcome):
        yield f"the order is {status(outcome)}, has {sorted(held(outcome))}, and is not parked"


def one_alert_each(outcome: Outcome) -> Iterable[str]:
    heard = Counter(json.loads(one.body)["execution"] for one in outcome.messages if one.topic == ALERTS)
    for one in outcome.executions:
        if heard[one.arn] != int(one.status == "FAILED") and not one.cut_off:
            yield f"an execution {one.status} ({one.error}), with {heard[one.arn]} alerts"


def stock_is_accounted_for(whole: Whole) -> Iterable[str]:
    around: Surroundings = whole.double
    taken: Counter[str] = Counter()
    for outcome in whole.outcomes:
        for part, row in parts(outcome).items():
            if row["status"] == "RESERVED":
                taken[part.removeprefix("LINE#")] += int(row["quantity"])
    for sku, available in around.in_stock().items():
        if available + taken[sku] != STOCK[sku]:
            yield f"{sku}: {available} are available and {taken[sku]} reserved of {STOCK[sku]}"


def by_event(invoke: Invoke, given: Json) -> None:
    """As EventBridge calls the starter: the same event twice."""
    for _ in range(2):
        invoke("StartOrder", {"source": "shop.checkout", "detail-type": "OrderPlaced", "detail": given})


def without_lines(invoke: Invoke, given: Json) -> None:
    """An event that holds no order."""
    try:
        invoke("StartOrder", {"detail": {**given, "lines": []}})
    except InvocationError as error:
        if "OrderInvalid" not in str(error):
            raise


def shorter(function: str) -> Edit:
    """A call of the carrier that takes a second at most, so that time-outs still nest."""
    return Edit(f"LambdaFunction{function}", "HTTP_TIMEOUT_SECONDS = 5", "HTTP_TIMEOUT_SECONDS = 1")


chaos = ChaosSetup(
    new_input=nth_order,
    key=lambda given: str(given["orderId"]),
    invariants=[
        Invariant("O1", "a fulfilled order has its carrier, its invoice and all of its lines", fulfilled_is_all),
        Invariant("O2", "a cancelled order holds nothing", cancelled_is_nothing),
        Invariant("O3", "one execution succeeds, and its order is fulfilled", success_is_true),
        Invariant("O4", "everything ends", all_end),
        Invariant("O5", "an order that is neither fulfilled nor cancelled is parked", undecided_is_parked),
        Invariant("O6", "a failed execution has exactly one alert", one_alert_each),
        Invariant("O7", "all of the stock is accounted for", check_whole=stock_is_accounted_for),
    ],
    outside={
        "carrier-refuses": lambda around, key: around.carrier.refuses(key, "no delivery to this address"),
        "carrier-does-not-cancel": lambda around, key: around.carrier.breaks(key),
        "rejected": lambda around, key: around.approvers.decide(key, "REJECTED"),
        "never-approved": lambda around, key: around.approvers.decide(key, "SILENCE"),
    },
    beside={"other-address": lambda given: {**given, "addressId": "address-2"}},
    doors={"event": by_event, "no-order": without_lines},
    edits=[shorter("BookCarrier"), shorter("CancelCarrier")],
    count=lambda outcome: {one: int(one == status(outcome)) for one in ("FULFILLED", "CANCELLED", "OPEN", "absent")},
)
