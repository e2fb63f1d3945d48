"""The contracts: camelCase on the wire, strict, and the time-outs nested."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from lambdas.payments import contracts
from lambdas.payments.contracts import ChargeRequest, Contract, PaymentRequest, ValidateRequest

PAYMENT = {
    "paymentId": "pay-1",
    "amountMinor": 1999,
    "currency": "EUR",
    "customerId": "customer-1",
    "paymentMethod": "pm_card_visa",
}
MODELS = [model for model in vars(contracts).values() if isinstance(model, type) and issubclass(model, Contract)]


def test_each_timeout_is_longer_than_what_runs_inside_it() -> None:
    nested = (
        2 * contracts.HTTP_TIMEOUT_SECONDS,  # one charge and one look-up
        contracts.LAMBDA_TIMEOUT_SECONDS,
        contracts.STATE_TIMEOUT_SECONDS,
        contracts.MACHINE_TIMEOUT_SECONDS,
        contracts.KEY_WINDOW_SECONDS,
    )
    assert sorted(set(nested)) == list(nested)


def test_the_key_window_leaves_room_for_a_state_as_old_as_the_machine_may_be() -> None:
    assert contracts.KEY_WINDOW_SECONDS + contracts.MACHINE_TIMEOUT_SECONDS < 24 * 3600


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_camel_case_on_the_wire(model: type[BaseModel]) -> None:
    wire = {field.alias for field in model.model_fields.values()}
    assert all(name and "_" not in name and name[0].islower() for name in wire)


def test_a_request_without_a_version_is_of_the_first_one() -> None:
    assert PaymentRequest.model_validate(PAYMENT).contract_version == 1


@pytest.mark.parametrize("version", [0, 2, True, 1.0, "1", None])
def test_a_version_that_nobody_knows_is_refused(version: Any) -> None:
    with pytest.raises(ValidationError):
        PaymentRequest.model_validate(PAYMENT | {"contractVersion": version})


def test_fields_can_be_given_by_their_python_names() -> None:
    request = ValidateRequest(
        execution_arn="arn", requested_at="2026-03-01T12:00:00Z", payment=PaymentRequest.model_validate(PAYMENT)
    )
    assert request.model_dump(mode="json", by_alias=True)["payment"] == PAYMENT | {"contractVersion": 1}


def test_a_contract_cannot_be_changed() -> None:
    payment = PaymentRequest.model_validate(PAYMENT)
    with pytest.raises(ValidationError):
        payment.amount_minor = 1


def test_a_refusal_does_not_repeat_the_input() -> None:
    with pytest.raises(ValidationError) as refusal:
        ChargeRequest.model_validate({"amountMinor": "4111111111111111"})
    assert "4111" not in str(refusal.value)
