"""Settle payments that no execution will end. In: ReconcileRequest (a scheduled event). Out: ReconcileReport.

Takes rows that have been PENDING or UNKNOWN for longer than the state machine may run, oldest first, and asks the
gateway by reference. What it cannot settle stays UNKNOWN, is alerted once, and is asked for again on a later run: that the
gateway shows no charge does not prove that there is none. A payment that no attempt was counted for was never charged.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN, ALERTS_TOPIC_ARN and the gateway's.
"""

import os
from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.conditions import Key

from lambdas.payments.contracts import (
    MACHINE_TIMEOUT_SECONDS,
    STATUS_INDEX,
    CustomerNotification,
    FinalStatus,
    PaymentDeclined,
    ReconcileReport,
    ReconcileRequest,
)
from lambdas.payments.gateway import find_charge
from lambdas.payments.notifications import publish_outcome, sns
from lambdas.payments.records import read_row, transactions, write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
@event_parser(model=ReconcileRequest)
@metrics.log_metrics
def handler(event: ReconcileRequest, _context: LambdaContext) -> dict[str, Any]:
    stale = datetime.fromisoformat(event.time) - timedelta(seconds=MACHINE_TIMEOUT_SECONDS)
    outcomes = [reconcile(payment_id, event.time) for payment_id in open_payments(stale.isoformat())]
    left = outcomes.count("UNKNOWN")
    metrics.add_metric("PaymentsReconciled", MetricUnit.Count, len(outcomes) - left)
    metrics.add_metric("PaymentsInDoubt", MetricUnit.Count, left)
    return ReconcileReport(settled=len(outcomes) - left, open=left).model_dump(mode="json", by_alias=True)


def open_payments(before: str) -> list[str]:
    """Ids of rows that nobody has written to since; the oldest of each kind, as many as one run has time for."""
    return [
        str(row["paymentId"])
        for status in ("PENDING", "UNKNOWN")
        for row in transactions.query(
            IndexName=STATUS_INDEX,
            KeyConditionExpression=Key("status").eq(status) & Key("timestamp").lt(before),
            Limit=25,
        )["Items"]
    ]


def reconcile(payment_id: str, now: str) -> str:
    """The status of the row afterwards; TAKEN when somebody else wrote to it meanwhile, who then wins."""
    # Written to before asking, so that a row that cannot be settled goes to the end of the queue.
    row = change_row(read_row(payment_id), "SET #timestamp = :now", now=now)
    if row is None:
        return "TAKEN"
    found = learn_outcome(row, now)
    update = "SET #status = :status, errorReason = if_not_exists(errorReason, :reason)"
    if found.outcome == "COMPLETED":
        update = "SET #status = :status, chargeId = :charge REMOVE errorReason"
    elif found.outcome == "UNKNOWN":
        update += ", alertedAt = :now"
    if found.outcome != "UNKNOWN":
        publish_outcome(found)
    elif "alertedAt" not in row:
        alert_operations(found)
    change_row(row, update, status=found.outcome, charge=found.charge_id, reason=found.error_reason, now=now)
    logger.info("payment reconciled", payment_id=payment_id, status=found.outcome)
    return found.outcome


def change_row(row: dict[str, Any], update: str, **values: str | None) -> dict[str, Any] | None:
    return write_row(row["paymentId"], "version = :seen", update, seen=int(row["version"]), **values)


def learn_outcome(row: dict[str, Any], now: str) -> CustomerNotification:
    outcome: FinalStatus = "REJECTED"
    charge_id = None
    reason: str | None = "Abandoned"
    if "attempts" in row:
        try:
            charge_id = find_charge(row["paymentId"])
            outcome, reason = ("COMPLETED", None) if charge_id else ("UNKNOWN", reason)
        except PaymentDeclined as declined:
            outcome, reason = "DECLINED", f"PaymentDeclined: {declined}"
    return CustomerNotification(
        execution_arn=row["executionArn"],
        requested_at=now,
        payment_id=row["paymentId"],
        outcome=outcome,
        amount_minor=int(row["amountMinor"]),
        currency=row["currency"],
        charge_id=charge_id,
        error_reason=reason,
    )


def alert_operations(found: CustomerNotification) -> None:
    sns.publish(
        TopicArn=os.environ["ALERTS_TOPIC_ARN"],
        Subject="A payment cannot be settled",
        Message=found.model_dump_json(by_alias=True, exclude_none=True),
        MessageAttributes={
            "severity": {"DataType": "String", "StringValue": "urgent"},
            "source": {"DataType": "String", "StringValue": "reconciler"},
        },
    )
