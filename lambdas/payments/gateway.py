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
from aws_lambda_powertools.utilities.parameters import get_secret

from lambdas.payments.contracts import (
    HTTP_TIMEOUT_SECONDS,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    PaymentDeclined,
)

http = urllib3.PoolManager(timeout=urllib3.Timeout(total=HTTP_TIMEOUT_SECONDS), retries=False)


def find_charge(payment_id: str, amount_minor: int, currency: str) -> str | None:
    """Ask by reference: the id of the payment's charge, or None when the gateway does not show how it ended.

    None proves nothing, since the gateway's index may lag. What somebody made by hand under the payment's name, with
    another amount or currency, is not this payment.
    """
    query = f"metadata['paymentId']:'{payment_id}' AND metadata['environment']:'{os.environ['ENVIRONMENT']}'"
    found = call_gateway("GET", "/search?" + urlencode({"query": query}))["data"]
    intents = [intent for intent in found if (intent["amount"], intent["currency"]) == (amount_minor, currency.lower())]
    return read_charge(max(intents, key=lambda intent: intent["status"] == "succeeded", default={}))


def read_charge(answer: dict[str, Any]) -> str | None:
    """The id of a payment that succeeded, None when that is not settled; raises PaymentDeclined."""
    match answer:
        case {"status": "succeeded", "id": str(charge_id)}:
            return charge_id
        case {"status": "requires_payment_method", "last_payment_error": {"code": code}}:
            raise PaymentDeclined(code)
    return None


def call_gateway(method: str, path: str, form: str | None = None, key: str | None = None) -> Any:
    """The JSON of an answer that says something about the payment."""
    return ask_gateway(method, path, form, key)[1]


def ask_gateway(method: str, path: str, form: str | None = None, key: str | None = None) -> tuple[int, Any]:
    """The status (200, 400 or 402) and the JSON of an answer that says something about the payment."""
    url = os.environ["GATEWAY_URL"]
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)(:\d+)?$", url):
        raise ValueError("GATEWAY_URL must be https")
    secret = get_secret(os.environ["GATEWAY_SECRET_ARN"], max_age=300)
    headers = {"Authorization": f"Bearer {secret!s}", "Stripe-Version": "2024-06-20"}
    if key:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
    try:
        answer = http.request(method, f"{url}/v1/payment_intents{path}", body=form, headers=headers)
        body = json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise GatewayTimeout(type(error).__name__) from None
    if answer.status == 429:
        raise GatewayThrottled("the gateway asks for fewer requests")
    # Among the others, 409: a request with this key is under way; 401: the secret is being rotated.
    if answer.status not in (200, 400, 402):
        raise GatewayUnavailable(f"the gateway answered {answer.status}")
    return answer.status, body
