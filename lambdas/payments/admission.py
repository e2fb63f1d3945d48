"""What a request must be before anything is stored or charged for it."""

from typing import Any

from aws_lambda_powertools.utilities.parser import ValidationError, parse

from lambdas.payments.card_numbers import contains_card_number
from lambdas.payments.contracts import PaymentInvalid, PaymentRequest
from lambdas.payments.money import currency_exponent


def admit_payment(data: Any) -> tuple[PaymentRequest, int]:
    """The request and the exponent of its currency.

    Raises PaymentInvalid, which never repeats what was sent: refused data is not for logs.
    """
    try:
        payment = parse(data, PaymentRequest)
    except ValidationError as error:
        raise PaymentInvalid(explain_refusal(error)) from None
    if any(contains_card_number(str(value)) for value in payment.model_dump().values()):
        raise PaymentInvalid("card numbers are refused; send the gateway's token as paymentMethod")
    exponent = currency_exponent(payment.currency)
    if exponent is None:
        raise PaymentInvalid("currency: not one that can be charged")
    return payment, exponent


def explain_refusal(error: ValidationError) -> str:
    """Which fields are wrong and why, without values and without names that the contract does not know."""
    faults = {
        "unknown field" if fault["type"] == "extra_forbidden" else f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
        for fault in error.errors(include_input=False, include_context=False, include_url=False)
    }
    return "; ".join(sorted(faults))
