"""How one name is spelled in each output, and that no two names meet."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_dsl.naming import Names, lower_camel, snake_case, stack_name, upper_camel

names = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("name", "lower", "upper", "snake"),
    [
        ("ValidatePayment", "validatePayment", "ValidatePayment", "validate_payment"),
        ("validate_payment", "validatePayment", "ValidatePayment", "validate_payment"),
        ("payment-alerts 2", "paymentAlerts2", "PaymentAlerts2", "payment_alerts_2"),
        ("SNSTopic", "snsTopic", "SNSTopic", "sns_topic"),
        ("2nd try", "value2NdTry", "2NdTry", "value_2_nd_try"),
        ("Zahlung für Köln²", "zahlungFürKöln", "ZahlungFurKoln2", "zahlung_für_köln"),
    ],
)
def test_a_name_has_one_spelling_for_each_use(name: str, lower: str, upper: str, snake: str) -> None:
    assert (lower_camel(name), upper_camel(name), snake_case(name)) == (lower, upper, snake)


@given(names)
def test_every_name_becomes_an_identifier(name: str) -> None:
    assert lower_camel(name).isidentifier()
    assert snake_case(name).isidentifier() or keyword.iskeyword(snake_case(name))


@given(names)
def test_every_logical_id_is_letters_and_digits(name: str) -> None:
    assert upper_camel(name) == "" or (upper_camel(name).isascii() and upper_camel(name).isalnum())


@given(st.lists(st.sampled_from(["a", "a2", "b", "charge"]), max_size=30))
def test_claimed_names_never_meet(wishes: list[str]) -> None:
    claimed = Names(("states",))
    given_names = [claimed.claim(wish) for wish in wishes]

    assert len(set(given_names)) == len(wishes)
    assert all(name.startswith(wish) for name, wish in zip(given_names, wishes, strict=True))


def test_a_taken_name_is_not_given() -> None:
    assert Names(("states",)).claim("states") == "states2"


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("payments-dev", "payments-dev"),
        ("my_flow-dev", "my-flow-dev"),
        ("läden nord-dev", "laden-nord-dev"),
        ("3d-dev", "stack-3d-dev"),
        ("支払い-dev", "dev"),
        ("a" * 127 + "-dev", "a" * 127),
    ],
)
def test_a_stack_is_named_as_cloudformation_takes_it(name: str, spelled: str) -> None:
    assert stack_name(name) == spelled
