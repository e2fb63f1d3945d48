"""The payment workflow on this machine: against a double of the gateway, with ready-made payments."""

import uuid
from collections import Counter
from typing import Any

from definitions.payments import resources
from definitions.payments.gateway_double import GatewayDouble
from lambdas.payments.contracts import HTTP_TIMEOUT_SECONDS
from workflow_dsl.testing import LocalSetup, Rows, Scenario, Tally

Json = dict[str, Any]


def payment(amount_minor: int = 1999, currency: str = "EUR") -> Json:
    """The input of one payment, under an id of its own."""
    return {
        "paymentId": f"pay-{uuid.uuid4().hex[:12]}",
        "amountMinor": amount_minor,
        "currency": currency,
        "customerId": "customer-1",
        "paymentMethod": "pm_card_visa",
    }


def nth_payment(number: int) -> Json:
    """Payments of different amounts in three currencies."""
    return payment(100 + number, ("EUR", "USD", "JPY")[number % 3])


def compare_with_ledger(gateway: GatewayDouble, rows: Rows) -> list[Tally]:
    """The gateway's ledger against the records: one charge for each completed payment, of its amount, and no other."""
    records = {row["paymentId"]: row for row in rows[resources.transactions.logical_id]}
    completed = {name: row for name, row in records.items() if row["status"] == "COMPLETED"}
    charges = gateway.charges()
    per_payment = Counter(charge.payment_id for charge in charges)
    owed = {name: (row["chargeId"], row["amountMinor"], row["currency"]) for name, row in completed.items()}
    charged = {charge.payment_id: (charge.charge_id, charge.amount, charge.currency) for charge in charges}
    return [
        Tally(label="completed payments", count=len(completed)),
        Tally(label="charges in the gateway's ledger", count=len(charges), expected=len(completed)),
        Tally(label="payments charged twice", count=sum(count > 1 for count in per_payment.values()), expected=0),
        Tally(label="charges that differ from their record", count=len(owed.items() ^ charged.items()), expected=0),
    ]


local = LocalSetup(
    double=lambda: GatewayDouble().start(),
    parameters=lambda gateway: {resources.gateway_url.logical_id: gateway.url},
    secrets={resources.gateway_key.logical_id: "sk_test_local"},
    nth_input=nth_payment,
    execution_name=lambda given: str(given["paymentId"]),
    audit=compare_with_ledger,
)

scenarios = [
    Scenario(name="success", about="A payment is charged, recorded and confirmed.", input=payment),
    Scenario(
        name="decline",
        about="The bank refuses the card: nothing is charged, the customer is told, operations are alerted.",
        input=payment,
        prepare=lambda gateway, given: gateway.declines(given["paymentId"], "insufficient_funds"),
        status="FAILED",
        error="PaymentDeclined",
    ),
    Scenario(
        name="gateway-down-then-up",
        about="The gateway is down for two attempts, then up: charged at the third.",
        input=payment,
        prepare=lambda gateway, given: gateway.unavailable(given["paymentId"], times=2),
    ),
    Scenario(
        name="answers-after-timeout",
        about="The gateway charges, and answers after the time-out: asked again with the same key, charged once.",
        input=payment,
        prepare=lambda gateway, given: gateway.slow(
            given["paymentId"], seconds=HTTP_TIMEOUT_SECONDS + 1, times=1, charged=True
        ),
    ),
    Scenario(
        name="lost-answer",
        about="The gateway charges, and its answer is lost: asked again with the same key, charged once.",
        input=payment,
        prepare=lambda gateway, given: gateway.drops_reply(given["paymentId"]),
    ),
    Scenario(
        name="invalid-input",
        about="A currency that there is not: refused before anything is charged.",
        input=lambda: payment(currency="EUX"),
        status="FAILED",
        error="PaymentInvalid",
    ),
    Scenario(
        name="amount-too-small",
        about="The gateway takes no amount as small as this: asked once, nothing is charged, operations have to look.",
        input=lambda: payment(amount_minor=1),
        prepare=lambda gateway, given: gateway.refuses(given["paymentId"], "amount_too_small"),
        status="FAILED",
        error="GatewayRefused",
    ),
    Scenario(
        name="duplicate",
        about="The same payment is started twice at the same time: charged once, both succeed.",
        input=payment,
        starts=2,
    ),
]
