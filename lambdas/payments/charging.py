"""Charge a payment at the gateway, under the one key that it ever has."""

import os
from urllib.parse import urlencode

from lambdas.payments.contracts import ChargeRequest, GatewayRefused, IdempotencyConflict, PaymentDeclined
from lambdas.payments.gateway import ask_gateway, is_of, name_refusal, read_charge


def create_charge(request: ChargeRequest) -> str | None:
    """Charge the payment, or learn what its first charge came to: its id, or None when that is not settled.

    The key comes from environment and paymentId alone, so that no retry, duplicate or redrive ever has another one.
    """
    environment = os.environ["ENVIRONMENT"]
    form = {
        "amount": request.amount_minor,
        "currency": request.currency.lower(),
        "payment_method": request.payment_method,
        "payment_method_types[]": "card",
        "confirm": "true",
        "error_on_requires_action": "true",
        "metadata[paymentId]": request.payment_id,
        "metadata[environment]": environment,
    }
    status, answer = ask_gateway("POST", "", urlencode(form), f"{environment}/{request.payment_id}")
    match answer:
        case {"error": {"type": "idempotency_error"}}:
            raise IdempotencyConflict("the gateway knows this payment with other parameters")
        case {"error": {"type": "card_error", "code": str()} as refusal}:
            raise PaymentDeclined(name_refusal(refusal))
        case {"error": {"payment_intent": dict(intent)}}:
            # Something was made all the same: that decides.
            answer = intent
        case {"error": {"type": "invalid_request_error", "param": "payment_method"} as refusal} if status == 400:
            # A token that the gateway does not know: the sender's to mend, as a card that is declined.
            raise PaymentDeclined(name_refusal(refusal))
        case {"error": {"type": "invalid_request_error"} as refusal} if status == 400:
            # Refused as it was asked for, an amount too small for one: nothing was made, and asking again is no use.
            raise GatewayRefused(name_refusal(refusal))
    return read_charge(answer) if is_of(answer, request.amount_minor, request.currency) else None
