"""The double as an object: started and stopped by a test, told what to do wrong, asked what was charged."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from definitions.payments.gateway_double.api import PaymentIntents
from definitions.payments.gateway_double.faults import Fault
from definitions.payments.gateway_double.ledger import Charge, Ledger, Request
from definitions.payments.gateway_double.server import GatewayServer


class GatewayDouble:
    """A gateway on a free port of 127.0.0.1 (or on `port`); with a `ledger` file, what was charged outlives it.

    Faults are for one payment, or for all when `payment_id` is None; `times` None means for good.
    """

    def __init__(self, ledger: Path | str = ":memory:", *, port: int = 0) -> None:
        self._path = ledger
        self._port = port
        self._server: GatewayServer | None = None
        self._api = PaymentIntents(Ledger(ledger))

    def start(self) -> Self:
        """Listen. A double that was stopped starts again on the same port, with its ledger if that is a file."""
        if self._server is None:
            if self._api.stopping.is_set():
                self._api = PaymentIntents(Ledger(self._path))
            try:
                self._server = GatewayServer(self._port, self._api)
            except (OSError, OverflowError):
                self._api.ledger.close()
                raise
            self._port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening, wake what is slow, close the ledger."""
        if self._server is not None:
            self._api.stopping.set()
            self._server.shutdown()
            self._server.server_close()
            self._api.ledger.close()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """What GATEWAY_URL is set to."""
        return f"http://127.0.0.1:{self._port}"

    def add_fault(self, fault: Fault) -> None:
        """Show this fault from now on."""
        self._api.faults.add(fault)

    def declines(
        self, payment_id: str | None = None, code: str = "generic_decline", *, times: int | None = None
    ) -> None:
        """402 with this decline code: https://docs.stripe.com/declines/codes"""
        self.add_fault(Fault("decline", payment_id, times, code=code))

    def refuses(
        self, payment_id: str | None = None, code: str = "amount_too_small", *, times: int | None = None
    ) -> None:
        """400, nothing made and nothing kept: https://docs.stripe.com/error-codes"""
        self.add_fault(Fault("refuse", payment_id, times, code=code))

    def unavailable(self, payment_id: str | None = None, times: int | None = None) -> None:
        """503, nothing done, nothing kept."""
        self.add_fault(Fault("unavailable", payment_id, times))

    def throttles(self, payment_id: str | None = None, times: int | None = None) -> None:
        """429, nothing done, nothing kept."""
        self.add_fault(Fault("throttle", payment_id, times))

    def fails(self, payment_id: str | None = None, times: int | None = 1, *, charged: bool = False) -> None:
        """500, kept under the key and replayed; `charged` says whether the money moved all the same."""
        self.add_fault(Fault("error", payment_id, times, charged=charged))

    def slow(
        self, payment_id: str | None = None, seconds: float = 1.0, times: int | None = None, *, charged: bool = False
    ) -> None:
        """Waits before it charges, or before it answers if `charged`; the key is in use meanwhile."""
        self.add_fault(Fault("slow", payment_id, times, seconds=seconds, charged=charged))

    def drops_reply(self, payment_id: str | None = None, times: int | None = 1) -> None:
        """Charges, then breaks the connection."""
        self.add_fault(Fault("drop_reply", payment_id, times))

    def drops_request(self, payment_id: str | None = None, times: int | None = 1) -> None:
        """Breaks the connection before anything is done."""
        self.add_fault(Fault("drop_request", payment_id, times))

    def forgets_keys(self, payment_id: str | None = None, after_seconds: float | None = None) -> None:
        """Forgets keys: now, or, for all payments, each one this long after its first use (Stripe: 24 hours)."""
        if after_seconds is None:
            self._api.ledger.forget_keys(payment_id)
        else:
            self._api.key_window_seconds = after_seconds

    def hides_from_search(self, payment_id: str | None = None, seconds: float = 3600.0) -> None:
        """Look-ups by reference do not show a payment until this long after it was made."""
        self.add_fault(Fault("hide", payment_id, seconds=seconds))

    def behaves(self) -> None:
        """No faults any more."""
        self._api.faults.clear()

    def reset(self) -> None:
        """No faults, no charges, no requests."""
        self._api.faults.clear()
        self._api.ledger.clear()

    def charges(self) -> list[Charge]:
        """All money that moved, oldest first."""
        return self._api.ledger.charges()

    def charges_for(self, payment_id: str) -> list[Charge]:
        """The money that moved for this payment; more than one is what must never be."""
        return self._api.ledger.charges(payment_id)

    def requests(self, payment_id: str | None = None) -> list[Request]:
        """Every call of the API, oldest first."""
        return self._api.ledger.requests(payment_id)

    def requests_for(self, payment_id: str) -> int:
        """How many times this payment was asked to be charged."""
        return sum(request.method == "POST" for request in self.requests(payment_id))

    def lookups_for(self, payment_id: str) -> int:
        """How many times this payment was asked for by reference."""
        return sum(request.method == "GET" for request in self.requests(payment_id))
