"""The payment gateway: the part of Stripe's PaymentIntents that charges once and tells what was charged.

Every call has a time-out and is made once; who retries, and with which key, is decided by the state machine.
Environment: ENVIRONMENT, GATEWAY_URL (https, or http on this machine), GATEWAY_SECRET_ARN.
Sources: https://docs.stripe.com/api/payment_intents, https://docs.stripe.com/api/idempotent_requests
"""

import json
import os
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from aws_lambda_powertools.utilities.parameters import SecretsProvider

from lambdas.payments.aws import QUICK
from lambdas.payments.contracts import (
    HTTP_TIMEOUT_SECONDS,
    ChargeRequest,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    IdempotencyConflict,
    PaymentDeclined,
    PaymentUnknown,
)

http = urllib3.PoolManager(timeout=urllib3.Timeout(total=HTTP_TIMEOUT_SECONDS), retries=False)
secrets = SecretsProvider(boto_config=QUICK)


def create_charge(request: ChargeRequest) -> str:
    """Charge the payment, or learn what its first charge came to; the id of the charge.

    The key comes from environment and paymentId alone, so that no retry, duplicate or redrive ever has another one.
    """
    environment = os.environ["ENVIRONMENT"]
    fields = {
        "amount": str(request.amount_minor),
        "currency": request.currency.lower(),
        "payment_method": request.payment_method,
        "payment_method_types[]": "card",
        "confirm": "true",
        "error_on_requires_action": "true",
        "metadata[paymentId]": request.payment_id,
        "metadata[environment]": environment,
    }
    status, body = call_gateway("POST", "", urlencode(fields), f"{environment}/{request.payment_id}")
    match status, body:
        case 200, dict():
            charge_id = settled_charge(body)
            if charge_id:
                return charge_id
        case 402, {"error": {"type": "card_error", "code": code, **rest}}:
            raise PaymentDeclined(rest.get("decline_code") or code)
        case 400, {"error": {"type": "idempotency_error"}}:
            raise IdempotencyConflict("the gateway knows this payment with another amount, currency or method")
        case 400, {"error": {"type": "invalid_request_error"} as error}:
            raise PaymentDeclined(error.get("code") or "invalid request")
    raise PaymentUnknown(f"the gateway answered with status {status}")


def find_charge(payment_id: str) -> str | None:
    """Ask by reference: the id of the payment's charge, or None when the gateway does not show how it ended.

    None proves nothing, since the gateway's index may lag. Raises PaymentDeclined when it was refused for good.
    """
    query = f"metadata['paymentId']:'{payment_id}' AND metadata['environment']:'{os.environ['ENVIRONMENT']}'"
    status, body = call_gateway("GET", "/search?" + urlencode({"query": query}))
    if status != 200:
        raise GatewayUnavailable(f"the gateway answered the search with status {status}")
    intents = sorted(body["data"], key=lambda intent: intent["status"] == "succeeded")
    return settled_charge(intents[-1]) if intents else None


def settled_charge(intent: dict[str, Any]) -> str | None:
    match intent:
        case {"status": "succeeded", "id": str(charge_id)}:
            return charge_id
        case {"status": "requires_payment_method", "last_payment_error": {"code": code}}:
            raise PaymentDeclined(code)
        case {"status": "canceled"}:
            raise PaymentDeclined("canceled")
    return None


def call_gateway(method: str, path: str, form: str | None = None, idempotency_key: str = "") -> tuple[int, Any]:
    """One HTTP request; the status and the JSON of its answer when that says something about the payment."""
    url = urlsplit(os.environ["GATEWAY_URL"])
    if url.scheme != "https" and url.hostname not in ("127.0.0.1", "localhost"):
        raise PaymentUnknown("GATEWAY_URL is not https")
    headers = {
        "Authorization": f"Bearer {secrets.get(os.environ['GATEWAY_SECRET_ARN'], max_age=300)!s}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Idempotency-Key": idempotency_key,
        "Stripe-Version": "2024-06-20",
    }
    target = f"{url.geturl().rstrip('/')}/v1/payment_intents{path}"
    try:
        answer = http.request(method, target, body=form, headers=headers)
        body = json.loads(answer.data)
    except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
        raise GatewayUnavailable(type(error).__name__) from None
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise GatewayTimeout(type(error).__name__) from None
    if answer.status == 429:
        raise GatewayThrottled("the gateway asks for fewer requests")
    # 409: another request with this key is under way. A 401 comes while the secret is rotated.
    if answer.status in (401, 409) or answer.status >= 500:
        raise GatewayUnavailable(f"the gateway answered with status {answer.status}")
    return answer.status, body
