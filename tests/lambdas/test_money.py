"""The currencies that can be charged."""

from __future__ import annotations

import pytest

from lambdas.payments.money import CURRENCIES, EXPONENTS


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)])
def test_a_currency_has_the_digits_of_iso_4217(currency: str, digits: int) -> None:
    assert EXPONENTS[currency] == digits


def test_every_currency_is_named_once() -> None:
    codes = " ".join(CURRENCIES.values()).split()
    assert len(codes) == len(set(codes)) == len(EXPONENTS)
    assert all(len(code) == 3 and code.isupper() and code.isascii() for code in codes)


@pytest.mark.parametrize("currency", ["ISK", "MGA", "UGX", "XXX", "XTS", "BTC"])
def test_a_currency_that_the_gateway_counts_otherwise_or_not_at_all_is_left_out(currency: str) -> None:
    assert currency not in EXPONENTS
