"""Check a payment and claim its paymentId for one execution. In: ValidateRequest. Out: ValidatedPayment.

Raises PaymentInvalid, PaymentConflict, PaymentInProgress, PaymentAlreadyFailed. Environment: TRANSACTIONS_TABLE.
"""

from typing import Any

from aws_lambda_powertools import Logger

from lambdas.payments.admission import admit_payment, hash_request
from lambdas.payments.contracts import PaymentAlreadyFailed, PaymentConflict, PaymentInProgress
from lambdas.payments.money import EXPONENTS
from lambdas.payments.records import write_row

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    payment = admit_payment(event.get("payment"))
    owner = event["executionArn"]
    digest = hash_request(payment)
    row = write_row(
        payment.payment_id,
        "attribute_not_exists(paymentId)",
        "#status = :pending, executionArn = :owner, requestHash = :digest, amountMinor = :amount, currency = :currency,"
        " exponent = :exponent, customerId = :customer, retries = :zero",
        now=event["requestedAt"], pending="PENDING", owner=owner, digest=digest,
        amount=payment.amount_minor, currency=payment.currency, exponent=EXPONENTS[payment.currency],
        customer=payment.customer_id, zero=0,
    )  # fmt: skip
    status = row["status"]
    logger.info("claim", payment_id=payment.payment_id, status=status)
    if row.get("requestHash") != digest:
        raise PaymentConflict("another request was made under this paymentId")
    if status not in ("PENDING", "COMPLETED"):
        raise PaymentAlreadyFailed(f"the payment ended {status}")
    if status == "PENDING" and row["executionArn"] != owner:
        raise PaymentInProgress("another execution is making this payment")
    return payment.model_dump(by_alias=True) | {
        "outcome": "CLAIMED" if status == "PENDING" else status,
        "chargeId": row.get("chargeId"),
    }
