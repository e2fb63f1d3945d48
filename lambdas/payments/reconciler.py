"""Settle payments that no execution will end. In: ReconcileRequest (a scheduled event). Out: ReconcileReport.

Takes rows that have been PENDING or UNKNOWN for longer than the state machine may run, oldest first, and asks the
gateway by reference. What it cannot settle stays UNKNOWN, is alerted once, and is asked for again on a later run: that
the gateway shows no charge does not prove that there is none. A payment without a counted attempt was never charged.
An outcome is recorded before its customer is told, so that nobody is told what turns out otherwise. Before that it
tells the customers of payments that ended as long ago and whom nobody told: an execution that was stopped, or could
not, or an earlier run. Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN, ALERTS_TOPIC_ARN and the gateway's.
"""

from datetime import datetime, timedelta
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.conditions import ConditionBase, Key

from lambdas.payments.contracts import MACHINE_TIMEOUT_SECONDS, STATUS_INDEX, UNTOLD, UNTOLD_INDEX, PaymentDeclined
from lambdas.payments.gateway import find_charge
from lambdas.payments.messages import publish
from lambdas.payments.records import table, write_row
from lambdas.payments.telling import tell_customer

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    now, run = event["time"], context.aws_request_id
    # First, so that it is told even if settling fails.
    metrics.add_metric("OldestPending", "Milliseconds", oldest_pending(now))
    metrics.flush_metrics()
    stale = (datetime.fromisoformat(now) - timedelta(seconds=MACHINE_TIMEOUT_SECONDS)).isoformat()
    old = Key("timestamp").lt(stale)
    # Before the gateway is asked, which may not answer, or only slowly.
    for name in find(UNTOLD_INDEX, Key("untold").eq(UNTOLD) & old):
        tell_late(name, stale, now, run)
    outcomes = {
        status: [
            reconcile(name, status, stale, now, run) for name in find(STATUS_INDEX, Key("status").eq(status) & old)
        ]
        for status in ("PENDING", "UNKNOWN")
    }
    every = [*outcomes["PENDING"], *outcomes["UNKNOWN"]]
    left = every.count("UNKNOWN")
    settled = sum(outcome in ("COMPLETED", "DECLINED", "REJECTED") for outcome in every)
    metrics.add_metric("PaymentsReconciled", "Count", settled)
    metrics.add_metric("PaymentsInDoubt", "Count", left)
    # No execution leaves a row PENDING by itself: each of these died, or could not write.
    metrics.add_metric("PaymentsAbandoned", "Count", sum(outcome != "TAKEN" for outcome in outcomes["PENDING"]))
    metrics.flush_metrics()
    return {"settled": settled, "open": left}


def find(index: str, condition: ConditionBase, limit: int = 25) -> list[str]:
    """The ids of the oldest payments of an index."""
    found = table.query(IndexName=index, KeyConditionExpression=condition, Limit=limit)["Items"]
    return [str(row["paymentId"]) for row in found]


def oldest_pending(now: str) -> int:
    """Milliseconds since something happened to the pending payment that has been left alone the longest."""
    pending = table.query(IndexName=STATUS_INDEX, KeyConditionExpression=Key("status").eq("PENDING"), Limit=1)["Items"]
    ages = [datetime.fromisoformat(now) - datetime.fromisoformat(str(row["timestamp"])) for row in pending]
    return max((int(age.total_seconds() * 1000) for age in ages), default=0)


def take(payment_id: str, condition: str, run: str, **values: str) -> dict[str, Any]:
    """The row as this run has it for itself, or nothing: its own executions, or another run, have it then.

    Written to before anything else, so that a row that cannot be settled goes to the end of the queue. The same event
    can come twice, so a run is told by its own id and not by its time.
    """
    row = write_row(payment_id, f"{condition} AND #timestamp < :stale", "reconciledAt = :now, reconciledBy = :run",
                    run=run, **values)  # fmt: skip
    return row if row.get("reconciledBy") == run else {}


def reconcile(payment_id: str, was: str, stale: str, now: str, run: str) -> str:
    """What the payment's row says afterwards, which is what its customer is told."""
    row = take(payment_id, "#status = :was", run, was=was, stale=stale, now=now)
    if row.get("status") != was:
        return "TAKEN"
    status, detail = learn_outcome(row)
    update = "untold = :untold, errorReason = :detail REMOVE notifiedAt"
    if status == "COMPLETED":
        update = "untold = :untold, chargeId = :detail REMOVE errorReason, notifiedAt"
    elif status == "UNKNOWN":
        update = "errorReason = :detail"
    values = {} if status == "UNKNOWN" else {"untold": UNTOLD}
    # Whoever else wrote to the row meanwhile changed its version, and wins.
    row = write_row(payment_id, "version = :seen", f"#status = :status, {update}",
                    seen=row["version"], status=status, detail=detail, now=now, **values)  # fmt: skip
    logger.info("reconciled", payment_id=payment_id, status=row["status"])
    tell_customer(row, now)
    if row["status"] == "UNKNOWN" and "alertedAt" not in row:
        alert_doubt(row, now)
    return str(row["status"])


def learn_outcome(row: dict[str, Any]) -> tuple[str, str]:
    """How the payment ended, with the id of its charge, or the reason why there is none."""
    if "attempts" not in row:
        return "REJECTED", "Abandoned"
    try:
        charge_id = find_charge(row["paymentId"], int(row["amountMinor"]), row["currency"])
    except PaymentDeclined as declined:
        return "DECLINED", f"PaymentDeclined: {declined}"
    return ("COMPLETED", charge_id) if charge_id else ("UNKNOWN", row.get("errorReason", "Abandoned"))


def alert_doubt(row: dict[str, Any], now: str) -> None:
    """Alert operations, once."""
    alert = {name: row[name] for name in ("paymentId", "currency", "executionArn", "errorReason")}
    alert |= {"severity": "urgent", "outcome": row["status"], "amountMinor": int(row["amountMinor"])}
    publish("ALERTS_TOPIC_ARN", alert, "severity", "urgent", Subject="A payment is in doubt")
    write_row(row["paymentId"], "#status = :doubt", "alertedAt = :now", doubt="UNKNOWN", now=now)


def tell_late(payment_id: str, stale: str, now: str, run: str) -> None:
    """Tell the customer of a payment that ended in silence."""
    row = take(payment_id, "untold = :untold AND #status <> :pending", run,
               untold=UNTOLD, pending="PENDING", stale=stale, now=now)  # fmt: skip
    if "untold" in row:
        logger.info("told late", payment_id=payment_id, message_id=tell_customer(row, now))
