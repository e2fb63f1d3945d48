"""StoreTransaction: a status only moves forward, and only by its owner."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambdas.payments.contracts import StatusConflict, StoredTransaction

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

OTHER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:an-event"
LATER = "2026-03-01T12:00:30.000Z"


def test_a_charged_payment_is_completed_with_its_charge(shop: Shop) -> None:
    shop.validate()
    stored = StoredTransaction.model_validate(shop.store("COMPLETED", chargeId="pi_1", now=LATER))

    assert stored == StoredTransaction(payment_id="pay-1", status="COMPLETED", recorded=True)
    row = shop.row()
    assert (row["status"], row["chargeId"], row["timestamp"]) == ("COMPLETED", "pi_1", LATER)
    assert "errorReason" not in row


@pytest.mark.parametrize("status", ["DECLINED", "REJECTED", "UNKNOWN"])
def test_a_failure_is_recorded_with_its_reason(shop: Shop, status: str) -> None:
    shop.validate()
    assert shop.store(status, errorReason="PaymentDeclined")["recorded"] is True
    assert (shop.row()["status"], shop.row()["errorReason"]) == (status, "PaymentDeclined")


def test_the_same_outcome_twice_is_recorded_once(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    before = shop.row()
    assert shop.store("COMPLETED", chargeId="pi_1")["recorded"] is True
    assert shop.row() == before


def test_a_second_charge_of_a_payment_is_not_passed_over_in_silence(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    before = shop.row()
    with pytest.raises(StatusConflict, match=r"pi_2, and its row says \('COMPLETED', 'pi_1'\)"):
        shop.store("COMPLETED", chargeId="pi_2")
    assert shop.row() == before


def test_amounts_are_counted_by_outcome_and_currency(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")

    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    (amount,) = (each for each in emitted if "AmountCompleted" in each)
    assert amount["AmountCompleted"] == [shop.row()["amountMinor"]]
    assert (amount["currency"], amount["service"]) == (shop.row()["currency"], "payments")


def test_what_was_not_recorded_counts_no_amount(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.validate()
    shop.store("DECLINED", errorReason="PaymentDeclined")
    capsys.readouterr()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")

    assert "AmountUnknown" not in capsys.readouterr().out


FORWARD = {("PENDING", status) for status in ("COMPLETED", "DECLINED", "REJECTED", "UNKNOWN")} | {
    ("UNKNOWN", "COMPLETED")
}
STATUSES = ("COMPLETED", "DECLINED", "REJECTED", "UNKNOWN")


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_no_status_moves_backwards(shop: Shop, before: str, after: str) -> None:
    shop.validate()
    shop.store(before, chargeId="pi_1")
    row = shop.row()
    if (before, after) in FORWARD or before == after:
        assert shop.store(after, chargeId="pi_1")["status"] == after
    elif after == "COMPLETED":
        with pytest.raises(StatusConflict, match=before):
            shop.store(after, chargeId="pi_1")
        assert shop.row() == row
    else:
        assert shop.store(after) == {"paymentId": "pay-1", "status": before, "recorded": False}
        assert shop.row() == row


@pytest.mark.parametrize("status", STATUSES)
def test_nobody_but_the_owner_writes(shop: Shop, status: str) -> None:
    """A zombie, or an execution whose request was refused because the payment is another one's."""
    shop.validate()
    before = shop.row()
    if status == "COMPLETED":
        with pytest.raises(StatusConflict):
            shop.store(status, owner=OTHER, chargeId="pi_1")
    else:
        assert shop.store(status, owner=OTHER)["recorded"] is False
    assert shop.row() == before


def test_a_rejection_may_be_the_first_row_of_a_payment(shop: Shop) -> None:
    assert shop.store("REJECTED", errorReason="PaymentInvalid")["recorded"] is True
    row = shop.row()
    assert (row["status"], row["errorReason"], row["retries"]) == ("REJECTED", "PaymentInvalid", 0)


@pytest.mark.parametrize("status", ["DECLINED", "UNKNOWN"])
def test_other_failures_need_a_claim(shop: Shop, status: str) -> None:
    assert shop.store(status) == {"paymentId": "pay-1", "status": "ABSENT", "recorded": False}
    assert shop.row() == {}


def test_a_charge_without_a_claim_is_a_conflict(shop: Shop) -> None:
    with pytest.raises(StatusConflict, match="pi_1"):
        shop.store("COMPLETED", chargeId="pi_1")


def test_a_payment_in_doubt_that_is_completed_loses_its_error(shop: Shop) -> None:
    shop.validate()
    shop.store("UNKNOWN", errorReason="GatewayTimeout")
    shop.store("COMPLETED", chargeId="pi_1")
    assert "errorReason" not in shop.row()


def test_a_long_reason_is_cut(shop: Shop) -> None:
    shop.validate()
    shop.store("UNKNOWN", errorReason="x" * 100_000)
    assert len(shop.row()["errorReason"]) == 500


def test_the_retries_of_the_attempts_are_kept(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    shop.charge()
    shop.store("COMPLETED", chargeId="pi_1")
    assert shop.row()["retries"] == 1


def test_outcomes_are_counted(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    shop.store("DECLINED")
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    printed = [blob for blob in printed if "currency" not in blob]
    assert [blob.get("PaymentsCompleted") for blob in printed] == [[1.0], None]
    assert printed[1]["PaymentsDeclined"] == [0.0]
    assert printed[0]["service"] == "payments"
    assert printed[0]["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "PaymentWorkflow"


@pytest.mark.parametrize("status", ["PENDING", "completed", "", "PAID"])
def test_only_final_statuses_are_stored(shop: Shop, status: str) -> None:
    shop.validate()
    with pytest.raises(ValueError, match="TransactionRecord"):
        shop.store(status)
    assert shop.row()["status"] == "PENDING"
