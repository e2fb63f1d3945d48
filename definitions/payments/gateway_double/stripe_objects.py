"""Stripe's objects and errors, as its API writes them. Source: https://docs.stripe.com/api"""

import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

# What a PaymentIntent may be made with here; Stripe refuses parameters that it does not know, and so does the double.
PARAMETERS = re.compile(
    r"amount|currency|payment_method|confirm|error_on_requires_action|description|payment_method_types\[\d*\]"
    r"|metadata\[[^\[\]]{1,40}\]"
)

# Of these Stripe takes amounts in tens only: https://docs.stripe.com/currencies#three-decimal
THREE_DECIMAL = ("bhd", "jod", "kwd", "omr", "tnd")

# Stripe's test tokens for declined cards: https://docs.stripe.com/testing#declined-payments
DECLINING_METHODS = {
    "pm_card_visa_chargeDeclined": "generic_decline",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_visa_chargeDeclinedLostCard": "lost_card",
    "pm_card_chargeDeclinedExpiredCard": "expired_card",
}


@dataclass(frozen=True)
class Answer:
    """An HTTP status and its JSON."""

    status: int
    body: dict[str, Any]


def error(status: int, kind: str, message: str, **details: Any) -> Answer:
    """Stripe's error object: https://docs.stripe.com/api/errors"""
    return Answer(status, {"error": {"type": kind, "message": message, **details}})


def invalid(parameter: str, code: str, message: str, status: int = 400) -> Answer:
    return error(status, "invalid_request_error", message, code=code, param=parameter)


def find_fault(form: dict[str, str]) -> Answer | None:
    """What Stripe answers to parameters that are wrong; None when they are right."""
    unknown = next((name for name in form if not PARAMETERS.fullmatch(name)), None)
    if unknown:
        return invalid(unknown, "parameter_unknown", f"Received unknown parameter: {unknown}")
    for name in ("amount", "currency"):
        if not form.get(name):
            return invalid(name, "parameter_missing", f"Missing required param: {name}.")
    if not re.fullmatch(r"[0-9]{1,8}", form["amount"]):
        return invalid("amount", "parameter_invalid_integer", "Invalid integer")
    if int(form["amount"]) == 0:
        return invalid("amount", "parameter_invalid_integer", "This value must be greater than or equal to 1.")
    if not re.fullmatch(r"[a-z]{3}", form["currency"]):
        return invalid("currency", "invalid_currency", f"Invalid currency: {form['currency']}")
    if form["currency"] in THREE_DECIMAL and not form["amount"].endswith("0"):
        return invalid("amount", "parameter_invalid_integer", "The last digit must be 0.")
    if not form.get("payment_method", "").startswith("pm_"):
        return invalid("payment_method", "resource_missing", "No such PaymentMethod")
    return None


def make_intent(form: dict[str, str], decline_code: str | None) -> dict[str, Any]:
    """A confirmed PaymentIntent: succeeded, or waiting for another method after a decline."""
    identity = secrets.token_hex(12)
    confirmed = form.get("confirm") == "true"
    status = "requires_payment_method" if decline_code else "succeeded" if confirmed else "requires_confirmation"
    amount = int(form["amount"])
    return {
        "id": f"pi_{identity}",
        "object": "payment_intent",
        "amount": amount,
        "amount_received": amount if status == "succeeded" else 0,
        "client_secret": f"pi_{identity}_secret_double",
        "created": int(time.time()),
        "currency": form["currency"],
        "last_payment_error": _card_error(decline_code) if decline_code else None,
        "latest_charge": f"ch_{identity}" if confirmed else None,
        "livemode": False,
        "metadata": {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")},
        "payment_method": form["payment_method"],
        "status": status,
    }


def declined(intent: dict[str, Any]) -> Answer:
    """402 with the error that the intent keeps."""
    return Answer(402, {"error": {**intent["last_payment_error"], "payment_intent": intent}})


def _card_error(decline_code: str) -> dict[str, Any]:
    code = decline_code if decline_code in ("expired_card", "incorrect_cvc", "processing_error") else "card_declined"
    message = "Your card was declined."
    return {"type": "card_error", "code": code, "decline_code": decline_code, "message": message}
