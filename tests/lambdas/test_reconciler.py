"""Reconciler: rows that no execution will end are settled from the gateway; doubt is alerted, never guessed away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from boto3.dynamodb.conditions import ConditionBase
from botocore.exceptions import ClientError

from lambdas.payments import messages, reconciler
from lambdas.payments.contracts import GatewayTimeout, PaymentDeclined, ReconcileReport
from lambdas.payments.gateway import ask_gateway, find_charge
from tests.lambdas.conftest import OWNER

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

# The rows were last written to at 12:00, and the machine may run for an hour.
EARLY = "2026-03-01T12:59:00Z"
LATE = "2026-03-01T13:05:00Z"
LATER = "2026-03-01T14:10:00Z"


def settle(shop: Shop, time: str = LATE) -> tuple[int, int]:
    report = ReconcileReport.model_validate(shop.reconcile(time))
    return report.settled, report.open


def test_a_payment_that_may_still_run_is_left_alone(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    before = shop.row()
    assert settle(shop, EARLY) == (0, 0)
    assert shop.row() == before


def test_a_charged_payment_is_completed_and_its_customer_told(shop: Shop) -> None:
    shop.gateway.drops_reply("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()

    assert settle(shop) == (1, 0)

    (charge,) = shop.gateway.charges()
    assert (shop.row()["status"], shop.row()["chargeId"]) == ("COMPLETED", charge.charge_id)
    (message,) = shop.messages()
    assert message == {
        "contractVersion": 1,
        "paymentId": "pay-1",
        "outcome": "COMPLETED",
        "customerId": "customer-1",
        "amountMinor": 1999,
        "currency": "EUR",
        "exponent": 2,
        "chargeId": charge.charge_id,
        "attributes": {"outcome": "COMPLETED"},
    }
    assert shop.messages("alerts") == []
    assert shop.gateway.requests_for("pay-1") == 1


def test_a_payment_in_doubt_is_completed_when_the_gateway_shows_its_charge(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    assert settle(shop) == (1, 0)
    assert shop.row()["status"] == "COMPLETED"
    assert "errorReason" not in shop.row()
    (message,) = shop.messages()
    assert "errorReason" not in message


@pytest.mark.parametrize(("amount", "currency"), [("1900", "eur"), ("1999", "usd")])
def test_what_somebody_charged_by_hand_with_another_amount_is_not_taken_for_the_payment(
    shop: Shop, amount: str, currency: str
) -> None:
    """Nor is it a reason to charge: people have to look."""
    shop.gateway.drops_request("pay-1", times=1)
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    by_hand = {
        "amount": amount, "currency": currency, "payment_method": "pm_card_visa", "confirm": "true",
        "metadata[paymentId]": "pay-1", "metadata[environment]": "test",
    }  # fmt: skip
    ask_gateway("POST", "", urlencode(by_hand), "by-hand")

    assert settle(shop) == (0, 1)

    assert shop.row()["status"] == "UNKNOWN"
    assert len(shop.messages("alerts")) == 1


def test_a_declined_payment_is_recorded_as_declined(shop: Shop) -> None:
    shop.gateway.declines("pay-1")
    shop.validate()
    with pytest.raises(PaymentDeclined):
        shop.charge()
    assert settle(shop) == (1, 0)
    assert (shop.row()["status"], shop.row()["errorReason"]) == ("DECLINED", "PaymentDeclined: generic_decline")


def test_a_payment_that_was_never_attempted_is_rejected(shop: Shop) -> None:
    shop.validate()
    assert settle(shop) == (1, 0)
    assert (shop.row()["status"], shop.row()["errorReason"]) == ("REJECTED", "Abandoned")
    assert shop.gateway.requests() == []


@pytest.mark.parametrize("recorded", [True, False])
def test_a_payment_that_the_gateway_does_not_show_stays_in_doubt_and_is_alerted_once(
    shop: Shop, recorded: bool
) -> None:
    shop.gateway.drops_request("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    if recorded:
        shop.store("UNKNOWN", errorReason="GatewayTimeout")

    assert settle(shop, LATE) == (0, 1)
    assert settle(shop, LATER) == (0, 1)

    assert shop.row()["status"] == "UNKNOWN"
    assert shop.row()["errorReason"] == ("GatewayTimeout" if recorded else "Abandoned")
    (alert,) = shop.messages("alerts")
    assert alert == {
        "severity": "urgent",
        "paymentId": "pay-1",
        "executionArn": OWNER,
        "outcome": "UNKNOWN",
        "errorReason": shop.row()["errorReason"],
        "amountMinor": 1999,
        "currency": "EUR",
        "attributes": {"severity": "urgent"},
    }
    (message,) = shop.messages()
    assert message["outcome"] == "UNKNOWN"
    assert (shop.row()["alertedAt"], shop.row()["notifiedAt"]) == (LATE, LATE)


def test_an_alert_about_a_doubt_says_so_in_the_subject_of_its_e_mail(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []

    class Post:
        def publish(self, **message: Any) -> dict[str, str]:
            sent.append(message)
            return {"MessageId": "1"}

    shop.gateway.hides_from_search("pay-1")
    shop.validate()
    shop.charge()
    monkeypatch.setattr(messages, "sns", Post())
    settle(shop, LATE)
    assert [message.get("Subject") for message in sent] == [None, "A payment is in doubt"]


def test_a_payment_that_the_gateway_shows_late_is_settled_on_a_later_run(shop: Shop) -> None:
    shop.gateway.hides_from_search("pay-1")
    shop.validate()
    shop.charge()
    assert settle(shop, LATE) == (0, 1)
    shop.gateway.behaves()
    assert settle(shop, LATER) == (1, 0)
    assert shop.row()["status"] == "COMPLETED"


@pytest.mark.parametrize("status", ["COMPLETED", "DECLINED", "REJECTED"])
def test_a_payment_that_ended_and_was_told_is_left_alone(shop: Shop, status: str) -> None:
    shop.validate()
    shop.store(status, chargeId="pi_1")
    shop.notify()
    shop.messages()
    before = shop.row()
    assert settle(shop) == (0, 0)
    assert shop.row() == before
    assert shop.messages() == []


@pytest.mark.parametrize(
    ("status", "reason"), [("COMPLETED", None), ("DECLINED", "PaymentDeclined"), ("REJECTED", "PaymentInvalid")]
)
def test_a_customer_whom_no_execution_told_is_told_once(shop: Shop, status: str, reason: str | None) -> None:
    """The execution was stopped between its record and its notification."""
    shop.validate()
    shop.store(status, chargeId="pi_1", errorReason=reason)
    ended = shop.row()

    assert settle(shop, LATE) == (0, 0)
    assert settle(shop, LATER) == (0, 0)

    (message,) = shop.messages()
    assert (message["outcome"], message["amountMinor"], message.get("errorReason")) == (status, 1999, reason)
    assert shop.row()["notifiedAt"] == LATE
    assert "untold" not in shop.row()
    assert {name: shop.row()[name] for name in ("status", "executionArn")} == {
        name: ended[name] for name in ("status", "executionArn")
    }
    assert shop.messages("alerts") == []


def test_a_rejection_without_an_amount_is_told_too(shop: Shop) -> None:
    """What was rejected at once was never claimed."""
    shop.store("REJECTED", errorReason="PaymentInvalid")
    settle(shop)
    (message,) = shop.messages()
    assert message["outcome"] == "REJECTED"
    assert "amountMinor" not in message


def test_a_customer_whose_execution_may_still_run_is_left_to_it(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    before = shop.row()
    settle(shop, EARLY)
    assert shop.messages() == []
    assert shop.row() == before


def test_a_customer_who_cannot_be_told_is_told_by_a_later_run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    with monkeypatch.context() as broken:
        broken.setenv("CUSTOMER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")
        with pytest.raises(ClientError):
            settle(shop, LATE)
    assert "notifiedAt" not in shop.row()
    settle(shop, LATER)
    assert [message["outcome"] for message in shop.messages()] == ["COMPLETED"]


def test_a_customer_whom_a_redriven_execution_tells_meanwhile_is_not_told_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index lags: it still shows the payment as untold."""
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    find = reconciler.find

    def find_late(index: str, condition: ConditionBase, limit: int = 25) -> list[str]:
        found = find(index, condition, limit)
        shop.notify()
        return found

    monkeypatch.setattr(reconciler, "find", find_late)
    settle(shop)
    assert len(shop.messages()) == 1


def test_a_mark_of_being_told_that_is_there_already_is_believed(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    shop.table.update_item(
        Key={"paymentId": "pay-1"},
        UpdateExpression="SET notifiedAt = :now",
        ExpressionAttributeValues={":now": "2026-03-01T12:00:01.000Z"},
    )
    settle(shop)
    assert shop.messages() == []
    assert "untold" not in shop.row()


def test_what_was_told_leaves_the_index_so_that_looking_costs_nothing(shop: Shop) -> None:
    for number in range(3):
        shop.validate(shop.request(paymentId=f"pay-{number}"))
        shop.store("COMPLETED", chargeId="pi_1", paymentId=f"pay-{number}")
    shop.notify("pay-1")
    left = shop.table.scan(IndexName="UntoldByTime")["Items"]
    assert {row["paymentId"] for row in left} == {"pay-0", "pay-2"}


def test_a_row_that_cannot_be_settled_does_not_keep_others_from_their_turn(shop: Shop) -> None:
    """More rows than one run takes, none of which the gateway shows: the next run begins with those left."""
    for number in range(30):
        payment_id = f"pay-{number:02}"
        shop.gateway.drops_request(payment_id)
        shop.validate(shop.request(paymentId=payment_id))
        with pytest.raises(GatewayTimeout):
            shop.charge(payment_id)
    assert settle(shop, LATE) == (0, 25)
    assert settle(shop, LATE) == (0, 5)
    assert settle(shop, LATE) == (0, 0)


def test_a_customer_is_told_while_the_gateway_is_down(shop: Shop) -> None:
    """Telling needs no gateway, and must not wait behind those who do."""
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    shop.validate(shop.request(paymentId="pay-2"))
    shop.charge("pay-2")
    shop.gateway.stop()

    with pytest.raises(GatewayTimeout):
        settle(shop, LATE)

    (message,) = shop.messages()
    assert (message["paymentId"], message["outcome"]) == ("pay-1", "COMPLETED")


def test_a_gateway_that_is_down_ends_the_run_and_settles_nothing(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    shop.gateway.stop()
    with pytest.raises(GatewayTimeout):
        settle(shop)
    assert shop.row()["status"] == "PENDING"


def test_an_alert_that_cannot_be_sent_is_sent_by_a_later_run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.gateway.drops_request("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    with monkeypatch.context() as broken:
        broken.setenv("ALERTS_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")
        with pytest.raises(ClientError):
            settle(shop, LATE)
    assert settle(shop, LATER) == (0, 1)
    assert len(shop.messages("alerts")) == 1


def test_the_owner_may_still_complete_a_payment_that_was_put_in_doubt(shop: Shop) -> None:
    """A redriven execution that was charging while the reconciler looked."""
    shop.gateway.hides_from_search("pay-1")
    shop.validate()
    shop.charge()
    settle(shop)
    assert shop.row()["status"] == "UNKNOWN"
    assert shop.store("COMPLETED", chargeId="pi_1")["recorded"] is True


def test_what_is_settled_and_what_is_open_is_counted(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.validate()
    capsys.readouterr()
    settle(shop)
    (_, blob) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert (blob["PaymentsReconciled"], blob["PaymentsInDoubt"]) == ([1.0], [0.0])
    assert blob["PaymentsAbandoned"] == [1.0]


def test_a_payment_whose_execution_left_it_in_doubt_is_not_counted_as_abandoned(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.validate()
    shop.charge()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    capsys.readouterr()
    settle(shop)
    (_, blob) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert (blob["PaymentsReconciled"], blob["PaymentsAbandoned"]) == ([1.0], [0.0])


def test_a_payment_that_a_run_at_the_same_time_settled_stays_settled(shop: Shop) -> None:
    """The schedule's event came twice, and the second run reads an index that lags."""
    shop.validate()
    shop.charge()
    settle(shop)
    shop.gateway.hides_from_search()
    before = shop.row()
    assert reconciler.reconcile("pay-1", "PENDING", "2026-03-01T12:05:00+00:00", LATE, "run-2") == "TAKEN"
    assert shop.row() == before


def test_a_payment_that_its_execution_took_up_again_is_left_to_it(shop: Shop) -> None:
    shop.validate()
    shop.charge(now="2026-03-01T13:04:00.000Z")
    before = shop.row()
    assert reconciler.reconcile("pay-1", "PENDING", "2026-03-01T12:05:00+00:00", LATE, "run-2") == "TAKEN"
    assert shop.row() == before


def test_a_payment_that_its_execution_attempts_meanwhile_is_left_to_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redrive between the look-up and the write."""
    shop.validate()
    shop.charge()

    def look_while_it_is_attempted(*_: Any) -> None:
        shop.charge(now=LATE)

    monkeypatch.setattr(reconciler, "find_charge", look_while_it_is_attempted)
    assert settle(shop) == (0, 0)
    assert (shop.row()["status"], shop.row()["attempts"]) == ("PENDING", 2)
    # It may well be charged now.
    assert shop.messages() == []


def test_a_payment_that_is_attempted_before_it_is_rejected_is_not_told_as_rejected(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redrive between the look at the row, which had no attempt, and the write."""
    shop.validate()
    learn = reconciler.learn_outcome

    def learn_while_it_is_attempted(row: dict[str, Any]) -> tuple[str, str]:
        shop.charge(now=LATE)
        return learn(row)

    monkeypatch.setattr(reconciler, "learn_outcome", learn_while_it_is_attempted)
    settle(shop)
    shop.store("COMPLETED", chargeId="pi_1", now=LATE)
    shop.notify()
    assert [message["outcome"] for message in shop.messages()] == ["COMPLETED"]


def test_a_run_that_ends_before_it_told_leaves_the_outcome_for_the_next_and_asks_no_more(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway would not show the charge any more, and nobody must hear of a doubt after a success."""
    shop.validate()
    shop.charge()
    with monkeypatch.context() as broken:
        broken.setenv("CUSTOMER_TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:gone")
        with pytest.raises(ClientError):
            settle(shop, LATE)
    shop.gateway.hides_from_search("pay-1")

    settle(shop, LATER)

    assert [message["outcome"] for message in shop.messages()] == ["COMPLETED"]
    assert (shop.row()["status"], "untold" in shop.row()) == ("COMPLETED", False)


def test_a_schedule_that_comes_twice_at_a_time_settles_a_payment_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same event, so the same time; the second run reads an index that lags, and a search that lags as well."""
    shop.validate()
    shop.charge()
    second: list[str] = []

    def find_while_another_run_looks(payment_id: str, amount_minor: int, currency: str) -> str | None:
        monkeypatch.setattr(reconciler, "find_charge", lambda *_: None)
        second.append(reconciler.reconcile("pay-1", "PENDING", "2026-03-01T12:05:00+00:00", LATE, "run-2"))
        return find_charge(payment_id, amount_minor, currency)

    monkeypatch.setattr(reconciler, "find_charge", find_while_another_run_looks)
    assert settle(shop) == (1, 0)
    assert second == ["TAKEN"]
    assert [message["outcome"] for message in shop.messages()] == ["COMPLETED"]
    assert shop.messages("alerts") == []


def test_the_age_of_the_oldest_pending_payment_is_told_before_anything_is_settled(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.validate()
    shop.validate(shop.request(paymentId="pay-2"), now="2026-03-01T12:30:00.000Z")
    capsys.readouterr()

    settle(shop, EARLY)

    (blob, _) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert blob["OldestPending"] == [59 * 60 * 1000]


def test_there_is_no_age_without_a_pending_payment(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    settle(shop)

    (blob, _) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert blob["OldestPending"] == [0]
