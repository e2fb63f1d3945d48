"""What must hold for orders whatever breaks, asserted against the carrier, the invoices and the stock."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from definitions.orders import resources
from definitions.orders.doubles import Surroundings
from definitions.orders.scenarios import STOCK, order
from workflow_dsl.testing.chaos import ChaosSetup, Edit, Invariant, InvocationError, Invoke, Outcome, Whole

Json = dict[str, Any]
TABLE = resources.orders.logical_id
ALERTS = resources.alerts.logical_id
ANNOUNCEMENTS = resources.announcements.logical_id
PARKED = resources.parked.logical_id


RANKS = {"OPEN": 0, "RESERVED": 0, "ISSUED": 0, "FULFILLED": 1, "CANCELLED": 2, "RELEASED": 2, "VOID": 2}
SLOW_SECONDS = 2.0
"""Longer than a call of the carrier may take in these runs (`edits`), shorter than the time-outs around it."""


def nth_order(seed: int, number: int) -> Json:
    """Order `number` of a run: its id is decided by both.

    Every third is small, the others have to be approved; of every seventh only the first two lines can be reserved.
    """
    lacking = {"samovar": STOCK["samovar"] + 1} if number % 7 == 6 else {}
    given = order(kettle=2 if number % 3 == 0 else 50, teapot=1, **lacking)
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


def bodies(outcome: Outcome, topic: str) -> list[Json]:
    """The messages to a topic about the order."""
    return [json.loads(message.body) for message in outcome.messages if message.topic == topic]


def parked(outcome: Outcome, kind: str) -> list[Json]:
    """What was parked about the order: an `order`, an `announcement`, a `cancellation` or an `alert`."""
    found = [json.loads(body) for body in outcome.queues.get(PARKED, ())]
    return [body for body in found if body.get("parked") == kind]


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
    undecided = status(outcome) in ("OPEN", "absent") and outcome.executions
    if undecided and not parked(outcome, "order") and not owner_cut_off(outcome):
        yield f"the order is {status(outcome)}, has {sorted(held(outcome))}, and is not parked"


def one_alert_each(outcome: Outcome) -> Iterable[str]:
    heard = Counter(body["execution"] for body in [*bodies(outcome, ALERTS), *parked(outcome, "alert")])
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


def only_forward(outcome: Outcome) -> Iterable[str]:
    for change in outcome.changes:
        if not change.old or change.old["orderId"] != outcome.key:
            continue
        was, now = change.old["status"], change.new.get("status", "absent")
        if RANKS.get(now, -1) < RANKS[was]:
            yield f"{change.old['part']} went from {was} to {now}"
        if change.old.get("executionArn") != change.new.get("executionArn"):
            yield f"{change.old['part']} went from one execution to another"


def end_is_told(outcome: Outcome) -> Iterable[str]:
    told = {body["status"] for body in bodies(outcome, ANNOUNCEMENTS)}
    if told - {status(outcome)}:
        yield f"the order is {status(outcome)}, and {sorted(told)} is what was announced"
    unsent = {"FULFILLED": "announcement", "CANCELLED": "cancellation"}.get(status(outcome))
    if unsent is None or told or owner_cut_off(outcome):
        return
    if not parked(outcome, unsent) and not parked(outcome, "order"):
        yield f"the order is {status(outcome)}, which was neither announced nor parked"


def by_event(invoke: Invoke, given: Json) -> None:
    """As EventBridge calls the starter: the same event twice."""
    for _ in range(2):
        invoke("StartOrder", {"source": "shop.checkout", "detail-type": "OrderPlaced", "detail": given})


def by_event_of_another(invoke: Invoke, given: Json) -> None:
    """An event, and one of another order under the same id."""
    by_event(invoke, given)
    other = {**given, "customerId": "customer-2"}
    refused(invoke, {"source": "shop.checkout", "detail-type": "OrderPlaced", "detail": other}, "OrderTaken")


def without_lines(invoke: Invoke, given: Json) -> None:
    """An event that holds no order."""
    refused(invoke, {"detail": {**given, "lines": []}}, "OrderInvalid")


def refused(invoke: Invoke, event: Json, error: str) -> None:
    """An event that the starter answers with this error."""
    try:
        invoke("StartOrder", event)
    except InvocationError as told:
        if error not in str(told):
            raise


def shorter(function: str) -> Edit:
    """A call of the carrier that takes a second at most, so that time-outs still nest."""
    return Edit(f"LambdaFunction{function}", "HTTP_TIMEOUT_SECONDS = 5", "HTTP_TIMEOUT_SECONDS = 1")


def unreachable(topic: str) -> Edit:
    """A topic that the state machine cannot publish to."""
    none = f'"{topic}": "arn:aws:sns:us-east-1:000000000000:no"'
    return Edit("StepFunctionsStateMachineOrderFulfilment", f'"{topic}": {{"Ref": "{topic}"}}', none)


def refused_and_kept(around: Surroundings, key: str) -> None:
    """A shipment that is refused, and a booking that cannot be cancelled: it cannot be undone."""
    around.carrier.refuses(key, "no delivery to this address")
    around.carrier.breaks(key)


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
        Invariant("O8", "a status never moves backwards, a row never changes hands", only_forward),
        Invariant("O9", "what became of an order is announced, or parked", end_is_told),
    ],
    outside={
        "carrier-refuses": lambda around, key: around.carrier.refuses(key, "no delivery to this address"),
        "refused-and-kept": refused_and_kept,
        "carrier-slow-once": lambda around, key: around.carrier.slow(key, SLOW_SECONDS, times=1),
        "carrier-always-slow": lambda around, key: around.carrier.slow(key, SLOW_SECONDS),
        "reply-lost": lambda around, key: around.carrier.drops_reply(key, times=1),
        "replies-lost": lambda around, key: around.carrier.drops_reply(key),
        "rejected": lambda around, key: around.approvers.decide(key, "REJECTED"),
        "never-approved": lambda around, key: around.approvers.decide(key, "SILENCE"),
        "looked-at-then-approved": lambda around, key: around.approvers.decide(key, "LATER", "APPROVED"),
        "approved-then-rejected": lambda around, key: around.approvers.decide(key, "APPROVED", "REJECTED"),
    },
    beside={
        "other-address": lambda given: {**given, "addressId": "address-2"},
        "invalid": lambda given: {**given, "currency": "euro"},
    },
    doors={"event": by_event, "other-order": by_event_of_another, "no-order": without_lines},
    edits=[shorter("BookCarrier"), shorter("CancelCarrier")],
    variants={
        "alerts-cannot-be-sent": [unreachable(ALERTS)],
        "announcements-cannot-be-sent": [unreachable(ANNOUNCEMENTS)],
    },
    # A compensation is tried for half an hour; the emulator has no longest delay.
    wait_scale=0.005,
    count=lambda outcome: {one: int(one == status(outcome)) for one in ("FULFILLED", "CANCELLED", "OPEN", "absent")},
)
