"""A payment gateway for tests and local runs, never for production: the part of Stripe that the handlers use.

In: HTTP on 127.0.0.1, form-encoded as Stripe's clients send it, and faults to show. Out: Stripe's answers, and a ledger
of what was charged, kept in an SQLite file so that it outlives the process. Touches that file and one socket.

    with GatewayDouble() as gateway:
        gateway.declines("pay-1", "insufficient_funds")
        ...                                             # the handlers call gateway.url
        assert gateway.charges_for("pay-1") == []

As a process: `python -m definitions.payments.gateway_double --port 0 --ledger FILE` prints `{"url": "http://..."}`.
What Stripe does is in https://docs.stripe.com/api/payment_intents and https://docs.stripe.com/api/idempotent_requests.
"""

from definitions.payments.gateway_double.double import GatewayDouble
from definitions.payments.gateway_double.faults import Fault, FaultError
from definitions.payments.gateway_double.ledger import Charge, Request

__all__ = ["Charge", "Fault", "FaultError", "GatewayDouble", "Request"]
