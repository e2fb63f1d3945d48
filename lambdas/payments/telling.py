"""Tell a customer how a payment ended, and mark its row: publish first, then mark.

A message can be sent twice, when marking fails, but is never marked without being sent.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from lambdas.payments.contracts import CustomerNotification
from lambdas.payments.messages import publish
from lambdas.payments.money import EXPONENTS
from lambdas.payments.records import write_row


def read_notification(row: dict[str, Any], now: str) -> CustomerNotification:
    """What a row that has ended says, for its customer: the reason by its name alone, not the bank's own words."""
    amount, currency = row.get("amountMinor"), row.get("currency", "")
    return CustomerNotification(
        execution_arn=row["executionArn"],
        requested_at=now,
        payment_id=row["paymentId"],
        outcome=row["status"],
        amount_minor=None if amount is None else int(amount),
        currency=currency or None,
        exponent=EXPONENTS.get(currency),
        charge_id=row.get("chargeId"),
        error_reason=row.get("errorReason", "").partition(":")[0] or None,
    )


def tell_customer(told: CustomerNotification) -> str:
    """The id of the message."""
    message = told.model_dump(by_alias=True, exclude_none=True, exclude={"execution_arn", "requested_at"})
    return publish("CUSTOMER_TOPIC_ARN", message, "outcome", told.outcome)


def mark_told(told: CustomerNotification) -> None:
    """Mark the row, if it still says what its customer was told; otherwise its customer is told again."""
    write_row(told.payment_id, "executionArn = :owner AND #status = :status", "notifiedAt = :now REMOVE untold",
              now=told.requested_at, owner=told.execution_arn, status=told.outcome)  # fmt: skip
