"""Processes, told apart from later ones that were given the same number."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_PATIENCE_SECONDS = 5.0


def start_time(pid: int) -> str | None:
    """When the process began, as the system tells it; None when there is none. A reused number has another one."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        with suppress(OSError, IndexError):
            fields = stat.read_text().rpartition(")")[2].split()
            # A zombie is a process that has ended and that nobody has asked about yet.
            return None if fields[0] == "Z" else fields[19]
        return None
    if Path("/proc/self").exists():
        return None
    told = subprocess.run(["ps", "-p", str(pid), "-o", "lstart="], capture_output=True, text=True, check=False)
    return told.stdout.strip() or None


def is_running(pid: int, started: str) -> bool:
    """Whether this very process still runs."""
    return start_time(pid) == started


def kill_group(pid: int, started: str) -> None:
    """End the process with its whole group, and wait for its end; nothing where it does not run any more."""
    if not is_running(pid, started):
        return
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while is_running(pid, started) and time.monotonic() < deadline:
        time.sleep(0.02)
