"""The probe in a process of its own, as in Lambda: points are noted, and faults happen where they are armed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from workflow_dsl.testing.chaos import PointFault
from workflow_dsl.testing.chaos.board import Board
from workflow_dsl.testing.chaos.inject import PROBE

ENVIRONMENT = """
import json, os, runpy, sys, urllib.request
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="eu-central-1")
url, folder, event, times = sys.argv[1:]
import boto3
table = boto3.client("dynamodb", endpoint_url=url)

def handler(event, context):
    urllib.request.urlopen(urllib.request.Request(url, method="POST")).read()
    try:
        table.get_item(TableName="t", Key={"id": {"S": "1"}})
    except table.exceptions.ProvisionedThroughputExceededException:
        return "throttled"
    return "done"

handler = runpy.run_path(PROBE)["wrap"](handler, folder, "Charge")
for _ in range(int(times)):
    try:
        print(handler(json.loads(event), None), flush=True)
    except Exception as error:
        print(type(error).__name__, flush=True)
"""
POINTS = (
    "Charge.entry",
    "Charge.http.POST.1.before",
    "Charge.http.POST.1.after",
    "Charge.dynamodb.GetItem.1.before",
    "Charge.dynamodb.GetItem.1.after",
    "Charge.exit",
)


class Service(BaseHTTPRequestHandler):
    """Answers anything with an empty object, and counts."""

    asked: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.headers.get("X-Amz-Target", "POST"))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def service() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def invoke(
    board: Board, service: ThreadingHTTPServer, *, times: int = 1, event: object = None
) -> tuple[list[str], int]:
    """What the environment printed for each invocation, and its exit code."""
    script = ENVIRONMENT.replace("PROBE", repr(str(PROBE)), 1)
    given = json.dumps({"id": "order-1"} if event is None else event)
    url = f"http://127.0.0.1:{service.server_address[1]}"
    command = [sys.executable, "-c", script, url, str(board.folder), given, str(times)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.split(), done.returncode


def test_every_call_before_and_after_is_a_point_as_are_entry_and_exit(
    board: Board, service: ThreadingHTTPServer
) -> None:
    board.arm("order-1", [])
    with board.recording():
        assert invoke(board, service) == (["done"], 0)
    assert board.points("order-1") == POINTS
    assert board.points("order-2") == ()


@pytest.mark.parametrize("point", [POINTS[0], POINTS[4]])
def test_a_crash_ends_the_process_at_its_point_and_happens_once(
    board: Board, service: ThreadingHTTPServer, point: str
) -> None:
    armed = board.arm("order-1", [PointFault("crash", point)])
    assert invoke(board, service) == ([], 1)
    assert invoke(board, service) == (["done"], 0)
    assert board.fired(armed) == (PointFault("crash", point),)


def test_a_crash_after_a_call_comes_when_the_service_has_done_its_work(
    board: Board, service: ThreadingHTTPServer
) -> None:
    board.arm("order-1", [PointFault("crash", "Charge.http.POST.1.after")])
    invoke(board, service)
    assert service.asked == ["POST"]  # type: ignore[attr-defined]


def test_a_crash_before_a_call_comes_when_nothing_was_sent(board: Board, service: ThreadingHTTPServer) -> None:
    board.arm("order-1", [PointFault("crash", "Charge.http.POST.1.before")])
    invoke(board, service)
    assert service.asked == []  # type: ignore[attr-defined]


def test_what_is_raised_at_a_call_is_a_broken_connection(board: Board, service: ThreadingHTTPServer) -> None:
    board.arm("order-1", [PointFault("raise", "Charge.dynamodb.GetItem.1.after", "always")])
    assert invoke(board, service, times=2) == (["ConnectionResetError"] * 2, 0)


def test_a_call_that_is_throttled_once_is_made_again_by_the_sdk(board: Board, service: ThreadingHTTPServer) -> None:
    armed = board.arm("order-1", [PointFault("throttle", "Charge.dynamodb.GetItem.1")])
    assert invoke(board, service) == (["done"], 0)
    assert board.fired(armed)


def test_a_call_that_is_always_throttled_fails_as_aws_says_it(board: Board, service: ThreadingHTTPServer) -> None:
    board.arm("order-1", [PointFault("throttle", "Charge.dynamodb.GetItem.1", "always")])
    assert invoke(board, service) == (["throttled"], 0)


@pytest.mark.parametrize(
    "event",
    [
        {"payment": {"ids": ["order-1"]}},
        {"execution": "arn:aws:states:eu-central-1:1:execution:Shop:order-1"},
        {"body": '{"id": "order-1"}'},
        {"idempotencyKey": "charge of order-1"},
    ],
)
def test_a_fault_belongs_to_the_invocations_whose_event_mentions_its_key(
    board: Board, service: ThreadingHTTPServer, event: object
) -> None:
    board.arm("order-1", [PointFault("raise", "Charge.entry")])
    for other in ("order-11", "reorder-1", "order-1-2", '{"order-1'):
        assert invoke(board, service, event={"id": other}) == (["done"], 0)
    assert invoke(board, service, event=event) == (["RuntimeError"], 0)


def test_a_key_that_is_disarmed_is_left_alone(board: Board, service: ThreadingHTTPServer) -> None:
    board.arm("order-1", [PointFault("raise", "Charge.entry", "always")])
    board.disarm("order-1")
    assert invoke(board, service) == (["done"], 0)
