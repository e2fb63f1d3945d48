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
    first = NotifiedCustomer.model_validate(shop.notify())
    again = NotifiedCustomer.model_validate(shop.notify())

    assert first.message_id is not None
    assert again.message_id is None
    assert shop.messages() == [
        {
            "contractVersion": 1,
            "paymentId": "pay-1",
            "outcome": "COMPLETED",
            "customerId": "customer-1",
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
    shop.notify()
    (message,) = shop.messages()
    assert (message["outcome"], message["errorReason"]) == (status, reason)


def test_an_execution_that_does_not_own_the_payment_tells_nobody(shop: Shop) -> None:
    shop.validate()
    shop.store("DECLINED", errorReason="PaymentDeclined")
    assert shop.notify(owner=OTHER)["messageId"] is None
    assert shop.messages() == []


@pytest.mark.parametrize("claimed", [True, False])
def test_what_no_row_says_is_told_to_nobody(shop: Shop, claimed: bool) -> None:
    """A decline or a rejection that could not be recorded: the row may come to say something else."""
    if claimed:
        shop.validate()
    before = shop.row()
    assert shop.notify()["messageId"] is None
    assert shop.messages() == []
    assert shop.row() == before


def test_a_message_that_cannot_be_sent_is_not_marked_as_sent(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUSTOMER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    with pytest.raises(ClientError):
        shop.notify()
    assert "notifiedAt" not in shop.row()


def test_a_customer_who_was_told_is_no_longer_looked_for(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    shop.notify()
    assert "notifiedAt" in shop.row()
    assert "untold" not in shop.row()


def test_a_row_that_is_completed_between_reading_and_marking_stays_untold(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zombie of StoreTransaction writes after the customer was told of the doubt."""
    shop.validate()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    publish = messages.publish

    def publish_while_it_is_stored(*message: Any) -> str:
        shop.store("COMPLETED", chargeId="pi_1")
        return publish(*message)

    monkeypatch.setattr(telling, "publish", publish_while_it_is_stored)
    shop.notify()

    assert [message["outcome"] for message in shop.messages()] == ["UNKNOWN"]
    assert ("notifiedAt" in shop.row(), shop.row()["untold"]) == (False, "YES")


def test_a_customer_who_was_told_of_a_doubt_is_told_of_its_end_as_well(shop: Shop) -> None:
    shop.validate()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    shop.notify()
    shop.store("COMPLETED", chargeId="pi_1")

    shop.notify()

    assert [message["outcome"] for message in shop.messages()] == ["UNKNOWN", "COMPLETED"]
