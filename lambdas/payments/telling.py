"""Tell a customer how a payment ended, by its row alone: what is recorded is published, then marked.

What no row says is told to nobody, for it may turn out otherwise; the reconciler settles the row and tells it then. A
message can be sent twice, when marking fails, but is never marked without being sent.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from lambdas.payments.contracts import CustomerNotification
from lambdas.payments.messages import publish
from lambdas.payments.records import write_row


def tell_customer(row: dict[str, Any], now: str) -> str | None:
    """The id of the message; None when the row has no outcome, or its customer was told."""
    status = row.get("status", "PENDING")
    if status == "PENDING":
        return None
    message_id = None
    if "notifiedAt" not in row:
        message = read_notification(row).model_dump(by_alias=True, exclude_none=True)
        message_id = publish("CUSTOMER_TOPIC_ARN", message, "outcome", status)
    # If the row still says what its customer was told; otherwise its customer is told again.
    write_row(row["paymentId"], "executionArn = :owner AND #status = :status",
              "notifiedAt = if_not_exists(notifiedAt, :now) REMOVE untold",
              now=now, owner=row["executionArn"], status=status)  # fmt: skip
    return message_id


def read_notification(row: dict[str, Any]) -> CustomerNotification:
    """What a row that has ended says, for its customer: the reason by its name alone, not the bank's own words."""
    amount, exponent = (int(row[name]) if name in row else None for name in ("amountMinor", "exponent"))
    return CustomerNotification(
        payment_id=row["paymentId"],
        outcome=row["status"],
        customer_id=row.get("customerId"),
        amount_minor=amount,
        currency=row.get("currency"),
        exponent=exponent,
        charge_id=row.get("chargeId"),
        error_reason=row.get("errorReason", "").partition(":")[0] or None,
    )
