"""Stripe's PaymentIntents over a ledger, with the faults that it is told to show. Knows nothing of HTTP."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from definitions.payments.gateway_double.faults import Fault, FaultPlan
from definitions.payments.gateway_double.ledger import Ledger
from definitions.payments.gateway_double.stripe_objects import (
    DECLINING_METHODS,
    Answer,
    declined,
    error,
    find_fault,
    invalid,
    make_intent,
)

CLAUSE = re.compile(r"""metadata\[(["'])(.+?)\1\]\s*:\s*(["'])(.*?)\3""")
DAY = 24 * 3600.0


class ConnectionDropped(Exception):  # noqa: N818 - not an error of the double: it is told to break the connection
    """No answer is to be sent."""


class PaymentIntents:
    """The API. Safe to use from many threads; only the same key at the same time is refused, as at Stripe."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.faults = FaultPlan()
        self.key_window_seconds = DAY
        self.stopping = threading.Event()
        self._keys_in_use: set[str] = set()
        self._lock = threading.Lock()

    def create(self, form: dict[str, str], key: str) -> tuple[Answer, bool]:
        """The answer, and whether it is a replay of the first one to this key. Raises ConnectionDropped."""
        fault = self.faults.take(form.get("metadata[paymentId]", ""))
        if fault and fault.kind in ("throttle", "unavailable", "drop_request"):
            return _refuse_at_the_door(fault), False
        with self._use(key) as free:
            if not free:
                text = "There is currently another in-progress request using this Idempotent Key."
                return error(409, "idempotency_error", text, code="idempotency_key_in_use"), False
            params = json.dumps(form, sort_keys=True)
            kept = self.ledger.kept_answer(key, self.key_window_seconds) if key else None
            if kept and kept.params != params:
                text = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                    f" Try using a key other than '{key}' if you meant to execute a different request."
                )
                return error(400, "idempotency_error", text), False
            if kept:
                answer, replayed = Answer(kept.status, kept.body), True
            else:
                answer, replayed = self._execute(form, key, params, fault), False
            self._break_after(fault)
            return answer, replayed

    def retrieve(self, intent_id: str) -> Answer:
        """The intent of this id, or 404."""
        for _age, intent in self.ledger.intents():
            if intent["id"] == intent_id:
                return Answer(200, intent)
        return invalid("intent", "resource_missing", f"No such payment_intent: '{intent_id}'", 404)

    def search(self, query: str) -> Answer:
        """Intents by their metadata, in capitals or not: `metadata['paymentId']:'pay-1'`, several joined by AND."""
        wanted = {match[2]: match[4].lower() for match in CLAUSE.finditer(query)}
        if not wanted or CLAUSE.sub("", query).replace("AND", "").strip():
            return error(400, "invalid_request_error", "The double searches by metadata only.", param="query")
        payment_id = wanted.get("paymentId")
        known = self.ledger.intents_of(payment_id) if payment_id else self.ledger.intents()
        found = [
            intent
            for age, intent in known
            if wanted.items() <= {name: value.lower() for name, value in intent["metadata"].items()}.items()
            and age >= self.faults.hidden_seconds(intent["metadata"].get("paymentId", ""))
        ]
        body = {"object": "search_result", "url": "/v1/payment_intents/search", "has_more": False, "data": found}
        return Answer(200, {**body, "next_page": None, "total_count": len(found)})

    def page(self, limit: int, starting_after: str | None) -> Answer:
        """The newest intents, at most `limit`, after the one whose id is given."""
        known = [intent for _age, intent in self.ledger.intents()]
        ids = [intent["id"] for intent in known]
        start = ids.index(starting_after) + 1 if starting_after in ids else 0
        page: list[dict[str, Any]] = known[start : start + limit]
        more = len(known) > start + limit
        return Answer(200, {"object": "list", "url": "/v1/payment_intents", "has_more": more, "data": page})

    def _execute(self, form: dict[str, str], key: str, params: str, fault: Fault | None) -> Answer:
        wrong = find_fault(form)
        if wrong:
            return wrong
        if fault and fault.kind == "refuse":
            return error(400, "invalid_request_error", "This payment cannot be made.", code=fault.code)
        if fault and fault.kind == "slow" and not fault.charged:
            self.stopping.wait(fault.seconds)
        code = fault.code if fault and fault.kind == "decline" else DECLINING_METHODS.get(form["payment_method"])
        intent = make_intent(form, code)
        answer = declined(intent) if code else Answer(200, intent)
        if fault and fault.kind == "error":
            answer = error(500, "api_error", "An unknown error occurred")
            self.ledger.store(key, params, answer.status, answer.body, intent if fault.charged else None)
        else:
            self.ledger.store(key, params, answer.status, answer.body, intent)
        return answer

    def _break_after(self, fault: Fault | None) -> None:
        if fault and fault.kind == "slow" and fault.charged:
            self.stopping.wait(fault.seconds)
        if fault and fault.kind == "drop_reply":
            raise ConnectionDropped

    @contextmanager
    def _use(self, key: str) -> Iterator[bool]:
        with self._lock:
            free = key not in self._keys_in_use
            if free and key:
                self._keys_in_use.add(key)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._keys_in_use.discard(key)


def _refuse_at_the_door(fault: Fault) -> Answer:
    if fault.kind == "drop_request":
        raise ConnectionDropped
    if fault.kind == "throttle":
        return error(429, "invalid_request_error", "Too many requests hit the API too quickly.", code="rate_limit")
    return error(503, "api_error", "The service is unavailable.")
