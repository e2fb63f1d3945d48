"""Charge a claimed payment. In: ChargeRequest. Out: ChargeResult.

Raises PaymentDeclined and IdempotencyConflict (terminal), PaymentUnknown (terminal, may be charged), and
GatewayUnavailable, GatewayThrottled and GatewayTimeout (to be retried). Environment: TRANSACTIONS_TABLE and the gateway's.
"""

from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.payments.contracts import (
    KEY_WINDOW_SECONDS,
    ChargeRequest,
    ChargeResult,
    GatewayTimeout,
    GatewayUnavailable,
    PaymentDeclined,
    PaymentUnknown,
)
from lambdas.payments.gateway import create_charge, find_charge
from lambdas.payments.records import read_row, write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
@event_parser(model=ChargeRequest)
@metrics.log_metrics
def handler(event: ChargeRequest, _context: LambdaContext) -> dict[str, Any]:
    metrics.add_metric("Attempts", MetricUnit.Count, 1)
    row = count_attempt(event)
    retries = int(row["retries"])
    if retries:
        metrics.add_metric("Retries", MetricUnit.Count, retries)
    logger.info("payment attempted", payment_id=event.payment_id, retries=retries)
    charge_id = row.get("chargeId") or charge_once(event, retries, row["firstAttemptAt"])
    result = ChargeResult(payment_id=event.payment_id, charge_id=charge_id, retries=retries)
    return result.model_dump(mode="json", by_alias=True)


def count_attempt(request: ChargeRequest) -> dict[str, Any]:
    """The owner's row with this attempt counted; it is counted before the gateway is asked, whatever comes of it."""
    row = write_row(
        request.payment_id,
        "executionArn = :owner AND #status = :pending AND amountMinor = :amount AND currency = :currency",
        "SET #timestamp = :now, firstAttemptAt = if_not_exists(firstAttemptAt, :now),"
        " retries = if_not_exists(attempts, :zero), attempts = if_not_exists(attempts, :zero) + :one",
        owner=request.execution_arn,
        pending="PENDING",
        amount=request.amount_minor,
        currency=request.currency,
        now=request.requested_at,
        zero=0,
        one=1,
    )
    return row or settled_row(request)


def settled_row(request: ChargeRequest) -> dict[str, Any]:
    """The owner's row when the payment was settled before this attempt, by the reconciler or an attempt given up on."""
    row = read_row(request.payment_id)
    mine = row.get("executionArn") == request.execution_arn
    if mine and row["status"] == "DECLINED":
        raise PaymentDeclined(row.get("errorReason", "declined"))
    if mine and row["status"] == "COMPLETED":
        return row
    raise PaymentUnknown("the payment is not this execution's to charge")


def charge_once(request: ChargeRequest, retries: int, first_attempt_at: str) -> str:
    """Charge with the one key while the gateway surely knows it; after that only ask what the charge came to."""
    age = datetime.fromisoformat(request.requested_at) - datetime.fromisoformat(first_attempt_at)
    if age.total_seconds() < KEY_WINDOW_SECONDS:
        try:
            return create_charge(request)
        except (GatewayUnavailable, GatewayTimeout):
            # The gateway replays a failure of its own as long as it knows the key: a search can know more.
            charge_id = find_charge(request.payment_id) if retries else None
            if not charge_id:
                raise
            return charge_id
    charge_id = find_charge(request.payment_id)
    if not charge_id:
        raise PaymentUnknown("the gateway may have forgotten the key, and does not show the payment")
    return charge_id
