"""Spellings of one name."""

import re
import unicodedata
from functools import lru_cache


def words(name: str) -> list[str]:
    """The words of a name: "ValidatePayment2", "validate_payment 2" and "validate-payment-2" have the same three."""
    found = [""]
    for before, letter, after in zip(" " + name, name, name[1:] + " ", strict=False):
        if letter == "_" or not f"_{letter}".isidentifier():
            found.append("")
            continue
        if _begins_word(before, letter, after):
            found.append("")
        found[-1] += letter
    return [word for word in found if word]


def _begins_word(before: str, letter: str, after: str) -> bool:
    if letter.isdigit() != before.isdigit():
        return True
    return letter.isupper() and (not before.isupper() or after.islower())


def lower_camel(name: str) -> str:
    """As a JSONata variable is spelled: "ValidatePayment" is "validatePayment"."""
    first, *rest = words(name) or ["value"]
    spelled = first.lower() + "".join(word[:1].upper() + word[1:] for word in rest)
    return spelled if spelled.isidentifier() else f"value{spelled}"


@lru_cache(maxsize=4096)
def upper_camel(name: str) -> str:
    """As a logical id is spelled, ASCII letters and digits only: "payment-alerts" is "PaymentAlerts"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(word[:1].upper() + word[1:] for word in words(plain))


def stack_name(name: str) -> str:
    """As CloudFormation takes it, ASCII letters, digits and hyphens behind a letter: "my_flow-dev" is "my-flow-dev".

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spelled = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return (spelled if spelled[:1].isalpha() else f"stack-{spelled}")[:128].rstrip("-")


def snake_case(name: str) -> str:
    """As a Python name is spelled: "ValidatePayment" is "validate_payment"."""
    spelled = "_".join(word.lower() for word in words(name)) or "value"
    return spelled if spelled.isidentifier() else f"value_{spelled}"
