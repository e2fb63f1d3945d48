"""Record how a payment ended. In: TransactionRecord. Out: StoredTransaction.

A status only moves forward, and only by the execution that owns the payment; a rejection may be its first row. With
its outcome a row becomes `untold`, until its customer was told; what was told of an earlier doubt does not count.
Raises StatusConflict when a charge cannot be recorded, also when the row has another one.
Environment: TRANSACTIONS_TABLE.
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.parser import parse

from lambdas.payments.contracts import UNTOLD, StatusConflict, TransactionRecord
from lambdas.payments.records import write_row

logger = Logger()
metrics = Metrics()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, TransactionRecord)
    row = store_outcome(request)
    status = row.get("status", "ABSENT")
    said = (row.get("executionArn"), status, row.get("chargeId"))
    recorded = said == (request.execution_arn, request.status, request.charge_id)
    metrics.add_metric(f"Payments{request.status.title()}", "Count", int(recorded))
    metrics.flush_metrics()
    if recorded and "amountMinor" in row:
        name, currency = f"Amount{request.status.title()}", {"currency": row["currency"]}
        with single_metric(name, MetricUnit.NoUnit, int(row["amountMinor"]), default_dimensions=currency):
            pass
    logger.info("outcome", payment_id=request.payment_id, status=status, recorded=recorded)
    if request.status == "COMPLETED" and not recorded:
        raise StatusConflict(f"the payment is charged as {request.charge_id}, and its row says {said[1:]}")
    return {"paymentId": request.payment_id, "status": status, "recorded": recorded}


def store_outcome(record: TransactionRecord) -> dict[str, Any]:
    condition = "executionArn = :owner AND #status = :pending"
    update = "#status = :status, executionArn = :owner, retries = if_not_exists(retries, :zero)"
    values = {"charge": record.charge_id, "reason": (record.error_reason or "")[:500]}
    if record.status == "REJECTED":
        condition += " OR attribute_not_exists(paymentId)"
    if record.status == "COMPLETED":
        # A charge that is known after all settles a payment in doubt; nothing else here does.
        condition = "executionArn = :owner AND #status IN (:pending, :doubt)"
        values["doubt"] = "UNKNOWN"
    if record.status != "UNKNOWN":
        update += ", untold = :untold"
        values["untold"] = UNTOLD
    update += ", chargeId = :charge" if record.charge_id else ""
    update += ", errorReason = :reason" if record.error_reason else " REMOVE errorReason, notifiedAt"
    given = {name: value for name, value in values.items() if value}
    return write_row(
        record.payment_id, condition, update,
        now=record.requested_at, owner=record.execution_arn, pending="PENDING", status=record.status, zero=0, **given,
    )  # fmt: skip
