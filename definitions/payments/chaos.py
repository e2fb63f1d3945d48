"""How payments are broken: their inputs, the ways in which the gateway breaks, the doors, and who settles what is open.

What must hold all the same is in `invariants.py`.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from definitions.payments.gateway_double import GatewayDouble
from definitions.payments.invariants import ALERTS, CARDS, RANKS, TABLE, Json, charges, invariants, row
from workflow_dsl.testing import Rows
from workflow_dsl.testing.chaos import ChaosSetup, Edit, InvocationError, Invoke, Outcome, Settling

OPEN = ("PENDING", "UNKNOWN")
CURRENCIES = ("EUR", "USD", "JPY", "KWD")
LATE_ANSWER_SECONDS = 2.2
"""Longer than a call of the gateway may take in these runs (`edits`), shorter than the time-out of the function."""


def payment(seed: int, number: int) -> Json:
    """Payment `number` of a run: its id is decided by both, its amount by the number; tens, as KWD wants them."""
    digest = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:12]
    return {
        "paymentId": f"pay-{digest}",
        "amountMinor": 100 + 10 * number,
        "currency": CURRENCIES[number % len(CURRENCIES)],
        "customerId": "customer-1",
        "paymentMethod": "pm_card_visa",
    }


def lost_and_hidden(gateway: GatewayDouble, payment_id: str) -> None:
    """Every answer is lost, and look-ups do not show the charge: nobody can know."""
    gateway.drops_reply(payment_id, times=None)
    gateway.hides_from_search(payment_id)


def lost_and_late(gateway: GatewayDouble, payment_id: str) -> None:
    """Every answer is lost, and look-ups show the charge only after a while."""
    gateway.drops_reply(payment_id, times=None)
    gateway.hides_from_search(payment_id, seconds=2.0)


outside = {
    "refused": lambda gateway, key: gateway.refuses(key, "amount_too_small"),
    "declined": lambda gateway, key: gateway.declines(key, "insufficient_funds"),
    "429-once": lambda gateway, key: gateway.throttles(key, times=1),
    "429-always": lambda gateway, key: gateway.throttles(key),
    "503-twice": lambda gateway, key: gateway.unavailable(key, times=2),
    "503-always": lambda gateway, key: gateway.unavailable(key),
    "500-not-charged": lambda gateway, key: gateway.fails(key),
    "500-charged": lambda gateway, key: gateway.fails(key, charged=True),
    "slow-then-charged": lambda gateway, key: gateway.slow(key, LATE_ANSWER_SECONDS, times=1),
    "charged-then-slow": lambda gateway, key: gateway.slow(key, LATE_ANSWER_SECONDS, times=1, charged=True),
    "always-slow": lambda gateway, key: gateway.slow(key, LATE_ANSWER_SECONDS, charged=True),
    "reply-lost": lambda gateway, key: gateway.drops_reply(key),
    "replies-lost": lambda gateway, key: gateway.drops_reply(key, times=None),
    "request-lost": lambda gateway, key: gateway.drops_request(key),
    "requests-lost": lambda gateway, key: gateway.drops_request(key, times=None),
    "lost-and-hidden": lost_and_hidden,
    "lost-and-late": lost_and_late,
}


def through_api(invoke: Invoke, given: Json) -> None:
    """As API Gateway calls the starter."""
    answer = invoke("StartPayment", {"httpMethod": "POST", "path": "/payments", "body": json.dumps(given)})
    if answer["statusCode"] >= 500:
        raise InvocationError(answer["body"])


def through_event(invoke: Invoke, given: Json) -> None:
    """As EventBridge calls the starter: the same event twice."""
    event = {"id": given["paymentId"], "source": "shop.checkout", "detail": given}
    for _ in range(2):
        invoke("StartPayment", event)


def with_card(invoke: Invoke, given: Json) -> None:
    """A request with a card number where the customer's id belongs."""
    card = CARDS[given["amountMinor"] // 10 % len(CARDS)]
    through_api(invoke, {**given, "customerId": card})


def reconcile(number: int, rows: Rows) -> Settling | None:
    """The reconciler, two hours later each time, until nothing is open that was not alerted, and all are told."""
    left = [one for one in rows[TABLE] if one["status"] in OPEN or "untold" in one]
    if number and all(one["status"] == "UNKNOWN" and "alertedAt" in one for one in left):
        return None
    time = (datetime.now(UTC) + timedelta(hours=2 * (number + 1))).isoformat()
    return Settling("ReconcilePayments", {"time": time}, time)


def count(outcome: Outcome) -> dict[str, int]:
    """What the ledger has, and what the row says."""
    status = row(outcome).get("status", "no row")
    return {"charges": len(charges(outcome)), **{one: int(one == status) for one in (*RANKS, "no row")}}


def shorter(function: str) -> Edit:
    """A call of the gateway that takes a second and a half at most, so that time-outs still nest."""
    return Edit(f"LambdaFunction{function}", "HTTP_TIMEOUT_SECONDS = 10", "HTTP_TIMEOUT_SECONDS = 1.5")


def unreachable(resource: str) -> Edit:
    """A topic that the state machine cannot publish to."""
    name = f'"{resource}": {{"Ref": "{resource}"}}'
    none = f'"{resource}": "arn:aws:sns:us-east-1:000000000000:no"'
    return Edit("StepFunctionsStateMachinePaymentWorkflow", name, none)


chaos = ChaosSetup(
    new_input=payment,
    key=lambda given: str(given["paymentId"]),
    invariants=invariants,
    outside=outside,
    beside={
        "other-amount": lambda given: {**given, "amountMinor": given["amountMinor"] + 10},
        "invalid": lambda given: {**given, "currency": "EUX"},
    },
    doors={"api": through_api, "event": through_event, "card": with_card},
    settle=reconcile,
    count=count,
    edits=[
        shorter("ProcessPayment"),
        shorter("ReconcilePayments"),
        # Asked for each time, so that the fault points of the call are reached.
        Edit("LambdaFunctionProcessPayment", "max_age=300", "max_age=0"),
    ],
    variants={"alerts-cannot-be-sent": [unreachable(ALERTS)]},
)
