"""ValidatePayment: the contract is checked, and a paymentId is claimed by one execution."""

from __future__ import annotations

import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.payments import records
from lambdas.payments.contracts import (
    PaymentAlreadyFailed,
    PaymentConflict,
    PaymentInProgress,
    PaymentInvalid,
    ValidatedPayment,
)

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

OTHER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:an-event"


def test_a_new_payment_is_claimed_for_its_execution(shop: Shop) -> None:
    validated = ValidatedPayment.model_validate(shop.validate())

    assert validated.outcome == "CLAIMED"
    assert (validated.payment_id, validated.amount_minor, validated.currency) == ("pay-1", 1999, "EUR")
    row = shop.row()
    assert row["exponent"] == 2
    assert row["status"] == "PENDING"
    assert row["timestamp"] == "2026-03-01T12:00:00.000Z"
    assert row["retries"] == 0
    assert row["amountMinor"] == 1999
    assert row["version"] == 1
    assert len(row["requestHash"]) == 64


def test_the_owner_that_asks_again_has_its_claim_and_writes_nothing(shop: Shop) -> None:
    shop.validate()
    assert shop.validate(now="2026-03-01T12:00:09.000Z")["outcome"] == "CLAIMED"
    assert shop.row()["version"] == 1


def test_another_execution_waits_while_the_owner_is_at_work(shop: Shop) -> None:
    shop.validate()
    with pytest.raises(PaymentInProgress):
        shop.validate(owner=OTHER)
    assert "an-event" not in shop.row()["executionArn"]


def test_another_execution_learns_that_the_owner_completed_the_payment(shop: Shop) -> None:
    shop.validate()
    shop.store("COMPLETED", chargeId="pi_1")
    validated = ValidatedPayment.model_validate(shop.validate(owner=OTHER))
    assert (validated.outcome, validated.charge_id) == ("COMPLETED", "pi_1")


@pytest.mark.parametrize("status", ["DECLINED", "REJECTED", "UNKNOWN"])
def test_another_execution_learns_that_the_owner_failed(shop: Shop, status: str) -> None:
    shop.validate()
    shop.store(status, errorReason="PaymentDeclined")
    with pytest.raises(PaymentAlreadyFailed, match=status):
        shop.validate(owner=OTHER)


@pytest.mark.parametrize("status", ["PENDING", "COMPLETED", "DECLINED", "UNKNOWN"])
@pytest.mark.parametrize("change", [{"amountMinor": 2000}, {"currency": "USD"}, {"paymentMethod": "pm_other"}])
def test_another_payload_under_a_known_id_is_refused_at_any_time(
    shop: Shop, status: str, change: dict[str, Any]
) -> None:
    shop.validate()
    if status != "PENDING":
        shop.store(status, chargeId="pi_1")
    before = shop.row()
    with pytest.raises(PaymentConflict):
        shop.validate(shop.request(**change), owner=OTHER)
    assert shop.row() == before


def test_the_hash_of_a_request_stays_what_it_was(shop: Shop) -> None:
    """Rows keep it: another hash for the same request would refuse every duplicate of the payments made before."""
    shop.validate()
    assert shop.row()["requestHash"] == "3a2673a4b7440a44d5c1c800d112f2e2e6bec9fb4d6c611ddabf7026baedeb5c"


def test_naming_the_contract_version_does_not_make_a_request_another_one(shop: Shop) -> None:
    shop.validate()
    assert shop.validate(shop.request(contractVersion=1))["outcome"] == "CLAIMED"


INVALID: list[tuple[str, Any]] = [
    ("amountMinor", 19.99),
    ("amountMinor", 1999.0),
    ("amountMinor", True),
    ("amountMinor", "1999"),
    ("amountMinor", 0),
    ("amountMinor", -1),
    ("amountMinor", 100_000_000),
    ("amountMinor", None),
    ("currency", "eur"),
    ("currency", "EURO"),
    ("currency", "XXX"),
    ("currency", "ISK"),
    ("currency", 978),
    ("paymentId", "p" * 81),
    ("paymentId", ""),
    ("paymentId", "pay 1"),
    ("paymentId", "pay/1"),
    ("paymentId", "pay-1\n"),
    ("paymentId", "4111111111111111"),
    ("customerId", "4111-1111-1111-1111"),
    ("paymentMethod", "5555555555554444"),
    ("paymentMethod", None),
    ("cardNumber", "4111111111111111"),
    ("contractVersion", 2),
    ("contractVersion", True),
]


@pytest.mark.parametrize(("field", "value"), INVALID)
def test_invalid_data_is_refused_and_nothing_is_claimed(shop: Shop, log: io.StringIO, field: str, value: Any) -> None:
    with pytest.raises(PaymentInvalid) as refusal:
        shop.validate(shop.request(**{field: value}))
    assert shop.table.scan()["Items"] == []
    if isinstance(value, str) and len(value) > 8:
        assert value not in str(refusal.value) + log.getvalue()


@pytest.mark.parametrize("currency", ["BHD", "JOD", "KWD", "OMR", "TND"])
def test_of_a_currency_with_three_decimals_only_tens_are_charged(shop: Shop, currency: str) -> None:
    """As the gateway takes them; its own refusal would be ours to look at, and this is the sender's to mend."""
    with pytest.raises(PaymentInvalid, match="only tens"):
        shop.validate(shop.request(amountMinor=1001, currency=currency))
    assert shop.validate(shop.request(amountMinor=1010, currency=currency))["outcome"] == "CLAIMED"


@pytest.mark.parametrize("payment", [None, [], "pay-1", 7, {}])
def test_something_else_than_a_payment_is_refused(shop: Shop, payment: Any) -> None:
    event = {"executionArn": "arn", "requestedAt": "2026-03-01T12:00:00Z", "payment": payment}
    with pytest.raises(PaymentInvalid):
        shop.validate(payment if payment is not None else {"payment": event})


def test_a_refusal_names_the_fields_that_are_wrong(shop: Shop) -> None:
    with pytest.raises(PaymentInvalid, match=r"amountMinor: Input should be a valid integer"):
        shop.validate(shop.request(amountMinor=1.5))


@pytest.mark.usefixtures("one_write_at_a_time")
def test_of_eight_executions_that_claim_at_once_one_owns_the_payment(shop: Shop) -> None:
    barrier = threading.Barrier(8)

    def claim(number: int) -> str:
        barrier.wait()
        try:
            return str(shop.validate(owner=f"arn:execution:{number}")["outcome"])
        except PaymentInProgress:
            return "WAITS"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(claim, range(8)))

    assert sorted(outcomes) == ["CLAIMED"] + ["WAITS"] * 7
    assert shop.row()["executionArn"] == f"arn:execution:{outcomes.index('CLAIMED')}"
    assert shop.row()["version"] == 1


def test_the_log_has_the_payment_and_its_status_but_not_the_request(shop: Shop, log: io.StringIO) -> None:
    shop.validate()
    logged = log.getvalue()
    assert "customer-1" not in logged
    assert "pm_card_visa" not in logged
    entry = json.loads(logged.splitlines()[-1])
    assert (entry["payment_id"], entry["status"]) == ("pay-1", "PENDING")


def test_a_row_is_read_as_it_was_last_written(shop: Shop) -> None:
    """DynamoDB answers with an older row unless it is asked for the last one; moto has no older ones."""
    asked: list[bool] = []
    events = records.table.meta.client.meta.events

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params["ConsistentRead"])

    shop.validate()
    events.register("provide-client-params.dynamodb.GetItem", note)
    shop.validate()
    events.unregister("provide-client-params.dynamodb.GetItem", note)
    assert asked == [True]
