"""The payment gateway: the part of Stripe's PaymentIntents that charges once and tells what was charged.

Every call has a time-out and is made once; who retries, and with which key, is decided by the state machine.
Environment: ENVIRONMENT, GATEWAY_URL (https, or http on this machine), GATEWAY_SECRET_ARN.
Sources: https://docs.stripe.com/api/payment_intents, https://docs.stripe.com/api/idempotent_requests
"""

import json
import os
import re
from typing import Any
from urllib.parse import urlencode

import urllib3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parameters import SecretsProvider

from lambdas.payments.aws import QUICK
from lambdas.payments.contracts import (
    HTTP_TIMEOUT_SECONDS,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    PaymentDeclined,
)

# How a payment ends that nobody can be charged for any more.
DEAD = ("requires_payment_method", "canceled")

gateway_log = Logger()
http = urllib3.PoolManager(timeout=urllib3.Timeout(total=HTTP_TIMEOUT_SECONDS), retries=False)
vault = SecretsProvider(boto_config=QUICK)


def find_charge(payment_id: str, amount_minor: int, currency: str) -> str | None:
    """Ask by reference: the id of the payment's charge, or None when the gateway does not show how it ended.

    None proves nothing, since the gateway's index may lag. What somebody made by hand under the payment's name, with
    another amount or currency, is not this payment. Of several, one that succeeded decides, then one that still may.
    """
    environment = os.environ["ENVIRONMENT"]
    query = f"metadata['paymentId']:'{payment_id}' AND metadata['environment']:'{environment}'"
    status, answer = ask_gateway("GET", "/search?" + urlencode({"query": query}))
    if status != 200:
        raise GatewayUnavailable(f"the gateway answered {status} to a search")
    # Again, since the gateway's search does not tell "Pay-1" from "pay-1".
    reference = {"paymentId": payment_id, "environment": environment}.items()
    intents = [
        one for one in answer["data"] if reference <= one["metadata"].items() and is_of(one, amount_minor, currency)
    ]
    return read_charge(
        max(intents, key=lambda one: (one["status"] == "succeeded", one["status"] not in DEAD), default={})
    )


def is_of(intent: Any, amount_minor: int, currency: str) -> bool:
    """Whether it is for this amount."""
    match intent:
        case {"amount": amount, "currency": unit}:
            return (amount, unit) == (amount_minor, currency.lower())
    return False


def read_charge(intent: dict[str, Any]) -> str | None:
    """The id of a payment that succeeded, None when that is not settled; raises PaymentDeclined."""
    match intent:
        case {"status": "succeeded", "id": str(charge_id)}:
            return charge_id
        case {"status": "requires_payment_method", "last_payment_error": {"code": _} as refusal}:
            raise PaymentDeclined(name_refusal(refusal))
        case {"status": "canceled"}:
            # By hand: what was charged can be refunded, but not cancelled.
            raise PaymentDeclined("canceled")
    return None


def name_refusal(refusal: dict[str, Any]) -> str:
    """The bank's reason where it gave one, for those who help its customer."""
    return str(refusal.get("decline_code") or refusal.get("code") or refusal["type"])


def ask_gateway(method: str, path: str, form: str | None = None, key: str | None = None) -> tuple[int, Any]:
    """The status (200, 400 or 402) and the JSON of an answer that says something about the payment."""
    url = os.environ["GATEWAY_URL"].rstrip("/")
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)(:\d+)?$", url):
        raise ValueError("GATEWAY_URL must be https")
    # Put there from a file, a key may end with a line break.
    secret = str(vault.get(os.environ["GATEWAY_SECRET_ARN"], max_age=300)).strip()
    headers = {"Authorization": f"Bearer {secret}", "Stripe-Version": "2024-06-20"}
    if key:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
    try:
        answer = http.request(method, f"{url}/v1/payment_intents{path}", body=form, headers=headers)
        # The id is what the gateway's support asks for.
        gateway_log.info("gateway", method=method, status=answer.status, request=answer.headers.get("Request-Id"))
        body = json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise GatewayTimeout(type(error).__name__) from None
    if answer.status == 429:
        raise GatewayThrottled("the gateway asks for fewer requests")
    if answer.status == 401:
        # The secret was rotated: the next attempt has the new one.
        vault.store.clear()
    # Among the others, 409: a request with this key is under way.
    if answer.status not in (200, 400, 402):
        raise GatewayUnavailable(f"the gateway answered {answer.status}")
    return answer.status, body
