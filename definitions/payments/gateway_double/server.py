"""HTTP in front of the API and of the control endpoints."""

import json
import secrets
import socket
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from definitions.payments.gateway_double.api import ConnectionDropped, PaymentIntents
from definitions.payments.gateway_double.faults import Fault, FaultError
from definitions.payments.gateway_double.ledger import Request
from definitions.payments.gateway_double.stripe_objects import Answer, error

INTENTS = "/v1/payment_intents"


class GatewayServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only; a thread for each connection, and enough room for many that come at once."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, api: PaymentIntents) -> None:
        self.api = api
        super().__init__(("127.0.0.1", port), GatewayRequest)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, or a double that is being stopped, is nothing to tell about."""


class GatewayRequest(BaseHTTPRequestHandler):
    """One connection of a client."""

    server: GatewayServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Look up intents, or read the ledger."""
        self._serve(self._get)

    def do_POST(self) -> None:
        """Make an intent, or set a fault."""
        self._serve(self._post)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gave it
        """Requests are in the ledger; nothing is printed."""

    def _serve(self, method: Any) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        url = urlsplit(self.path)
        try:
            answer, headers = method(url.path, dict(parse_qsl(url.query)), body)
        except ConnectionDropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        headers |= {"Content-Type": "application/json", "Request-Id": f"req_{secrets.token_hex(7)}"}
        for name, value in {**headers, "Content-Length": len(content)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def _get(self, path: str, query: dict[str, str], _body: str) -> tuple[Answer, dict[str, str]]:
        api = self.server.api
        if path == "/control/ledger":
            return Answer(200, {"charges": [asdict(charge) for charge in api.ledger.charges()]}), {}
        if path == "/control/requests":
            return Answer(200, {"requests": [asdict(request) for request in api.ledger.requests()]}), {}
        if not self._authorized():
            return _unauthorized(), {}
        payment_id = query.get("query", "").partition("metadata['paymentId']:'")[2].partition("'")[0]
        answer = self._look_up(path, query)
        api.ledger.record_request(Request("GET", path, payment_id, "", answer.status))
        return answer, {}

    def _look_up(self, path: str, query: dict[str, str]) -> Answer:
        api = self.server.api
        if path == INTENTS:
            return api.page(min(int(query.get("limit", "10")), 100), query.get("starting_after"))
        if path == f"{INTENTS}/search":
            return api.search(query.get("query", ""))
        if path.startswith(f"{INTENTS}/"):
            return api.retrieve(path.removeprefix(f"{INTENTS}/"))
        return error(404, "invalid_request_error", f"Unrecognized request URL (GET: {path}).")

    def _post(self, path: str, _query: dict[str, str], body: str) -> tuple[Answer, dict[str, str]]:
        if path.startswith("/control/"):
            return self._control(path, body), {}
        if not self._authorized():
            return _unauthorized(), {}
        if path != INTENTS:
            return error(404, "invalid_request_error", f"Unrecognized request URL (POST: {path})."), {}
        form = dict(parse_qsl(body, keep_blank_values=True))
        key = self.headers.get("Idempotency-Key") or ""
        status: int | None = None
        try:
            answer, replayed = self.server.api.create(form, key)
            status = answer.status
        finally:
            request = Request("POST", path, form.get("metadata[paymentId]", ""), key, status)
            self.server.api.ledger.record_request(request)
        headers = {"Idempotency-Key": key} if key else {}
        return answer, {**headers, "Idempotent-Replayed": "true"} if replayed else headers

    def _control(self, path: str, body: str) -> Answer:
        api = self.server.api
        try:
            data = json.loads(body or "{}")
            if path == "/control/reset":
                api.faults.clear()
                api.ledger.clear()
            elif path == "/control/forget":
                if "afterSeconds" in data:
                    api.key_window_seconds = float(data["afterSeconds"])
                else:
                    api.ledger.forget_keys(data.get("paymentId"))
            elif path == "/control/faults":
                api.faults.add(Fault.from_json(data))
            else:
                return error(404, "invalid_request_error", f"There is no {path}.")
        except (FaultError, TypeError, ValueError, AttributeError) as fault:
            return error(400, "invalid_request_error", str(fault))
        return Answer(200, {"ok": True})

    def _authorized(self) -> bool:
        return self.headers.get("Authorization", "").removeprefix("Bearer ").strip() != ""


def _unauthorized() -> Answer:
    return error(401, "invalid_request_error", "You did not provide an API key.")
