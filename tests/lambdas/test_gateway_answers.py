"""ProcessPayment: which answers of the gateway decline a payment, and which leave it open."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from lambdas.payments.contracts import (
    GatewayRefused,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    PaymentDeclined,
    PaymentUnknown,
)
from lambdas.payments.gateway import find_charge

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

NEXT_DAY = "2026-03-02T12:00:00.000Z"
REFERENCE = {"paymentId": "pay-1", "environment": "test"}
INTENT = {"id": "pi_made", "amount": 1999, "currency": "eur", "metadata": REFERENCE}


class OneAnswer(BaseHTTPRequestHandler):
    """A gateway that has the same answer to everything."""

    status: ClassVar[int]
    content: ClassVar[bytes]
    calls: ClassVar[list[str]]

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        self.calls.append(self.path)
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


Answer = Callable[[int, str], list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answer]:
    """Makes the gateway one that answers with a status and a body; gives the paths that it is then asked for."""
    with contextlib.ExitStack() as stack:

        def start(status: int, text: str) -> list[str]:
            calls: list[str] = []
            served = type("Served", (OneAnswer,), {"status": status, "content": text.encode(), "calls": calls})
            server = stack.enter_context(HTTPServer(("127.0.0.1", 0), served))
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            monkeypatch.setenv("GATEWAY_URL", f"http://127.0.0.1:{server.server_port}")
            return calls

        yield start


def test_a_redirect_is_not_followed(shop: Shop, answer: Answer) -> None:
    """The secret and the charge would go where it says."""
    calls = answer(307, "{}")
    shop.validate()
    with pytest.raises(GatewayUnavailable, match="307"):
        shop.charge()
    assert calls == ["/v1/payment_intents"]


def refusal(**details: Any) -> str:
    """The body with which Stripe refuses a request."""
    return json.dumps({"error": {"type": "invalid_request_error", "code": "amount_too_small", **details}})


def test_what_the_gateway_refuses_whatever_the_card_is_no_decline_of_the_card(shop: Shop) -> None:
    """Ours to mend, so it has a name of its own: the alert about a PaymentDeclined is not urgent."""
    shop.gateway.refuses("pay-1", "amount_too_small")
    shop.validate()
    with pytest.raises(GatewayRefused, match=r"^amount_too_small$"):
        shop.charge()
    assert shop.gateway.requests_for("pay-1") == 1
    assert shop.gateway.charges() == []


def test_a_card_that_its_bank_refuses_is_declined(shop: Shop) -> None:
    shop.gateway.declines("pay-1", "insufficient_funds")
    shop.validate()
    with pytest.raises(PaymentDeclined) as declined:
        shop.charge()
    assert declined.type is PaymentDeclined


def test_a_token_that_the_gateway_does_not_know_is_the_senders_to_mend(shop: Shop, answer: Answer) -> None:
    """As a declined card: nobody of ours is called for it."""
    answer(400, refusal(code="resource_missing", param="payment_method"))
    shop.validate()
    with pytest.raises(PaymentDeclined, match=r"^resource_missing$") as declined:
        shop.charge()
    assert declined.type is PaymentDeclined


@pytest.mark.parametrize("nameless", [{"code": None}, {"code": ""}])
def test_a_refusal_without_a_code_is_known_by_its_type(
    shop: Shop, answer: Answer, nameless: dict[str, str | None]
) -> None:
    answer(400, refusal(**nameless, message="pm_card_visa is not what it was"))
    shop.validate()
    with pytest.raises(GatewayRefused, match=r"^invalid_request_error$"):
        shop.charge()


def test_a_refusal_that_shows_a_payment_which_succeeded_is_that_payment(shop: Shop, answer: Answer) -> None:
    answer(400, refusal(payment_intent=INTENT | {"status": "succeeded"}))
    shop.validate()
    assert shop.charge()["chargeId"] == "pi_made"


def test_a_refusal_that_shows_a_payment_under_way_is_unknown(shop: Shop, answer: Answer) -> None:
    answer(400, refusal(payment_intent=INTENT | {"status": "processing"}))
    shop.validate()
    with pytest.raises(PaymentUnknown):
        shop.charge()


@pytest.mark.parametrize("other", [{"amount": 2000}, {"amount": 199900}, {"currency": "usd"}, {"currency": None}])
def test_a_success_with_another_amount_than_was_asked_for_is_not_taken_for_the_payment(
    shop: Shop, answer: Answer, other: dict[str, Any]
) -> None:
    answer(200, json.dumps(INTENT | {"status": "succeeded"} | other))
    shop.validate()
    with pytest.raises(PaymentUnknown):
        shop.charge()


def found(*statuses: str, **changes: Any) -> str:
    """What a search answers: payments in these states."""
    refused = {"type": "card_error", "code": "card_declined", "decline_code": "lost_card"}
    return json.dumps({"data": [INTENT | {"status": one, "last_payment_error": refused} | changes for one in statuses]})


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("statuses", "charge_id"),
    [
        (["canceled", "succeeded"], "pi_made"),
        (["processing", "succeeded"], "pi_made"),
        (["requires_payment_method", "processing"], None),
        (["canceled", "requires_action"], None),
        (["processing", "canceled"], None),
    ],
)
def test_of_several_payments_under_one_name_one_that_may_still_succeed_counts_before_one_that_cannot(
    answer: Answer, statuses: list[str], charge_id: str | None
) -> None:
    answer(200, found(*statuses))
    assert find_charge("pay-1", 1999, "EUR") == charge_id


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(("status", "reason"), [("requires_payment_method", "lost_card"), ("canceled", "canceled")])
def test_a_payment_that_cannot_succeed_any_more_is_declined(answer: Answer, status: str, reason: str) -> None:
    answer(200, found(status))
    with pytest.raises(PaymentDeclined, match=f"^{reason}$"):
        find_charge("pay-1", 1999, "EUR")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("other", [{"paymentId": "PAY-1"}, {"environment": "TEST"}, {"paymentId": None}])
def test_a_payment_whose_name_differs_in_capitals_is_another_one(answer: Answer, other: dict[str, Any]) -> None:
    """The gateway's search does not tell them apart."""
    answer(200, found("succeeded", metadata=REFERENCE | other))
    assert find_charge("pay-1", 1999, "EUR") is None


@pytest.mark.usefixtures("shop")
def test_a_search_that_the_gateway_refuses_says_so(answer: Answer) -> None:
    answer(400, refusal())
    with pytest.raises(GatewayUnavailable, match="400 to a search"):
        find_charge("pay-1", 1999, "EUR")


@pytest.mark.parametrize(
    ("status", "text", "error"),
    [
        (200, refusal(), PaymentUnknown),
        (200, "[]", PaymentUnknown),
        (402, refusal(), PaymentUnknown),
        (400, json.dumps({"error": {"type": "api_error"}}), PaymentUnknown),
        (400, json.dumps({"error": "amount_too_small"}), PaymentUnknown),
        (400, "<html>Bad Request</html>", GatewayTimeout),
        (400, "", GatewayTimeout),
        *((status, refusal(), GatewayUnavailable) for status in (401, 403, 404, 409, 500, 502, 503)),
        (429, refusal(), GatewayThrottled),
    ],
)
def test_what_is_no_refusal_by_the_gateway_itself_declines_nothing(
    shop: Shop, answer: Answer, status: int, text: str, error: type[Exception]
) -> None:
    answer(status, text)
    shop.validate()
    with pytest.raises(error):
        shop.charge()


def lose_an_attempt(shop: Shop, *, charged: bool) -> None:
    """An attempt of which nothing is heard; from then on the gateway refuses what it has no answer to."""
    lose = shop.gateway.drops_reply if charged else shop.gateway.drops_request
    lose("pay-1")
    shop.gateway.refuses("pay-1")
    shop.validate()
    with pytest.raises(GatewayTimeout):
        shop.charge()


def test_a_payment_that_was_charged_is_not_declined_by_a_later_refusal(shop: Shop) -> None:
    """Its first answer is replayed."""
    lose_an_attempt(shop, charged=True)
    (charge,) = shop.gateway.charges()
    assert shop.charge()["chargeId"] == charge.charge_id
    assert shop.gateway.lookups_for("pay-1") == 0


def test_a_refusal_by_a_gateway_that_forgot_the_key_too_soon_is_no_decline_of_what_it_charged(shop: Shop) -> None:
    lose_an_attempt(shop, charged=True)
    shop.gateway.forgets_keys("pay-1")
    (charge,) = shop.gateway.charges()
    assert shop.charge()["chargeId"] == charge.charge_id
    assert shop.gateway.lookups_for("pay-1") == 1


def test_a_refusal_after_an_attempt_that_charged_nothing_is_a_decline(shop: Shop) -> None:
    lose_an_attempt(shop, charged=False)
    with pytest.raises(PaymentDeclined, match="amount_too_small"):
        shop.charge()


def test_after_the_key_window_nothing_is_asked_that_could_be_refused(shop: Shop) -> None:
    lose_an_attempt(shop, charged=True)
    shop.gateway.hides_from_search("pay-1")
    shop.gateway.forgets_keys()
    with pytest.raises(PaymentUnknown):
        shop.charge(now=NEXT_DAY)
    assert shop.gateway.requests_for("pay-1") == 1
