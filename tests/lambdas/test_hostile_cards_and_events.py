"""More hostile requests, beside those of `test_starter`: cards of every brand in every field; events that are none."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

DEFINITION = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}})
STATES = boto3.client("stepfunctions")

# Test numbers: https://docs.stripe.com/testing#cards
BRANDS = {
    "Visa": "4242424242424242",
    "Visa debit": "4000056655665556",
    "Mastercard": "5555555555554444",
    "Mastercard of the 2 series": "2223003122003222",
    "American Express": "378282246310005",
    "Discover": "6011111111111117",
    "Diners Club": "30569309025904",
    "JCB": "3566002020360505",
    "UnionPay": "6200000000000005",
    "UnionPay of 19 digits": "6205500000000000004",
}
FIELDS = ("paymentId", "customerId", "paymentMethod")
PAYMENT = {
    "paymentId": "pay-1",
    "amountMinor": 1999,
    "currency": "EUR",
    "customerId": "customer-1",
    "paymentMethod": "pm_card_visa",
}
HOSTILE: dict[str, Any] = {
    **{
        f"{brand} as {field}": {"body": json.dumps(PAYMENT | {field: number})}
        for brand, number in BRANDS.items()
        for field in FIELDS
    },
    **{f"{brand} in an event": {"detail": PAYMENT | {"customerId": number}} for brand, number in BRANDS.items()},
    **{f"{brand} with a name before it": {"body": json.dumps(PAYMENT | {"customerId": f"card_{number}"})}
       for brand, number in BRANDS.items()},
    "event without detail": {"detail": None},
    "event with text": {"detail": json.dumps(PAYMENT)},
    "event with a list": {"detail": [PAYMENT]},
    "event with an empty detail": {"detail": {}},
    "event with a float": {"detail": PAYMENT | {"amountMinor": 1999.0}},
    "event with another field": {"detail": PAYMENT | {"note": "x"}},
    "event with an id of 81 characters": {"detail": PAYMENT | {"paymentId": "p" * 81}},
    "nothing at all": {},
    "a body of base 64": {"body": "eyJwYXltZW50SWQiOiAicGF5LTEifQ==", "isBase64Encoded": True},
}  # fmt: skip


@pytest.fixture
def machine(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    role = "arn:aws:iam::123456789012:role/machine"
    arn = STATES.create_state_machine(name="PaymentWorkflow", definition=DEFINITION, roleArn=role)["stateMachineArn"]
    monkeypatch.setenv("STATE_MACHINE_ARN", arn)
    yield arn
    for execution in STATES.list_executions(stateMachineArn=arn)["executions"]:
        STATES.stop_execution(executionArn=execution["executionArn"])


@pytest.mark.parametrize("event", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_starts_nothing_and_is_not_logged(
    shop: Shop, machine: str, log: io.StringIO, event: dict[str, Any]
) -> None:
    answer = shop.start(event)

    assert (answer["statusCode"], json.loads(answer["body"])["error"]) == (400, "PaymentInvalid")
    assert STATES.list_executions(stateMachineArn=machine)["executions"] == []
    seen = answer["body"] + log.getvalue()
    assert not [number for number in BRANDS.values() if number in seen]
