"""The emulator is killed while a command needs it: it is said, and nothing goes on running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workflow_dsl.cli.main import main
from workflow_dsl.local import find_kept

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells here who started what"),
]

ROOT = Path(__file__).parents[2]
GONE = "the emulator ended while it was needed; what it held is gone: run the command again"


def command(*arguments: str) -> subprocess.Popen[str]:
    """The command in a process of its own, which tells what happens while it happens."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "workflow_dsl", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )


def child_of(pid: int) -> int:
    """The emulator that a process has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return next(int(child) for child in children if "server.py" in Path(f"/proc/{child}/cmdline").read_text())


def environments_of(group: int) -> list[str]:
    """The processes that still run in the group of an emulator, its Lambda environments among them."""
    found = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in found if line.split()[0] == str(group) and not line.split()[1].startswith("Z")]


def left_of(group: int) -> list[str]:
    """Those that run on: what was killed takes a moment to end."""
    deadline = time.monotonic() + 60
    while (left := environments_of(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def connections_to(port: int) -> list[str]:
    """The connections to a port of this machine."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return [line for line in lines if line.split()[2] == f"0100007F:{port:04X}" and line.split()[3] == "01"]


@pytest.mark.parametrize("at", ["create, +", "deployed", "StoreOrder entered"])
def test_a_run_whose_emulator_is_killed_says_so_and_leaves_nothing(project: Path, at: str) -> None:
    run = command("run", "orders", "--scenario", "all")
    assert run.stdout is not None
    with run.stdout as told:
        next(line for line in told if at in line)
        emulator = child_of(run.pid)
        os.kill(emulator, signal.SIGKILL)
        rest = told.read()

    assert run.wait() == 3
    assert GONE in rest
    assert "Traceback" not in rest
    assert left_of(emulator) == []


@pytest.mark.parametrize("action", ["deploy", "destroy"])
def test_a_kept_emulator_that_is_killed_meanwhile_is_told(project: Path, action: str) -> None:
    assert main(["local", "up"]) == 0
    if action == "destroy":
        assert main(["deploy", "orders", "--local", "--alert-email", "a@example.com"]) == 0
    emulator = find_kept(project)
    assert emulator is not None
    # It hangs first, so that the command is in the middle of it however fast the machine is.
    os.kill(emulator.pid, signal.SIGSTOP)
    options = ["--alert-email", "a@example.com"] if action == "deploy" else ["--yes"]
    call = command(action, "orders", "--local", *options)
    assert call.stdout is not None
    with call.stdout as told:
        while call.poll() is None and not connections_to(emulator.port):
            time.sleep(0.01)
        os.kill(emulator.pid, signal.SIGKILL)
        rest = told.read()

    assert call.wait() == 3
    assert GONE in rest
