"""Lambda functions on the emulator behave as on AWS: errors have their names, environments are apart, and end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.deploy import Connection, StackRequest, connect_to_emulator, deploy_stack, upload
from workflow_dsl.local import CODE_BUCKET, OwnEmulator, fit_to_emulator, keep_down, keep_up
from workflow_dsl.local.process import start_time

pytestmark = pytest.mark.emulator

CODE = """
import os, random, sys, time

class CardDeclined(Exception):
    pass

calls = []

def handler(event, context):
    calls.append(1)
    match event["do"]:
        case "raise":
            raise CardDeclined("no funds")
        case "exit":
            os._exit(7)
        case "sleep":
            time.sleep(60)
        case "print":
            print("said on standard output")
            print("said on standard error", file=sys.stderr)
        case "wait":
            time.sleep(1)
    return {
        "pid": os.getpid(),
        "random": random.random(),
        "calls": len(calls),
        "colour": os.environ.get("COLOUR"),
        "names": sorted(os.environ),
        "argv": sys.argv,
        "remaining": context.get_remaining_time_in_millis(),
        "function": context.function_name,
    }
"""


def _function(name: str, timeout: int = 60) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": name,
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Timeout": timeout,
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Environment": {"Variables": {"COLOUR": name}},
            "Code": {"ZipFile": CODE},
        },
    }


ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    },
}
FUNCTIONS = {"Red": _function("red"), "Blue": _function("blue"), "Brief": _function("brief", timeout=5)}
TEMPLATE = {"Resources": {"Role": ROLE, **FUNCTIONS}}


def _deploy(connection: Connection) -> None:
    fitted = fit_to_emulator(TEMPLATE, python=sys.executable)
    upload(connection, CODE_BUCKET, fitted.code)
    for _ in deploy_stack(connection, StackRequest("functions", json.dumps(fitted.template), {})):
        pass


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with OwnEmulator() as emulator:
        connection = connect_to_emulator(emulator)
        _deploy(connection)
        yield connection


def _invoke(connection: Connection, what: str, function: str = "red") -> dict[str, Any]:
    answer = connection.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"do": what}))
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    return told


def test_an_exception_has_the_name_of_its_class(connection: Connection) -> None:
    told = _invoke(connection, "raise")

    assert (told["errorType"], told["errorMessage"]) == ("CardDeclined", "no funds")


def test_an_environment_is_used_again_and_keeps_its_state(connection: Connection) -> None:
    first, second = _invoke(connection, "work"), _invoke(connection, "work")

    assert second["pid"] == first["pid"]
    assert second["calls"] == first["calls"] + 1


def test_environments_of_two_functions_share_nothing(connection: Connection) -> None:
    red, blue = _invoke(connection, "work"), _invoke(connection, "work", "blue")

    assert (red["colour"], blue["colour"]) == ("red", "blue")
    assert (red["function"], blue["function"]) == ("red", "blue")
    assert red["pid"] != blue["pid"]
    assert red["random"] != blue["random"]


def test_a_function_sees_nothing_of_our_environment(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUSE_SECRET", "x")
    with OwnEmulator() as emulator:
        other = connect_to_emulator(emulator)
        _deploy(other)

        names = _invoke(other, "work")["names"]

    assert "COLOUR" in names
    assert [name for name in names if not name.startswith(("AWS_", "_", "LAMBDA_"))] == [
        "COLOUR",
        "HOME",
        "LANG",
        "PATH",
        "PWD",
        "PYTHONUNBUFFERED",
        "TMPDIR",
        "TZ",
    ]


def test_a_function_that_takes_too_long_is_ended(connection: Connection) -> None:
    pid = _invoke(connection, "work", "brief")["pid"]

    told = _invoke(connection, "sleep", "brief")

    assert told == {"errorMessage": "Task timed out after 5.00 seconds", "errorType": "Sandbox.Timedout"}
    deadline = time.monotonic() + 60
    while start_time(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert start_time(pid) is None


def test_a_function_that_exits_is_an_error_and_the_next_call_gets_a_new_environment(connection: Connection) -> None:
    pid = _invoke(connection, "work")["pid"]

    told = _invoke(connection, "exit")

    assert told["errorMessage"] == "Runtime exited before returning a response"
    after = _invoke(connection, "work")
    assert after["pid"] != pid
    assert after["calls"] == 1


def test_what_a_function_prints_is_in_its_log(connection: Connection) -> None:
    _invoke(connection, "print", "blue")

    pages = connection.client("logs").pages("filter_log_events", logGroupName="/aws/lambda/blue")
    said = [event["message"].strip() for page in pages for event in page["events"]]
    assert "said on standard output" in said
    assert "said on standard error" in said


def test_the_remaining_time_counts_from_the_time_out(connection: Connection) -> None:
    assert 5_000 < _invoke(connection, "work")["remaining"] <= 60_000
    assert 0 < _invoke(connection, "work", "brief")["remaining"] <= 5_000


def test_without_a_nursery_a_function_starts_by_itself(tmp_path: Path) -> None:
    """A socket's path is at most about 100 characters, and a project's can be longer."""
    project = tmp_path / ("deep" * 25)
    emulator = keep_up(project)
    try:
        connection = connect_to_emulator(emulator)
        _deploy(connection)

        assert _invoke(connection, "raise")["errorType"] == "CardDeclined"
        assert _invoke(connection, "work")["colour"] == "red"
    finally:
        keep_down(project)


def test_nothing_outlives_a_kept_emulator_that_somebody_kills(tmp_path: Path) -> None:
    emulator = keep_up(tmp_path)
    connection = connect_to_emulator(emulator)
    _deploy(connection)
    pid = _invoke(connection, "work")["pid"]

    os.kill(emulator.pid, signal.SIGKILL)

    deadline = time.monotonic() + 60
    while (group := _group(emulator.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not group
    assert start_time(pid) is None


def _group(leader: int) -> list[list[str]]:
    """The processes of a group that still run: group, state, command."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    lines = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [line for line in lines if line[0] == str(leader) and not line[1].startswith("Z")]


def _wait_for_nursery(folder: str | Path) -> None:
    for _ in range(2400):
        # From its folder: the whole path of a socket may have 107 characters only.
        with (
            contextlib.suppress(OSError),
            contextlib.chdir(folder),
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe,
        ):
            probe.connect("nursery")
            return
        time.sleep(0.05)
    raise AssertionError("the nursery does not listen")


def test_a_nursery_takes_the_place_of_one_that_was_killed(tmp_path: Path) -> None:
    killed = keep_up(tmp_path)
    os.kill(killed.pid, signal.SIGKILL)
    while killed.gone() is None:
        time.sleep(0.05)
    emulator = keep_up(tmp_path)
    try:
        # An environment that comes before the nursery listens starts by itself, which is not what is asked here.
        _wait_for_nursery(emulator.folder)
        connection = connect_to_emulator(emulator)
        _deploy(connection)

        pid = _invoke(connection, "work")["pid"]

        assert b"nursery.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    finally:
        keep_down(tmp_path)


def test_functions_end_with_the_emulator() -> None:
    with OwnEmulator() as emulator:
        connection = connect_to_emulator(emulator)
        _deploy(connection)
        pids = [_invoke(connection, "work", function)["pid"] for function in ("red", "blue")]
        assert all(map(start_time, pids))

    # What was killed takes a moment to end.
    deadline = time.monotonic() + 60
    while any(map(start_time, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(start_time, pids))
