"""Start, find and stop the emulator."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from workflow_dsl.local.errors import EmulatorGoneError, EmulatorMissingError, EmulatorStartError, PortTakenError
from workflow_dsl.local.ports import HOST, answers, free_port, is_free
from workflow_dsl.local.process import is_running, kill_group, start_time

REGION = "us-east-1"
START_SECONDS = 30.0
END_SECONDS = 5.0

_ACCESS_KEY = "test"
_LAST_LINES = 12
_NEEDED = ("ministack", "awslambdaric", "boto3")
_SERVER = Path(__file__).with_name("server.py")


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator. `wait_scale` is what a second of a Wait state or of a retry delay takes, in seconds."""

    pid: int
    started: str
    port: int
    folder: str
    wait_scale: float
    region: str = REGION

    @property
    def url(self) -> str:
        """The endpoint for every AWS service."""
        return f"http://{HOST}:{self.port}"

    @property
    def access_key(self) -> str:
        """What requests are signed with; its secret is the same."""
        return _ACCESS_KEY

    @property
    def log(self) -> Path:
        """What it writes."""
        return Path(self.folder) / "emulator.log"

    def is_up(self) -> bool:
        """Whether it runs and answers."""
        return is_running(self.pid, self.started) and answers(self.port)

    def gone(self) -> EmulatorGoneError | None:
        """The error to raise when it does not run any more; None while it runs.

        Connections to what was killed break before it has ended: where nobody answers, it is given a moment to end.
        """
        deadline = time.monotonic() + END_SECONDS
        while is_running(self.pid, self.started):
            if answers(self.port) or time.monotonic() > deadline:
                return None
            time.sleep(0.02)
        return EmulatorGoneError(last_lines(self.log))

    def stop(self) -> None:
        """End it with every Lambda function it runs, and forget its files."""
        kill_group(self.pid, self.started)
        shutil.rmtree(self.folder, ignore_errors=True)


class OwnEmulator:
    """An emulator for as long as a `with` block lasts, or this process: it cannot outlive it.

    With `state` it can be restarted: what it holds is written to its folder when it is ended, and read again.
    """

    def __init__(self, *, port: int | None = None, wait_scale: float = 0.0, state: bool = False) -> None:
        self._port = port
        self._wait_scale = wait_scale
        self._state = state
        self._process: subprocess.Popen[bytes] | None = None
        self._emulator: Emulator | None = None

    def __enter__(self) -> Emulator:
        _check(self._port)
        return self._start(tempfile.mkdtemp(prefix="workflow-dsl-"))

    def __exit__(self, *_: object) -> None:
        if self._emulator is not None and self._process is not None:
            _end(self._process, self._emulator)

    def restart(self) -> Emulator:
        """End it in the middle of whatever runs, and start it again on the same port with the state that it had.

        Executions that were running are over (`States.ServiceRestart`), as the emulator says.
        Raises EmulatorStartError.
        """
        if self._emulator is None or self._process is None or not self._state:
            raise EmulatorStartError("it does not run, or keeps no state", "")
        self._process.terminate()
        try:
            self._process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            problem = f"did not end within {START_SECONDS:g} s"
            raise EmulatorStartError(problem, last_lines(self._emulator.log)) from None
        self._port = self._emulator.port
        _end_group(self._process)
        return self._start(self._emulator.folder)

    def _start(self, folder: str) -> Emulator:
        self._process, self._emulator = _launch(folder, self._port, self._wait_scale, keep=False, state=self._state)
        return self._emulator


@contextmanager
def start_kept_emulator(folder: Path, *, port: int | None, wait_scale: float) -> Iterator[Emulator]:
    """Start an emulator that outlives this process, once the block in which it is remembered has ended well.

    Its files go to `folder`. Raises EmulatorMissingError, PortTakenError, EmulatorStartError, and EmulatorGoneError
    when it ended meanwhile.
    """
    _check(port)
    folder.mkdir(parents=True, exist_ok=True)
    process, emulator = _launch(str(folder), port, wait_scale, keep=True)
    try:
        yield emulator
    except BaseException:
        _end(process, emulator)
        raise
    _let_go(process, emulator)
    # Nobody is going to wait for it.
    process.returncode = 0


def _let_go(process: subprocess.Popen[bytes], emulator: Emulator) -> None:
    """From here on it does not end with this process any more."""
    if _is_told_to_go_on(process) and is_running(emulator.pid, emulator.started):
        return
    words = last_lines(emulator.log)
    _end(process, emulator)
    raise EmulatorGoneError(words)


def _is_told_to_go_on(process: subprocess.Popen[bytes]) -> bool:
    """Whether there was one to tell. The pipe of what was killed stays open until the last of its threads has ended,
    which can be after the process counts as ended, or before: to have written is not to have been read.
    """
    if process.stdin is None:
        return False
    try:
        process.stdin.write(b"go on")
        process.stdin.close()
    except BrokenPipeError:
        return False
    return True


def _launch(
    folder: str, port: int | None, wait_scale: float, *, keep: bool, state: bool = False
) -> tuple[subprocess.Popen[bytes], Emulator]:
    chosen = port or free_port()
    settings = _settings(folder, chosen, wait_scale)
    settings |= {"PERSIST_STATE": "1", "STATE_DIR": f"{folder}/state"} if state else {}
    process = _spawn(folder, chosen, settings, keep=keep)
    emulator = Emulator(
        pid=process.pid,
        started=start_time(process.pid) or "",
        port=chosen,
        folder=folder,
        wait_scale=wait_scale,
    )
    try:
        _wait_until_ready(process, emulator)
    except BaseException:
        _end(process, emulator)
        raise
    return process, emulator


def _end(process: subprocess.Popen[bytes], emulator: Emulator) -> None:
    _end_group(process)
    emulator.stop()


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        # Also when the emulator itself was killed: the functions that it ran are in its group.
        os.killpg(process.pid, signal.SIGKILL)
    # However busy the machine: what was killed ends.
    process.wait(timeout=START_SECONDS)
    if process.stdin is not None:
        process.stdin.close()


def _spawn(folder: str, port: int, settings: Mapping[str, str], *, keep: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(_SERVER), folder, *(["--keep"] if keep else [])]
    with open(Path(folder) / "emulator.log", "wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder, port, settings),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _environment(folder: str, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """All that the emulator gets to see: nothing of the user's shell, and no proxy.

    Lambda functions see the same, without the settings of the emulator itself.
    """
    return {
        "PATH": os.defpath,
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "AWS_ACCESS_KEY_ID": _ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": _ACCESS_KEY,
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "WORKFLOW_DSL_EMULATOR": json.dumps(settings),
    }


def _settings(folder: str, port: int, wait_scale: float) -> dict[str, str]:
    return {
        "AUTH": "true",
        "BIND_HOST": HOST,
        "DOCKER_HOST": f"unix://{folder}/no-docker",
        "GATEWAY_PORT": str(port),
        # It would listen on a port of its own, on all interfaces.
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "LOG_LEVEL": "WARNING",
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "SFN_WAIT_SCALE": repr(wait_scale),
        "WORKFLOW_DSL_NURSERY": f"{folder}/nursery",
    }


def _wait_until_ready(process: subprocess.Popen[bytes], emulator: Emulator) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(emulator.port):
        if process.poll() is not None:
            raise EmulatorStartError(_ending(process.returncode), last_lines(emulator.log))
        if time.monotonic() > deadline:
            raise EmulatorStartError(f"did not answer within {START_SECONDS:g} s", last_lines(emulator.log))
        time.sleep(0.02)


def _ending(code: int) -> str:
    return f"ended with exit code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"


def last_lines(log: Path) -> str:
    """The end of a log; empty when there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-_LAST_LINES:])
    except OSError:
        return ""


def _check(port: int | None) -> None:
    if port is not None and not is_free(port):
        raise PortTakenError(port)
    for package in _NEEDED:
        if importlib.util.find_spec(package) is None:
            raise EmulatorMissingError(package)
