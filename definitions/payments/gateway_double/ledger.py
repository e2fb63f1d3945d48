"""The double's memory: payment intents, idempotency keys and requests, in an SQLite file."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS intents (id TEXT PRIMARY KEY, payment_id TEXT, made REAL, charged INTEGER, body TEXT);
CREATE INDEX IF NOT EXISTS intents_by_payment ON intents (payment_id);
CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, payment_id TEXT, made REAL, params TEXT, status INTEGER,
                                 body TEXT);
CREATE TABLE IF NOT EXISTS requests (number INTEGER PRIMARY KEY, method TEXT, path TEXT, payment_id TEXT, key TEXT,
                                     status INTEGER);
CREATE INDEX IF NOT EXISTS requests_by_payment ON requests (payment_id);
"""


@dataclass(frozen=True)
class Charge:
    """Money that moved: `charge_id` is the intent's id, `amount` is in minor units, `currency` in capitals."""

    charge_id: str
    payment_id: str
    amount: int
    currency: str
    environment: str


@dataclass(frozen=True)
class Request:
    """A call of the API. `status` is the HTTP status that was answered; None when the connection was broken instead."""

    method: str
    path: str
    payment_id: str
    key: str
    status: int | None


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered to the first request with a key, and its parameters in one canonical text."""

    params: str
    status: int
    body: dict[str, Any]


class Ledger:
    """All reading and writing of the file; one connection, one lock, safe to use from many threads."""

    def __init__(self, path: Path | str = ":memory:", clock: Callable[[], float] = time.time) -> None:
        self._lock = threading.RLock()
        self._clock = clock
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def clear(self) -> None:
        with self._lock, self._database:
            for table in ("intents", "keys", "requests"):
                self._database.execute(f"DELETE FROM {table}")

    def store(self, key: str, params: str, status: int, body: dict[str, Any], intent: dict[str, Any] | None) -> None:
        """Keep an intent and the answer under its key in one transaction: neither is ever there without the other."""
        now = self._clock()
        with self._lock, self._database:
            payment_id = ""
            if intent:
                payment_id = intent["metadata"].get("paymentId", "")
                row = (intent["id"], payment_id, now, intent["status"] == "succeeded", json.dumps(intent))
                self._database.execute("INSERT INTO intents VALUES (?, ?, ?, ?, ?)", row)
            if key:
                row_of_key = (key, payment_id, now, params, status, json.dumps(body))
                self._database.execute("INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?)", row_of_key)

    def kept_answer(self, key: str, window_seconds: float) -> KeptAnswer | None:
        """The first answer to this key, unless that is longer ago than keys are known for."""
        rows = self._select(
            "SELECT params, status, body FROM keys WHERE key = ? AND made > ?", key, self._clock() - window_seconds
        )
        return KeptAnswer(rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None

    def forget_keys(self, payment_id: str | None) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM keys WHERE payment_id = ? OR ? IS NULL", (payment_id, payment_id))

    def intents(self) -> list[tuple[float, dict[str, Any]]]:
        """Every intent with the seconds since it was made, newest first."""
        now = self._clock()
        rows = self._select("SELECT made, body FROM intents ORDER BY made DESC, rowid DESC")
        return [(now - made, json.loads(body)) for made, body in rows]

    def intents_of(self, payment_id: str) -> list[tuple[float, dict[str, Any]]]:
        """The same for a payment, whose id is found in capitals or not."""
        now = self._clock()
        rows = self._select(
            "SELECT made, body FROM intents WHERE payment_id = ? COLLATE NOCASE ORDER BY made DESC", payment_id
        )
        return [(now - made, json.loads(body)) for made, body in rows]

    def charges(self, payment_id: str | None = None) -> list[Charge]:
        rows = self._select(
            "SELECT body FROM intents WHERE charged AND (payment_id = ? OR ? IS NULL) ORDER BY made, rowid",
            payment_id,
            payment_id,
        )
        return [_charge(json.loads(body)) for (body,) in rows]

    def record_request(self, request: Request) -> None:
        with self._lock, self._database:
            row = (request.method, request.path, request.payment_id, request.key, request.status)
            self._database.execute(
                "INSERT INTO requests (method, path, payment_id, key, status) VALUES (?, ?, ?, ?, ?)", row
            )

    def requests(self, payment_id: str | None = None) -> list[Request]:
        rows = self._select(
            "SELECT method, path, payment_id, key, status FROM requests"
            " WHERE payment_id = ? OR ? IS NULL ORDER BY number",
            payment_id,
            payment_id,
        )
        return [Request(*row) for row in rows]

    def _select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()


def _charge(intent: dict[str, Any]) -> Charge:
    metadata = intent["metadata"]
    return Charge(
        charge_id=intent["id"],
        payment_id=metadata.get("paymentId", ""),
        amount=intent["amount"],
        currency=intent["currency"].upper(),
        environment=metadata.get("environment", ""),
    )
