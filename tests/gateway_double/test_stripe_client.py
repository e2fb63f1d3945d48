"""The double against Stripe's own Python client: what that understands, the handlers will meet in production."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import stripe

from definitions.payments.gateway_double import GatewayDouble


@pytest.fixture
def gateway() -> Iterator[GatewayDouble]:
    with GatewayDouble() as double:
        yield double


@contextmanager
def connected(url: str, key: str = "sk_test_x", *, retries: int = 0) -> Iterator[stripe.StripeClient]:
    """Stripe's client for this address, with its connections closed at the end."""
    http: Any = stripe.RequestsClient(timeout=60)
    yield stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=retries, http_client=http)
    http.close()


@pytest.fixture
def client(gateway: GatewayDouble) -> Iterator[stripe.StripeClient]:
    with connected(gateway.url) as client:
        yield client


def pay(client: stripe.StripeClient, payment_id: str = "pay-1", *, key: str | None = None, **changes: Any) -> Any:
    params: Any = {
        "amount": 1999,
        "currency": "eur",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "metadata": {"paymentId": payment_id, "environment": "test"},
        **changes,
    }
    return client.v1.payment_intents.create(params, {"idempotency_key": key or f"test/{payment_id}"})


def test_a_payment_intent_that_is_confirmed_succeeds(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    intent = pay(client)
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount, intent.amount_received, intent.currency) == ("succeeded", 1999, 1999, "eur")
    assert intent.metadata["paymentId"] == "pay-1"
    (charge,) = gateway.charges_for("pay-1")
    assert (charge.charge_id, charge.amount, charge.currency) == (intent.id, 1999, "EUR")
    assert charge.environment == "test"


def test_the_module_level_api_works_too(gateway: GatewayDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe, "api_base", gateway.url)
    monkeypatch.setattr(stripe, "api_key", "sk_test_x")
    monkeypatch.setattr(stripe, "max_network_retries", 0)
    http: Any = stripe.RequestsClient()
    monkeypatch.setattr(stripe, "default_http_client", http)
    intent = stripe.PaymentIntent.create(amount=5, currency="jpy", payment_method="pm_card_visa", confirm=True)
    http.close()
    assert gateway.charges()[0].charge_id == intent.id


def test_the_same_key_and_parameters_replay_the_first_answer(
    client: stripe.StripeClient, gateway: GatewayDouble
) -> None:
    first, second = pay(client), pay(client)
    assert first.id == second.id
    assert first.last_response.headers.get("Idempotent-Replayed") is None
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Idempotency-Key"] == "test/pay-1"
    assert len(gateway.charges()) == 1
    assert gateway.requests_for("pay-1") == 2


def test_the_same_key_with_other_parameters_is_an_idempotency_error(
    client: stripe.StripeClient, gateway: GatewayDouble
) -> None:
    pay(client)
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as conflict:
        pay(client, amount=2000)
    assert conflict.value.http_status == 400
    assert len(gateway.charges()) == 1


@pytest.mark.parametrize(
    ("decline", "code"), [("insufficient_funds", "card_declined"), ("expired_card", "expired_card")]
)
def test_a_decline_is_a_card_error_and_replayed(
    client: stripe.StripeClient, gateway: GatewayDouble, decline: str, code: str
) -> None:
    gateway.declines("pay-1", decline, times=1)
    for _ in range(2):
        with pytest.raises(stripe.CardError) as error:
            pay(client)
        assert (error.value.http_status, error.value.code) == (402, code)
        body: Any = error.value.json_body
        assert body["error"]["decline_code"] == decline
        assert body["error"]["payment_intent"]["status"] == "requires_payment_method"
    assert gateway.charges() == []


def test_the_test_tokens_for_declined_cards_decline(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    with pytest.raises(stripe.CardError):
        pay(client, payment_method="pm_card_visa_chargeDeclined")
    assert gateway.charges() == []


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"amount": 0}, "amount", "parameter_invalid_integer"),
        ({"amount": -1}, "amount", "parameter_invalid_integer"),
        ({"amount": 100_000_000}, "amount", "parameter_invalid_integer"),
        ({"amount": "19.99"}, "amount", "parameter_invalid_integer"),
        ({"currency": "EURO"}, "currency", "invalid_currency"),
        ({"amount": 1001, "currency": "kwd"}, "amount", "parameter_invalid_integer"),
        ({"payment_method": "unknown"}, "payment_method", "resource_missing"),
        ({"colour": "blue"}, "colour", "parameter_unknown"),
    ],
)
def test_wrong_parameters_are_refused_and_the_key_stays_free(
    client: stripe.StripeClient, gateway: GatewayDouble, changes: dict[str, Any], param: str, code: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        pay(client, **changes)
    assert (error.value.http_status, error.value.param, error.value.code) == (400, param, code)
    assert pay(client).status == "succeeded"


def test_a_throttled_request_is_not_kept_under_its_key(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.throttles("pay-1", times=1)
    with pytest.raises(stripe.RateLimitError):
        pay(client)
    assert pay(client).status == "succeeded"


@pytest.mark.parametrize("charged", [True, False])
def test_a_500_is_kept_and_replayed_whether_the_money_moved_or_not(
    client: stripe.StripeClient, gateway: GatewayDouble, charged: bool
) -> None:
    gateway.fails("pay-1", charged=charged)
    for _ in range(3):
        with pytest.raises(stripe.APIError) as error:
            pay(client)
        assert error.value.http_status == 500
    assert len(gateway.charges()) == charged


def test_a_refused_payment_is_an_invalid_request_that_makes_and_keeps_nothing(
    client: stripe.StripeClient, gateway: GatewayDouble
) -> None:
    gateway.refuses("pay-1", times=1)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        pay(client)
    assert (refusal.value.http_status, refusal.value.code) == (400, "amount_too_small")
    assert gateway.charges() == []
    assert pay(client).status == "succeeded"


def test_what_was_charged_under_a_key_is_replayed_and_not_refused(
    client: stripe.StripeClient, gateway: GatewayDouble
) -> None:
    charged = pay(client)
    gateway.refuses("pay-1")
    assert pay(client).id == charged.id
    gateway.forgets_keys("pay-1")
    with pytest.raises(stripe.InvalidRequestError):
        pay(client)


def test_a_503_happens_as_often_as_it_was_told_to(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.unavailable(times=2)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as error:
            pay(client)
        assert error.value.http_status == 503
    assert pay(client).status == "succeeded"
    assert [request.status for request in gateway.requests("pay-1")] == [503, 503, 200]


def test_stripes_own_retries_charge_once_when_a_reply_is_lost(gateway: GatewayDouble) -> None:
    gateway.drops_reply("pay-1")
    with connected(gateway.url, retries=2) as client:
        assert pay(client).status == "succeeded"
    assert len(gateway.charges()) == 1
    assert gateway.requests_for("pay-1") == 2


def test_a_lost_reply_is_a_connection_error_with_a_charge(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.drops_reply("pay-1")
    with pytest.raises(stripe.APIConnectionError):
        pay(client)
    assert len(gateway.charges_for("pay-1")) == 1
    assert [request.status for request in gateway.requests("pay-1")] == [None]


def test_a_lost_request_is_a_connection_error_without_one(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.drops_request("pay-1")
    with pytest.raises(stripe.APIConnectionError):
        pay(client)
    assert gateway.charges() == []


def test_an_intent_is_retrieved_listed_and_searched(client: stripe.StripeClient) -> None:
    made = [pay(client, f"pay-{number}").id for number in range(3)]
    assert client.v1.payment_intents.retrieve(made[0]).metadata["paymentId"] == "pay-0"
    page = client.v1.payment_intents.list({"limit": 2})
    assert ([intent.id for intent in page.data], page.has_more) == (made[:0:-1], True)
    assert [intent.id for intent in page.auto_paging_iter()] == made[::-1]
    query = "metadata['paymentId']:'pay-1' AND metadata[\"environment\"]:\"test\""
    found = client.v1.payment_intents.search({"query": query})
    assert [intent.id for intent in found.data] == [made[1]]


def test_a_search_does_not_tell_capitals_from_small_letters(client: stripe.StripeClient) -> None:
    """As at Stripe: https://docs.stripe.com/search#search-syntax"""
    pay(client)
    query = "metadata['paymentId']:'Pay-1' AND metadata['environment']:'TEST'"
    assert len(client.v1.payment_intents.search({"query": query}).data) == 1


@pytest.mark.parametrize("query", ["", "status:'succeeded'", "metadata['paymentId']", "paymentId=pay-1"])
def test_a_search_that_the_double_does_not_know_is_an_error(client: stripe.StripeClient, query: str) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.search({"query": query})


def test_an_intent_that_there_is_not_is_missing(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        client.v1.payment_intents.retrieve("pi_none")
    assert (error.value.http_status, error.value.code) == (404, "resource_missing")


def test_a_search_can_lag_while_the_intent_is_there(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.hides_from_search("pay-1", seconds=60)
    intent = pay(client)
    query: Any = {"query": "metadata['paymentId']:'pay-1'"}
    assert client.v1.payment_intents.search(query).data == []
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"
    gateway.behaves()
    assert len(client.v1.payment_intents.search(query).data) == 1


def test_a_forgotten_key_charges_again(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    """What the handlers must never let happen."""
    pay(client)
    gateway.forgets_keys("pay-1")
    pay(client)
    assert len(gateway.charges_for("pay-1")) == 2


def test_keys_are_forgotten_after_their_window(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    gateway.forgets_keys(after_seconds=0)
    pay(client)
    pay(client)
    assert len(gateway.charges()) == 2


def test_a_request_without_a_key_of_the_api_is_refused(gateway: GatewayDouble) -> None:
    with connected(gateway.url, key=" ") as client, pytest.raises(stripe.AuthenticationError):
        pay(client)
    assert gateway.charges() == []


def test_an_intent_that_is_not_confirmed_is_not_charged(client: stripe.StripeClient, gateway: GatewayDouble) -> None:
    assert pay(client, confirm=False).status == "requires_confirmation"
    assert gateway.charges() == []
