"""Charge a claimed payment. In: ChargeRequest. Out: ChargeResult.

Raises PaymentDeclined, GatewayRefused, IdempotencyConflict (terminal), PaymentUnknown (terminal, may be charged), and
GatewayUnavailable, GatewayThrottled, GatewayTimeout (to be retried). Environment: TRANSACTIONS_TABLE and the gateway's.
"""

from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.parser import parse

from lambdas.payments.charging import create_charge
from lambdas.payments.contracts import (
    KEY_WINDOW_SECONDS,
    ChargeRequest,
    GatewayTimeout,
    GatewayUnavailable,
    PaymentDeclined,
    PaymentUnknown,
)
from lambdas.payments.gateway import find_charge
from lambdas.payments.records import write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, ChargeRequest)
    # Counted before the gateway is asked, whatever comes of it.
    row = write_row(
        request.payment_id,
        "executionArn = :owner AND #status = :pending",
        "firstAttemptAt = if_not_exists(firstAttemptAt, :now), retries = if_not_exists(attempts, :zero),"
        " attempts = if_not_exists(attempts, :zero) + :one",
        now=request.requested_at, owner=request.execution_arn, pending="PENDING", zero=0,
    )  # fmt: skip
    if row.get("executionArn") != request.execution_arn or row["status"] not in ("PENDING", "COMPLETED"):
        raise PaymentUnknown("the payment is no longer this execution's to charge")
    retries = int(row["retries"])
    metrics.add_metric("Attempts", "Count", 1)
    if retries:
        metrics.add_metric("Retries", "Count", 1)
    # Before the gateway is called, so that they are counted even if Lambda kills this attempt.
    metrics.flush_metrics()
    logger.info("attempt", payment_id=request.payment_id, retries=retries)
    # The reconciler may have settled an earlier attempt.
    charge_id = row.get("chargeId") or charge_once(request, row["firstAttemptAt"], retries)
    return {"paymentId": request.payment_id, "chargeId": charge_id, "retries": retries}


def charge_once(request: ChargeRequest, first_attempt_at: str, retries: int) -> str:
    """Charge with the one key while the gateway surely knows it; after that only ask what the charge came to."""
    age = datetime.fromisoformat(request.requested_at) - datetime.fromisoformat(first_attempt_at)
    known = age.total_seconds() < KEY_WINDOW_SECONDS
    payment = (request.payment_id, request.amount_minor, request.currency)
    try:
        charge_id = create_charge(request) if known else find_charge(*payment)
    except (GatewayUnavailable, GatewayTimeout, PaymentDeclined):
        # The gateway replays its own failure as long as it knows the key, and could refuse what it charged before when
        # it does not know the key any more: a search can know more.
        charge_id = find_charge(*payment) if retries else None
        if not charge_id:
            raise
    if not charge_id:
        raise PaymentUnknown("the gateway does not show how the payment ended")
    return charge_id
