"""Check a payment and claim its paymentId for one execution. In: ValidateRequest. Out: ValidatedPayment.

Raises PaymentInvalid, PaymentConflict, PaymentInProgress, PaymentAlreadyFailed. Environment: TRANSACTIONS_TABLE.
"""

import hashlib
import json
from typing import Any, Literal

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.payments.admission import admit_payment
from lambdas.payments.contracts import (
    PaymentAlreadyFailed,
    PaymentConflict,
    PaymentInProgress,
    ValidatedPayment,
    ValidateRequest,
)
from lambdas.payments.records import read_row, write_row

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    payment, exponent = admit_payment(event.get("payment"))
    request = parse(event, ValidateRequest)
    row = claim_payment(request)
    outcome = judge_claim(row, request.execution_arn)
    logger.info("payment admitted", payment_id=payment.payment_id, outcome=outcome)
    validated = ValidatedPayment(
        **payment.model_dump(), outcome=outcome, exponent=exponent, charge_id=row.get("chargeId")
    )
    return validated.model_dump(mode="json", by_alias=True)


def claim_payment(request: ValidateRequest) -> dict[str, Any]:
    """The row of the payment, made for this execution unless there is one; another payload under its id is refused."""
    payment = request.payment
    # Defaults stay out of the hash, so that a field added later does not make an old request another one.
    content = json.dumps(payment.model_dump(exclude_defaults=True), sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    row = write_row(
        payment.payment_id,
        "attribute_not_exists(paymentId)",
        "SET #status = :pending, #timestamp = :now, executionArn = :owner, requestHash = :digest,"
        " amountMinor = :amount, currency = :currency, retries = :zero",
        pending="PENDING",
        now=request.requested_at,
        owner=request.execution_arn,
        digest=digest,
        amount=payment.amount_minor,
        currency=payment.currency,
        zero=0,
    ) or read_row(payment.payment_id)
    if row.get("requestHash") != digest:
        raise PaymentConflict("another request was made under this paymentId")
    return row


def judge_claim(row: dict[str, Any], execution_arn: str) -> Literal["CLAIMED", "COMPLETED"]:
    status = row["status"]
    if status == "COMPLETED":
        return "COMPLETED"
    if status != "PENDING":
        raise PaymentAlreadyFailed(f"the payment ended {status}")
    if row["executionArn"] != execution_arn:
        raise PaymentInProgress("another execution is making this payment")
    return "CLAIMED"
