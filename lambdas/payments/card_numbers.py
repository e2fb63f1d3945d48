"""Find card numbers in text, so that they are refused before anything stores them."""

import re
from collections.abc import Iterator

# Groups of digits with little between them, as people write card numbers.
DIGIT_GROUPS = re.compile(r"\d+(?:[\W_]{1,3}\d+)*")
UUID = re.compile(r"\b(?=[\d-]*[a-f])[\da-f]{8}(-?)[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}\b", re.I)


def contains_card_number(text: str) -> bool:
    """Whether neighbouring groups of digits make a card number; UUIDs are left out, one in 250 would by chance."""
    return any(is_card_number(digits) for digits in joined_groups(UUID.sub(" x ", text)))


def joined_groups(text: str) -> Iterator[str]:
    for match in DIGIT_GROUPS.finditer(text):
        groups = re.findall(r"\d+", match[0])
        for start in range(len(groups)):
            digits = ""
            for group in groups[start:]:
                digits += group
                yield digits
                if len(digits) > 19:
                    break


def is_card_number(digits: str) -> bool:
    """13 to 19 digits that begin as cards do and pass the check of Luhn."""
    if not 13 <= len(digits) <= 19 or digits[0] not in "23456":
        return False
    numbers = [int(digit) for digit in reversed(digits)]
    return (sum(numbers[::2]) + sum(sum(divmod(2 * number, 10)) for number in numbers[1::2])) % 10 == 0
