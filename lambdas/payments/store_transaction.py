"""Record how a payment ended. In: TransactionRecord. Out: StoredTransaction.

A status only moves forward, and only by the execution that owns the payment; a rejection may be its first row.
Raises StatusConflict when a charged payment cannot be recorded as such. Environment: TRANSACTIONS_TABLE.
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.payments.contracts import StatusConflict, StoredTransaction, TransactionRecord
from lambdas.payments.records import read_row, write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
@event_parser(model=TransactionRecord)
@metrics.log_metrics
def handler(event: TransactionRecord, _context: LambdaContext) -> dict[str, Any]:
    changed = store_outcome(event)
    row = changed or read_row(event.payment_id)
    status = row.get("status", "ABSENT")
    recorded = row.get("executionArn") == event.execution_arn and status == event.status
    logger.info("outcome recorded" if recorded else "outcome not recorded", payment_id=event.payment_id, status=status)
    metrics.add_metric(f"Payments{event.status.title()}", MetricUnit.Count, int(changed is not None))
    if event.status == "COMPLETED" and not recorded:
        raise StatusConflict(f"the payment is charged as {event.charge_id}, and its row says {status}")
    stored = StoredTransaction(payment_id=event.payment_id, status=status, recorded=recorded)
    return stored.model_dump(mode="json", by_alias=True)


def store_outcome(record: TransactionRecord) -> dict[str, Any] | None:
    # A charge that is known after all may settle a payment in doubt; nothing else may.
    condition = "executionArn = :owner AND #status IN (:pending, :doubt)"
    if record.status == "REJECTED":
        condition = f"attribute_not_exists(paymentId) OR ({condition})"
    update = "SET #status = :status, #timestamp = :now, executionArn = :owner, retries = if_not_exists(retries, :zero)"
    if record.charge_id:
        update += ", chargeId = :charge"
    update += ", errorReason = :reason" if record.error_reason else " REMOVE errorReason"
    return write_row(
        record.payment_id,
        condition,
        update,
        owner=record.execution_arn,
        pending="PENDING",
        doubt="UNKNOWN" if record.status == "COMPLETED" else "PENDING",
        status=record.status,
        now=record.requested_at,
        zero=0,
        charge=record.charge_id,
        reason=(record.error_reason or "")[:500],
    )
