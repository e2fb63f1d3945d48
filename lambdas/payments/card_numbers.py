"""Find card numbers in text, so that they are refused before anything stores them."""

import re

# In one piece or grouped as on cards; a UUID can look like one by chance.
CARD = re.compile(r"(?<!\d)(?:(?:\d{4}[-_ ]?){3}\d{1,7}|\d{4}[-_ ]?\d{6}[-_ ]?\d{4,5})(?!\d)")
UUID = re.compile(r"(?i)(?<![\da-f])[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}(?![\da-f])")


def contains_card_number(text: str) -> bool:
    """Whether 13 to 19 digits in the text begin as cards do and pass the check of Luhn."""
    return any(passes_luhn(re.sub(r"\D", "", match[0])) for match in CARD.finditer(UUID.sub("", text)))


def passes_luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(number[::-1]))
    return number[0] in "23456" and sum(sum(divmod(digit, 10)) for digit in doubled) % 10 == 0
