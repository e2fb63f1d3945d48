"""Why a payment failed, as its row has it: the error, and what the function that raised it says."""

import json
from pathlib import Path
from typing import Any

import pytest
import sfnx.testing

from definitions.payments.scenarios import payment

DEFINITION = json.loads((Path(__file__).parents[2] / "infra/payments/state-machine.asl.json").read_text("utf-8"))
PAYMENT = payment()
ON_AWS = json.dumps({"errorMessage": "insufficient_funds", "errorType": "PaymentDeclined", "stackTrace": []})


def recorded(state: str, failure: sfnx.testing.Failure) -> dict[str, Any]:
    """What StoreTransaction is given when this state has failed so."""
    given: list[Any] = []

    def answer(call: sfnx.testing.Call) -> object:
        if call.state == state:
            raise failure
        if call.state.startswith("Record"):
            given.append(call.arguments)
        validated = PAYMENT | {"outcome": "CLAIMED", "chargeId": None}
        return {"Payload": validated, "MessageId": "1"}

    sfnx.testing.run(DEFINITION, PAYMENT, answer)
    (arguments,) = given
    return dict(arguments["Payload"])


@pytest.mark.parametrize("cause", [ON_AWS, "insufficient_funds"], ids=["on AWS", "on the emulator"])
def test_a_declined_payment_is_recorded_with_the_banks_reason(cause: str) -> None:
    record = recorded("ProcessPayment", sfnx.testing.Failure("PaymentDeclined", cause))
    assert (record["status"], record["errorReason"]) == ("DECLINED", "PaymentDeclined: insufficient_funds")


def test_a_rejected_payment_is_recorded_with_what_is_wrong_in_it() -> None:
    cause = json.dumps({"errorMessage": "currency: not one that can be charged", "errorType": "PaymentInvalid"})
    record = recorded("ValidatePayment", sfnx.testing.Failure("PaymentInvalid", cause))
    assert record["errorReason"] == "PaymentInvalid: currency: not one that can be charged"


def test_a_payment_in_doubt_is_recorded_with_its_error_alone() -> None:
    """What is said of an error that nobody expected could be anything."""
    record = recorded("ProcessPayment", sfnx.testing.Failure("KeyError", json.dumps({"errorMessage": "'x'"})))
    assert (record["status"], record["errorReason"]) == ("UNKNOWN", "KeyError")
