"""What a request must be before anything is stored or charged for it."""

import hashlib
import json
from typing import Any

from aws_lambda_powertools.utilities.parser import ValidationError

from lambdas.payments.card_numbers import contains_card_number
from lambdas.payments.contracts import PaymentInvalid, PaymentRequest
from lambdas.payments.money import EXPONENTS


def admit_payment(data: Any) -> PaymentRequest:
    """The request; raises PaymentInvalid, which repeats nothing of what was sent, since it is logged."""
    try:
        payment = PaymentRequest.model_validate(data)
    except ValidationError as error:
        known = [fault for fault in error.errors() if fault["type"] != "extra_forbidden"]
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'payment'}: {fault['msg']}" for fault in known]
        raise PaymentInvalid("; ".join(faults) or "unknown field") from None
    if any(contains_card_number(str(value)) for value in payment.model_dump().values()):
        raise PaymentInvalid("card numbers are refused; send the gateway's token as paymentMethod")
    if payment.currency not in EXPONENTS:
        raise PaymentInvalid("currency: not one that can be charged")
    # https://docs.stripe.com/currencies#three-decimal
    if EXPONENTS[payment.currency] == 3 and payment.amount_minor % 10:
        raise PaymentInvalid("amountMinor: of a currency with three decimals, only tens can be charged")
    return payment


def hash_request(payment: PaymentRequest) -> str:
    """What tells the request from another one under the same paymentId."""
    # Without defaults, so that a field added later does not make a payment another one.
    content = json.dumps(payment.model_dump(exclude_defaults=True), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
