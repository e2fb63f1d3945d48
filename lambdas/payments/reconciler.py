"""Settle payments that no execution will end. In: ReconcileRequest (a scheduled event). Out: ReconcileReport.

Takes rows that have been PENDING or UNKNOWN for longer than the state machine may run, oldest first, and asks the
gateway by reference. What it cannot settle stays UNKNOWN, is alerted once, and is asked for again on a later run: that
the gateway shows no charge does not prove that there is none. A payment without a counted attempt was never charged.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN, ALERTS_TOPIC_ARN and the gateway's.
"""

from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from boto3.dynamodb.conditions import Key

from lambdas.payments.contracts import MACHINE_TIMEOUT_SECONDS, STATUS_INDEX, PaymentDeclined
from lambdas.payments.gateway import find_charge
from lambdas.payments.messages import publish
from lambdas.payments.records import table, write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    now = event["time"]
    # First, so that it is told even if settling fails.
    metrics.add_metric("OldestPending", "Milliseconds", oldest_pending(now))
    metrics.flush_metrics()
    stale = (datetime.fromisoformat(now) - timedelta(seconds=MACHINE_TIMEOUT_SECONDS)).isoformat()
    outcomes = []
    for status in ("PENDING", "UNKNOWN"):
        old = Key("status").eq(status) & Key("timestamp").lt(stale)
        for row in table.query(IndexName=STATUS_INDEX, KeyConditionExpression=old, Limit=25)["Items"]:
            outcomes.append(reconcile(str(row["paymentId"]), status, stale, now))
    left = outcomes.count("UNKNOWN")
    settled = sum(outcome in ("COMPLETED", "DECLINED", "REJECTED") for outcome in outcomes)
    metrics.add_metric("PaymentsReconciled", "Count", settled)
    metrics.add_metric("PaymentsInDoubt", "Count", left)
    metrics.flush_metrics()
    return {"settled": settled, "open": left}


def oldest_pending(now: str) -> int:
    """Milliseconds since something happened to the pending payment that has been left alone the longest."""
    pending = table.query(IndexName=STATUS_INDEX, KeyConditionExpression=Key("status").eq("PENDING"), Limit=1)["Items"]
    ages = [datetime.fromisoformat(now) - datetime.fromisoformat(str(row["timestamp"])) for row in pending]
    return max((int(age.total_seconds() * 1000) for age in ages), default=0)


def reconcile(payment_id: str, was: str, stale: str, now: str) -> str:
    """What the payment's row says afterwards; publishing comes first, so that no outcome is stored in silence."""
    # Written to before asking, so that a row that cannot be settled goes to the end of the queue.
    row = write_row(
        payment_id, "#status = :was AND #timestamp < :stale", "reconciledAt = :now", was=was, stale=stale, now=now
    )
    if row.get("reconciledAt") != now or row["status"] != was:
        return "TAKEN"
    status, detail = learn_outcome(row)
    logger.info("reconciled", payment_id=payment_id, status=status)
    message = {name: row[name] for name in ("paymentId", "currency", "executionArn")}
    message |= {"outcome": status, "amountMinor": int(row["amountMinor"])}
    if status != "UNKNOWN":
        publish("CUSTOMER_TOPIC_ARN", message, "outcome", status)
    elif "alertedAt" not in row:
        publish("ALERTS_TOPIC_ARN", message, "severity", "urgent")
    update = "chargeId = :detail REMOVE errorReason" if status == "COMPLETED" else "errorReason = :detail"
    if status == "UNKNOWN":
        update = f"alertedAt = :now, {update}"
    # Whoever else wrote to the row meanwhile changed its version, and wins.
    seen = row["version"]
    row = write_row(
        payment_id, "version = :seen", f"#status = :status, {update}", seen=seen, status=status, detail=detail, now=now
    )
    return str(row["status"])


def learn_outcome(row: dict[str, Any]) -> tuple[str, str]:
    """How the payment ended, with the id of its charge, or the reason why there is none."""
    if "attempts" not in row:
        return "REJECTED", "Abandoned"
    try:
        charge_id = find_charge(row["paymentId"])
    except PaymentDeclined as declined:
        return "DECLINED", f"PaymentDeclined: {declined}"
    return ("COMPLETED", charge_id) if charge_id else ("UNKNOWN", row.get("errorReason", "Abandoned"))
