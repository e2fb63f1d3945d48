"""The double itself: threads, faults told through HTTP, restarts, and the process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from definitions.payments.gateway_double import Fault, FaultError, GatewayDouble
from definitions.payments.gateway_double.__main__ import main


@pytest.fixture
def gateway() -> Iterator[GatewayDouble]:
    with GatewayDouble() as double:
        yield double


@pytest.fixture
def http() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(maxsize=64, retries=False, timeout=60) as pool:
        yield pool


def pay(http: urllib3.PoolManager, url: str, payment_id: str, key: str = "") -> tuple[int, Any]:
    form = {
        "amount": 100,
        "currency": "eur",
        "payment_method": "pm_card_visa",
        "confirm": "true",
        "metadata[paymentId]": payment_id,
    }
    headers = {"Authorization": "Bearer sk", "Idempotency-Key": key or payment_id}
    answer = http.request("POST", f"{url}/v1/payment_intents", body=urlencode(form), headers=headers)
    return answer.status, answer.json()


def control(http: urllib3.PoolManager, url: str, path: str, data: Any) -> tuple[int, Any]:
    answer = http.request("POST", f"{url}/control/{path}", body=json.dumps(data))
    return answer.status, answer.json()


def test_64_requests_at_once_for_64_payments_are_64_charges(gateway: GatewayDouble, http: urllib3.PoolManager) -> None:
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda number: pay(http, gateway.url, f"pay-{number}"), range(64)))
    assert {status for status, _ in answers} == {200}
    assert len({charge.charge_id for charge in gateway.charges()}) == 64


def test_64_requests_at_once_under_one_key_are_one_charge(gateway: GatewayDouble, http: urllib3.PoolManager) -> None:
    gateway.slow("pay-1", 2, times=1)
    barrier = threading.Barrier(64)

    def attempt(_number: int) -> tuple[int, Any]:
        barrier.wait()
        return pay(http, gateway.url, "pay-1")

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(attempt, range(64)))
    assert {status for status, _ in answers} <= {200, 409}
    assert 409 in {status for status, _ in answers}
    assert {body["id"] for status, body in answers if status == 200} == {gateway.charges()[0].charge_id}
    assert len(gateway.charges()) == 1


def test_what_was_charged_outlives_the_double(tmp_path: Path, http: urllib3.PoolManager) -> None:
    with GatewayDouble(tmp_path / "ledger.sqlite") as first:
        _, body = pay(http, first.url, "pay-1")
    with GatewayDouble(tmp_path / "ledger.sqlite") as second:
        assert [charge.charge_id for charge in second.charges()] == [body["id"]]
        assert pay(http, second.url, "pay-1") == (200, body)
        assert len(second.charges()) == 1


def test_a_double_that_was_stopped_starts_again_on_its_port(tmp_path: Path, http: urllib3.PoolManager) -> None:
    gateway = GatewayDouble(tmp_path / "ledger.sqlite").start()
    url = gateway.url
    pay(http, url, "pay-1")
    gateway.stop()
    with pytest.raises(urllib3.exceptions.HTTPError):
        pay(http, url, "pay-1")
    gateway.start()
    assert gateway.url == url
    assert len(gateway.charges()) == 1
    gateway.stop()


def test_stopping_does_not_wait_for_what_is_slow(http: urllib3.PoolManager) -> None:
    gateway = GatewayDouble().start()
    gateway.slow(seconds=300)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(pay, http, gateway.url, "pay-1")
        time.sleep(0.5)
        started = time.monotonic()
        gateway.stop()
        assert waiting.exception() is None or isinstance(waiting.exception(), urllib3.exceptions.HTTPError)
    assert time.monotonic() - started < 50


def test_a_fault_for_a_payment_goes_before_one_for_all(gateway: GatewayDouble, http: urllib3.PoolManager) -> None:
    gateway.unavailable()
    gateway.throttles("pay-1", times=1)
    assert [pay(http, gateway.url, "pay-1")[0] for _ in range(2)] == [429, 503]
    assert pay(http, gateway.url, "pay-2")[0] == 503


def test_faults_are_told_and_the_ledger_is_read_through_http(gateway: GatewayDouble, http: urllib3.PoolManager) -> None:
    fault = {"kind": "decline", "paymentId": "pay-1", "times": 1, "code": "lost_card"}
    assert control(http, gateway.url, "faults", fault) == (200, {"ok": True})
    status, body = pay(http, gateway.url, "pay-1")
    assert (status, body["error"]["decline_code"]) == (402, "lost_card")
    _, charged = pay(http, gateway.url, "pay-2")

    ledger = http.request("GET", f"{gateway.url}/control/ledger").json()
    requests = http.request("GET", f"{gateway.url}/control/requests").json()

    assert [charge["charge_id"] for charge in ledger["charges"]] == [charged["id"]]
    assert [(request["payment_id"], request["status"]) for request in requests["requests"]] == [
        ("pay-1", 402),
        ("pay-2", 200),
    ]
    control(http, gateway.url, "forget", {"paymentId": "pay-2"})
    pay(http, gateway.url, "pay-2")
    assert len(gateway.charges_for("pay-2")) == 2
    control(http, gateway.url, "forget", {"afterSeconds": 0})
    pay(http, gateway.url, "pay-2")
    assert len(gateway.charges_for("pay-2")) == 3
    control(http, gateway.url, "reset", {})
    assert gateway.charges() == []
    assert gateway.requests() == []


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"kind": "explode"},
        {"kind": "decline", "payment": "pay-1"},
        {"kind": "slow", "seconds": "long"},
        [],
        "decline",
        7,
        None,
    ],
)
def test_a_fault_that_there_is_not_is_refused(gateway: GatewayDouble, http: urllib3.PoolManager, fault: Any) -> None:
    status, body = control(http, gateway.url, "faults", fault)
    assert status == 400
    assert body["error"]["message"]
    assert pay(http, gateway.url, "pay-1")[0] == 200


def test_an_unknown_kind_of_fault_names_the_known_ones() -> None:
    with pytest.raises(FaultError, match="drop_reply"):
        Fault.from_json({"kind": "explode"})


@pytest.mark.parametrize("path", ["/", "/v1/charges", "/control/none"])
def test_what_the_double_does_not_speak_is_404(gateway: GatewayDouble, http: urllib3.PoolManager, path: str) -> None:
    for method in ("GET", "POST"):
        answer = http.request(method, gateway.url + path, headers={"Authorization": "Bearer sk"})
        assert answer.status == 404


def test_the_process_says_where_it_listens_and_keeps_its_ledger(
    root: Path, tmp_path: Path, http: urllib3.PoolManager
) -> None:
    command = [sys.executable, "-m", "definitions.payments.gateway_double", "--ledger", str(tmp_path / "ledger")]
    for _ in range(2):
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = json.loads(process.stdout.readline())["url"]
            assert url.startswith("http://127.0.0.1:")
            assert pay(http, url, "pay-1")[0] == 200
            process.send_signal(signal.SIGTERM)
            assert process.wait() == 0
    with GatewayDouble(tmp_path / "ledger") as gateway:
        assert len(gateway.charges()) == 1
        assert gateway.requests_for("pay-1") == 2


def test_a_process_that_is_killed_has_charged_and_kept_the_answer_or_neither(
    root: Path, tmp_path: Path, http: urllib3.PoolManager
) -> None:
    command = [sys.executable, "-m", "definitions.payments.gateway_double", "--ledger", str(tmp_path / "ledger")]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with ThreadPoolExecutor(8) as pool:
            paying = [pool.submit(pay, http, url, f"pay-{number}") for number in range(200)]
            while not any(payment.done() for payment in paying):
                time.sleep(0.01)
            process.kill()
        process.wait()
    with GatewayDouble(tmp_path / "ledger") as gateway:
        assert gateway.charges()
        for number in range(200):
            pay(http, gateway.url, f"pay-{number}")
            assert len(gateway.charges_for(f"pay-{number}")) == 1


def test_a_port_that_is_taken_is_said_without_a_traceback(
    gateway: GatewayDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    port = gateway.url.rpartition(":")[2]
    assert main(["--port", port]) == 2
    assert "take another --port" in capsys.readouterr().err


def test_a_ledger_that_cannot_be_opened_is_said_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--ledger", str(tmp_path / "none" / "ledger")]) == 2
    assert "--ledger" in capsys.readouterr().err
