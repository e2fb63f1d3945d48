"""Spellings of one name."""

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")


def words(name: str) -> list[str]:
    """The words of a name: "ValidatePayment2", "validate_payment 2" and "validate-payment-2" have the same three."""
    return _WORD.findall(name)


def lower_camel(name: str) -> str:
    """As a JSONata variable is spelled: "ValidatePayment" is "validatePayment"."""
    first, *rest = words(name) or ["value"]
    spelled = first.lower() + "".join(word[:1].upper() + word[1:] for word in rest)
    return f"value{spelled}" if spelled[0].isdigit() else spelled


def upper_camel(name: str) -> str:
    """As a logical id is spelled, letters and digits only: "payment-alerts" is "PaymentAlerts"."""
    return "".join(word[:1].upper() + word[1:] for word in words(name))


def snake_case(name: str) -> str:
    """As a Python name is spelled: "ValidatePayment" is "validate_payment"."""
    spelled = "_".join(word.lower() for word in words(name)) or "value"
    return f"value_{spelled}" if spelled[0].isdigit() else spelled
