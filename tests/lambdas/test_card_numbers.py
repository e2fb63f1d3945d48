"""Card numbers are found however they are written, and nothing else is taken for one."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.payments.card_numbers import contains_card_number

# Test numbers that card networks and gateways publish.
CARDS = {
    "Visa": "4242424242424242",
    "Visa, 13 digits": "4222222222222",
    "Mastercard": "5555555555554444",
    "Mastercard, 2 series": "2223003122003222",
    "American Express": "378282246310005",
    "Discover": "6011111111111117",
    "Diners": "30569309025904",
    "JCB": "3566002020360505",
    "UnionPay": "6200000000000005",
    "Maestro, 19 digits": "6304000000000000000",
}


def grouped(number: str, separator: str) -> str:
    sizes = (4, 6, 5) if len(number) == 15 else (4, 6, 4) if len(number) == 14 else (4, 4, 4, len(number) - 12)
    groups, rest = [], number
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return separator.join(groups)


@pytest.mark.parametrize("number", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("separator", ["", " ", "-", "_"])
@pytest.mark.parametrize("around", ["{}", "order {} paid", "pay-{}", "{}_x", "card{}"])
def test_a_card_number_is_found_wherever_it_is_written(number: str, separator: str, around: str) -> None:
    assert contains_card_number(around.format(grouped(number, separator)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pay-1",
        "4242424242424241",  # fails the check of Luhn
        "0000000000000000",  # begins with a zero
        "1767225600000",  # a time in milliseconds
        "20260301120000",  # a time as people write it
        "42424242424242424242",  # 20 digits
        "424242424242",  # 12 digits
        "customer_2023-01-01",
        "+49 170 1234567",
    ],
)
def test_other_numbers_are_not_taken_for_card_numbers(text: str) -> None:
    assert not contains_card_number(text)


@pytest.mark.parametrize(
    "identity",
    [
        "53033190-7660-45b1-99e1-7b552e94525c",
        "61773097-1066-43d1-bbe5-bb98f3938c34",
        "313874cddfbc423db246548991270564",
        "61773097106643d1bbe5bb98f3938c34",
    ],
)
@pytest.mark.parametrize("around", ["{}", "pay-{}", "pay_{}_1"])
def test_a_uuid_with_digits_that_pass_the_check_is_none(identity: str, around: str) -> None:
    assert not contains_card_number(around.format(identity))


@given(st.uuids())
def test_no_uuid_is_taken_for_a_card_number(identity: uuid.UUID) -> None:
    assert not contains_card_number(str(identity))
    assert not contains_card_number(f"pay_{identity.hex}")


@given(st.text("23456", min_size=1, max_size=1), st.text("0123456789", min_size=11, max_size=17), st.text("abc -_"))
def test_every_number_that_passes_the_check_is_found(first: str, rest: str, around: str) -> None:
    digits = first + rest
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(sum(divmod(digit, 10)) for digit in doubled)
    assert contains_card_number(f"{around} {digits}{-total % 10} {around}")
