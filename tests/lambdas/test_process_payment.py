"""ProcessPayment: attempts are counted, and a payment is charged once whatever the gateway does."""

from __future__ import annotations

import contextlib
import io
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import urllib3

from definitions.payments.gateway_double import Fault
from lambdas.payments import gateway as gateway_client
from lambdas.payments.contracts import (
    LAMBDA_TIMEOUT_SECONDS,
    ChargeResult,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    IdempotencyConflict,
    PaymentDeclined,
    PaymentUnknown,
)
from tests.lambdas.conftest import API_KEY, SECRETS

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

OTHER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:an-event"
NEXT_DAY = "2026-03-02T12:00:00.000Z"


def metrics_in(printed: str) -> list[tuple[str, float]]:
    """Names and values of the metrics printed in CloudWatch's embedded format."""
    blobs = [json.loads(line) for line in printed.splitlines() if '"_aws"' in line]
    return [
        (metric["Name"], value)
        for blob in blobs
        for metric in blob["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        for value in blob[metric["Name"]]
    ]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits for 0.3 seconds instead of ten."""
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=0.3), retries=False)
    monkeypatch.setattr(gateway_client, "http", pool)


def test_a_claimed_payment_is_charged_as_it_was_asked_for(shop: Shop) -> None:
    shop.validate()
    result = ChargeResult.model_validate(shop.charge())

    (charge,) = shop.gateway.charges()
    assert (charge.payment_id, charge.amount, charge.currency) == ("pay-1", 1999, "EUR")
    assert (result.charge_id, result.retries) == (charge.charge_id, 0)
    assert shop.row()["firstAttemptAt"] == "2026-03-01T12:00:00.000Z"
    assert shop.row()["attempts"] == 1
    assert shop.row()["status"] == "PENDING"


def test_every_attempt_uses_the_key_made_of_environment_and_payment(shop: Shop) -> None:
    shop.validate()
    for second in (1, 2, 3):
        shop.charge(now=f"2026-03-01T12:00:0{second}.000Z")
    assert {request.key for request in shop.gateway.requests("pay-1")} == {"test/pay-1"}
    assert len(shop.gateway.charges()) == 1


def test_retries_are_counted_by_the_attempt(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.gateway.unavailable("pay-1", times=2)
    shop.validate()
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            shop.charge()
    assert shop.charge()["retries"] == 2
    assert shop.row()["retries"] == 2
    retries = [value for name, value in metrics_in(capsys.readouterr().out) if name == "Retries"]
    assert sum(retries) == 2


def test_a_first_attempt_counts_no_retry(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.validate()
    shop.charge()
    assert metrics_in(capsys.readouterr().out) == [("Attempts", 1.0)]


def test_a_declined_card_is_one_request_and_no_charge(shop: Shop) -> None:
    shop.gateway.declines("pay-1", "insufficient_funds")
    shop.validate()
    with pytest.raises(PaymentDeclined, match=r"^insufficient_funds$"):
        shop.charge()
    assert shop.gateway.requests_for("pay-1") == 1
    assert shop.gateway.charges() == []


def test_a_payment_method_that_the_gateway_does_not_know_is_declined(shop: Shop) -> None:
    shop.validate(shop.request(paymentMethod="unknown"))
    with pytest.raises(PaymentDeclined, match="resource_missing"):
        shop.charge(paymentMethod="unknown")


def test_a_throttled_payment_can_be_tried_again(shop: Shop) -> None:
    shop.gateway.throttles("pay-1", times=1)
    shop.validate()
    with pytest.raises(GatewayThrottled):
        shop.charge()
    shop.charge()
    assert len(shop.gateway.charges()) == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("charged", [True, False])
def test_an_answer_after_the_time_out_is_no_decline_and_no_second_charge(shop: Shop, charged: bool) -> None:
    shop.gateway.slow("pay-1", 0.6, times=1, charged=charged)
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    result: dict[str, Any] = {}
    while not result:
        time.sleep(0.05)
        with contextlib.suppress(GatewayTimeout, GatewayUnavailable):
            result = shop.charge()
    (charge,) = shop.gateway.charges()
    assert result["chargeId"] == charge.charge_id


def test_a_reply_that_was_lost_after_charging_is_replayed_under_the_same_key(shop: Shop) -> None:
    shop.gateway.drops_reply("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    (charge,) = shop.gateway.charges()
    assert shop.charge()["chargeId"] == charge.charge_id
    assert len(shop.gateway.charges()) == 1


def test_a_gateway_that_nobody_listens_for_is_a_time_out(shop: Shop) -> None:
    shop.validate()
    shop.gateway.stop()
    with pytest.raises(GatewayTimeout):
        shop.charge()


def test_a_500_that_is_replayed_for_ever_is_settled_by_asking_for_the_payment(shop: Shop) -> None:
    shop.gateway.fails("pay-1", charged=True)
    shop.validate()
    with pytest.raises(GatewayUnavailable):
        shop.charge()
    (charge,) = shop.gateway.charges()
    assert shop.charge()["chargeId"] == charge.charge_id


def test_a_500_without_a_charge_stays_unavailable(shop: Shop) -> None:
    shop.gateway.fails("pay-1", charged=False)
    shop.validate()
    for _ in range(3):
        with pytest.raises(GatewayUnavailable):
            shop.charge()
    assert shop.gateway.charges() == []


@pytest.mark.usefixtures("one_write_at_a_time", "environments_apart")
def test_a_request_with_the_key_of_another_one_under_way_can_be_tried_again(shop: Shop) -> None:
    shop.gateway.slow("pay-1", 3, times=1)
    shop.validate()
    with ThreadPoolExecutor(2) as pool:
        attempts = [pool.submit(shop.charge) for _ in range(2)]
    (refused,) = [attempt.exception() for attempt in attempts if attempt.exception() is not None]
    assert isinstance(refused, GatewayUnavailable)
    assert "409" in str(refused)
    (charged,) = [attempt.result() for attempt in attempts if attempt.exception() is None]
    (charge,) = shop.gateway.charges()
    assert charged["chargeId"] == charge.charge_id


def test_parameters_that_differ_from_the_first_request_are_a_conflict(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    with pytest.raises(IdempotencyConflict):
        shop.charge(amountMinor=2000)
    assert [charge.amount for charge in shop.gateway.charges()] == [1999]


def test_after_the_key_window_the_gateway_is_asked_and_not_charged(shop: Shop) -> None:
    shop.gateway.drops_reply("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    shop.gateway.forgets_keys()

    result = shop.charge(now=NEXT_DAY)

    (charge,) = shop.gateway.charges()
    assert result["chargeId"] == charge.charge_id
    assert shop.gateway.requests_for("pay-1") == 1


def test_after_the_key_window_a_payment_that_the_gateway_does_not_show_is_unknown(shop: Shop) -> None:
    shop.gateway.drops_reply("pay-1")
    shop.gateway.hides_from_search("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()
    shop.gateway.forgets_keys()
    with pytest.raises(PaymentUnknown):
        shop.charge(now=NEXT_DAY)
    assert len(shop.gateway.charges()) == 1


def test_after_the_key_window_a_decline_is_found_again(shop: Shop) -> None:
    shop.gateway.declines("pay-1")
    shop.validate()
    with pytest.raises(PaymentDeclined):
        shop.charge()
    with pytest.raises(PaymentDeclined):
        shop.charge(now=NEXT_DAY)
    assert shop.gateway.requests_for("pay-1") == 1


def test_a_first_attempt_may_be_late_since_no_key_is_older_than_it(shop: Shop) -> None:
    """A redrive days after the claim, before anything was charged."""
    shop.validate()
    shop.charge(now="2026-03-09T12:00:00.000Z")
    assert len(shop.gateway.charges()) == 1


def test_only_the_owner_charges(shop: Shop) -> None:
    shop.validate()
    with pytest.raises(PaymentUnknown):
        shop.charge(owner=OTHER)
    assert shop.gateway.requests() == []
    assert "attempts" not in shop.row()


@pytest.mark.parametrize("status", ["DECLINED", "REJECTED", "UNKNOWN"])
def test_a_payment_that_ended_is_not_charged_again(shop: Shop, status: str) -> None:
    shop.validate()
    shop.store(status, errorReason="GatewayTimeout")
    with pytest.raises(PaymentUnknown):
        shop.charge()
    assert shop.gateway.requests() == []


def test_a_payment_that_was_settled_meanwhile_has_its_charge(shop: Shop) -> None:
    shop.validate()
    shop.charge()
    shop.store("COMPLETED", chargeId="pi_settled")
    assert shop.charge()["chargeId"] == "pi_settled"
    assert shop.gateway.requests_for("pay-1") == 1


def test_a_payment_that_nobody_claimed_is_not_charged(shop: Shop) -> None:
    with pytest.raises(PaymentUnknown):
        shop.charge()
    assert shop.gateway.requests() == []
    assert shop.row() == {}


@pytest.mark.usefixtures("one_write_at_a_time", "environments_apart")
def test_many_attempts_at_once_charge_once(shop: Shop) -> None:
    """A state that timed out and was tried again while its Lambda still runs."""
    shop.validate()
    shop.gateway.add_fault(Fault("slow", "pay-1", times=4, seconds=0.05, charged=True))

    def attempt(_number: int) -> str:
        try:
            return str(shop.charge()["chargeId"])
        except (GatewayUnavailable, GatewayTimeout):
            return "TRIED"

    with ThreadPoolExecutor(8) as pool:
        outcomes = set(pool.map(attempt, range(16)))
    (charge,) = shop.gateway.charges()
    assert outcomes <= {charge.charge_id, "TRIED"}
    assert charge.charge_id in outcomes


def test_of_two_payments_under_one_id_the_one_that_succeeded_counts(shop: Shop) -> None:
    """Made past the handlers: the gateway had forgotten the key."""
    shop.gateway.declines("pay-1", times=1)
    shop.validate()
    with pytest.raises(PaymentDeclined):
        shop.charge()
    shop.gateway.forgets_keys()
    charged = shop.charge()
    assert shop.charge(now=NEXT_DAY)["chargeId"] == charged["chargeId"]


@pytest.mark.parametrize(
    "url", ["http://api.stripe.com", "http://127.0.0.1.example.com", "http://localhost@example.com", "ftp://x", ""]
)
def test_the_gateway_is_never_called_without_encryption(shop: Shop, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GATEWAY_URL", url)
    shop.validate()
    with pytest.raises(ValueError, match="https"):
        shop.charge()


def test_a_slash_at_the_end_of_the_gateways_url_leads_to_the_same_place(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATEWAY_URL", f"{shop.gateway.url}/")
    shop.validate()
    shop.charge()
    assert len(shop.gateway.charges()) == 1


def test_neither_the_secret_nor_the_payment_method_is_logged(
    shop: Shop, log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.gateway.unavailable("pay-1", times=1)
    shop.validate()
    with pytest.raises(GatewayUnavailable) as trouble:
        shop.charge()
    shop.charge()
    seen = log.getvalue() + capsys.readouterr().out + str(trouble.value)
    assert "sk_test" not in seen
    assert '"request":"req_' in seen
    assert "pm_card" not in seen
    assert "pay-1" in log.getvalue()


def test_a_secret_that_was_rotated_is_asked_for_again_after_one_refusal(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The retries of a payment end long before the cache does."""
    keys = ["", API_KEY]
    fetched: list[str] = []

    def fetch(_name: str, **_: Any) -> str:
        fetched.append(keys[len(fetched)])
        return fetched[-1]

    monkeypatch.setattr(gateway_client.vault, "_get", fetch)
    shop.validate()
    with pytest.raises(GatewayUnavailable, match="401"):
        shop.charge()
    shop.charge()
    shop.charge()
    assert fetched == keys
    assert len(shop.gateway.charges()) == 1


def test_a_line_break_after_the_secret_is_no_part_of_it(shop: Shop) -> None:
    SECRETS.put_secret_value(SecretId=os.environ["GATEWAY_SECRET_ARN"], SecretString=f"{API_KEY}\n")
    shop.validate()
    shop.charge()
    assert len(shop.gateway.charges()) == 1


def test_a_call_for_the_secret_gives_up_before_lambda_does() -> None:
    config: Any = gateway_client.vault.client.meta.config
    assert config.connect_timeout + config.read_timeout < LAMBDA_TIMEOUT_SECONDS


@pytest.mark.parametrize("wrong", [{"amountMinor": 19.99}, {"amountMinor": True}, {"paymentId": None}, {"more": 1}])
def test_a_payload_that_breaks_the_contract_charges_nothing(shop: Shop, wrong: dict[str, Any]) -> None:
    shop.validate()
    with pytest.raises(ValueError, match="ChargeRequest"):
        shop.charge(**wrong)
    assert shop.gateway.requests() == []
