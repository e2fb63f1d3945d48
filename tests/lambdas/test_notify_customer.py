"""NotifyCustomer: publish, then mark; one message for a payment, from its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from lambdas.payments import messages, telling
from lambdas.payments.contracts import NotifiedCustomer

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

OTHER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:an-event"


def test_the_customer_is_told_once(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    first = NotifiedCustomer.model_validate(
        shop.notify(amountMinor=1999, currency="EUR", exponent=2, chargeId="pi_1", errorReason=None)
    )
    again = NotifiedCustomer.model_validate(shop.notify(amountMinor=1999, currency="EUR"))

    assert first.message_id is not None
    assert again.message_id is None
    assert shop.messages() == [
        {
            "contractVersion": 1,
            "paymentId": "pay-1",
            "outcome": "COMPLETED",
            "amountMinor": 1999,
            "currency": "EUR",
            "exponent": 2,
            "chargeId": "pi_1",
            "attributes": {"outcome": "COMPLETED"},
        }
    ]
    assert shop.row()["notifiedAt"] == "2026-03-01T12:00:00.000Z"


@pytest.mark.parametrize(("status", "reason"), [("DECLINED", "PaymentDeclined"), ("REJECTED", "PaymentInvalid")])
def test_a_failure_is_told_with_its_reason(shop: Shop, status: str, reason: str) -> None:
    shop.validate()
    shop.store(status, errorReason=reason)
    shop.notify(status, errorReason=reason)
    (message,) = shop.messages()
    assert (message["outcome"], message["errorReason"]) == (status, reason)


def test_an_execution_that_does_not_own_the_payment_tells_nobody(shop: Shop) -> None:
    shop.validate()
    assert shop.notify("REJECTED", owner=OTHER)["messageId"] is None
    assert shop.messages() == []


def test_a_payment_that_has_no_row_is_told_all_the_same(shop: Shop) -> None:
    """Its rejection could not be recorded."""
    assert shop.notify("REJECTED")["messageId"]
    assert shop.row() == {}


def test_a_message_that_cannot_be_sent_is_not_marked_as_sent(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUSTOMER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    with pytest.raises(ClientError):
        shop.notify()
    assert "notifiedAt" not in shop.row()


@pytest.mark.parametrize("reason", [None, "Sandbox.Timedout"])
def test_a_payment_that_was_stored_without_the_execution_hearing_so_is_told_as_its_row_has_it(
    shop: Shop, reason: str | None
) -> None:
    """All answers of StoreTransaction were lost: the execution believes that the outcome is unknown."""
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")

    shop.notify("UNKNOWN", errorReason=reason)

    (message,) = shop.messages()
    assert message == {
        "contractVersion": 1,
        "paymentId": "pay-1",
        "outcome": "COMPLETED",
        "amountMinor": 1999,
        "currency": "EUR",
        "exponent": 2,
        "chargeId": "pi_1",
        "attributes": {"outcome": "COMPLETED"},
    }
    assert "notifiedAt" in shop.row()
    assert "untold" not in shop.row()


def test_a_row_that_is_completed_between_reading_and_marking_stays_untold(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zombie of StoreTransaction writes after the customer was told of the doubt."""
    shop.validate()
    publish = messages.publish

    def publish_while_it_is_stored(*message: Any) -> str:
        shop.store("COMPLETED", chargeId="pi_1")
        return publish(*message)

    monkeypatch.setattr(telling, "publish", publish_while_it_is_stored)
    shop.notify("UNKNOWN")

    assert [message["outcome"] for message in shop.messages()] == ["UNKNOWN"]
    assert ("notifiedAt" in shop.row(), shop.row()["untold"]) == (False, "YES")


def test_a_customer_who_was_told_of_a_doubt_is_told_of_its_end_as_well(shop: Shop) -> None:
    shop.validate()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    shop.notify("UNKNOWN")
    shop.store("COMPLETED", chargeId="pi_1")

    shop.notify("COMPLETED")

    assert [message["outcome"] for message in shop.messages()] == ["UNKNOWN", "COMPLETED"]


def test_a_message_of_another_outcome_than_the_row_does_not_mark_it(shop: Shop) -> None:
    """The payment could not be stored: the customer is told, and told again when it is settled."""
    shop.validate()
    shop.notify("UNKNOWN")
    assert "notifiedAt" not in shop.row()
    assert [message["outcome"] for message in shop.messages()] == ["UNKNOWN"]
