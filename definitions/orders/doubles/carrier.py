"""A carrier that keeps bookings by orderId, as `lambdas.orders.carrier` says that it does."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str]]

EVER = 1_000_000
"""More often than anything is asked."""


class Carrier:
    """The carrier's API on a free port of 127.0.0.1, from when it is made until it is stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: dict[str, str] = {}
        self._bookings: dict[str, str] = {}
        self._closed: set[str] = set()
        self._broken: set[str] = set()
        self._delays: dict[str, float] = {}
        self._slow: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._server = CarrierServer(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """What CARRIER_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def refuses(self, order_id: str, reason: str) -> None:
        """Refuse to book this order from now on."""
        self._refused[order_id] = reason

    def breaks(self, order_id: str) -> None:
        """Fail to cancel this order from now on."""
        self._broken.add(order_id)

    def slow(self, order_id: str, seconds: float, *, times: int = EVER) -> None:
        """Wait so long before each of so many requests for this order is worked off, heard or not."""
        self._delays[order_id] = seconds
        self._slow[order_id] = times

    def drops_reply(self, order_id: str, *, times: int = EVER) -> None:
        """Do what so many requests for this order ask, and do not answer."""
        self._lost[order_id] = times

    def delay(self, order_id: str) -> float:
        """How long the next request for this order waits, in seconds."""
        return self._delays[order_id] if self._next(self._slow, order_id) else 0.0

    def is_lost(self, order_id: str) -> bool:
        """Whether the next answer for this order gets lost."""
        return self._next(self._lost, order_id)

    def bookings(self) -> dict[str, str]:
        """The tracking numbers of what is booked and not cancelled, by orderId."""
        with self._lock:
            return dict(self._bookings)

    def was_cancelled(self, order_id: str) -> bool:
        """Whether it was told to cancel the order, booked or not."""
        return order_id in self._closed

    def book(self, order_id: str) -> Answer:
        """The booking, made once."""
        with self._lock:
            if order_id in self._closed:
                return 410, {"reason": "the booking was cancelled"}
            if order_id in self._refused:
                return 422, {"reason": self._refused[order_id]}
            return 200, {"trackingNumber": self._bookings.setdefault(order_id, f"track-{order_id}")}

    def cancel(self, order_id: str) -> Answer:
        """No booking, now and later."""
        with self._lock:
            if order_id in self._broken:
                return 503, {}
            if order_id in self._closed:
                return 410, {"reason": "the booking was cancelled"}
            self._closed.add(order_id)
            self._bookings.pop(order_id, None)
            return 200, {}

    def _next(self, left: Counter[str], order_id: str) -> bool:
        with self._lock:
            happens = left[order_id] > 0
            left[order_id] -= happens
            return happens


class CarrierServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        super().__init__(("127.0.0.1", 0), CarrierRequest)


class CarrierRequest(BaseHTTPRequestHandler):
    """One connection of a client."""

    server: CarrierServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_PUT(self) -> None:
        """Book."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._work(self.server.carrier.book)

    def do_DELETE(self) -> None:
        """Cancel."""
        self._work(self.server.carrier.cancel)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gave it
        """Nothing is printed."""

    def _work(self, what: Callable[[str], Answer]) -> None:
        carrier, order_id = self.server.carrier, self.path.removeprefix("/bookings/")
        time.sleep(carrier.delay(order_id))
        answer = what(order_id)
        if carrier.is_lost(order_id):
            self.close_connection = True
            return
        # Whoever asked may have given up.
        with suppress(ConnectionError):
            self._answer(answer)

    def _answer(self, answer: Answer) -> None:
        status, body = answer
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
