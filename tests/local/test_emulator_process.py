"""The emulator as a process: it starts, it says why it cannot, and it never outlives who wanted it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from workflow_dsl.local import (
    EmulatorGoneError,
    EmulatorMissingError,
    EmulatorStartError,
    OwnEmulator,
    PortTakenError,
    find_kept,
    keep_down,
    keep_up,
)
from workflow_dsl.local import (
    emulator as emulator_module,
)
from workflow_dsl.local.emulator import start_kept_emulator
from workflow_dsl.local.process import is_running, kill_group, start_time

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parents[2]
LONG_SECONDS = 60
"""However slow the machine; what is waited for takes a moment."""


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def _listens_on(pid: int) -> set[str]:
    """The addresses that a process listens on, as the system writes them: address and port in hexadecimal digits."""
    folder = Path(f"/proc/{pid}/fd")
    sockets = set()
    for file in folder.iterdir():
        # What listens stays; a connection that has been answered may be closed by now.
        with suppress(FileNotFoundError):
            sockets.add(os.readlink(file).removeprefix("socket:[").removesuffix("]"))
    # A system without IPv6 has one of them.
    tables = [file for file in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")) if file.exists()]
    lines = [line for file in tables for line in file.read_text().splitlines()[1:]]
    return {words[1] for words in map(str.split, lines) if words[3] == "0A" and words[9] in sockets}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells here who listens where")
def test_an_emulator_listens_on_loopback_only() -> None:
    with OwnEmulator() as emulator:
        assert _listens_on(emulator.pid) == {f"0100007F:{emulator.port:04X}"}


def test_an_emulator_answers_and_ends_with_its_block() -> None:
    with OwnEmulator() as emulator:
        assert emulator.is_up()

    assert not is_running(emulator.pid, emulator.started)
    assert not Path(emulator.folder).exists()


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTakenError, match=rf"port {port} of 127.0.0.1 is taken.*--port"), OwnEmulator(port=port):
            pass


def test_a_failing_start_shows_the_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "server.py"
    broken.write_text("import sys\nsys.exit('no room on the ark')\n")
    monkeypatch.setattr(emulator_module, "_SERVER", broken)

    with pytest.raises(EmulatorStartError, match="exit code 1; its last words:\nno room on the ark"), OwnEmulator():
        pass


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emulator_module, "_NEEDED", ("no_such_emulator",))

    with (
        pytest.raises(EmulatorMissingError, match=r"no_such_emulator.*pip install 'workflow-dsl\[local\]'"),
        OwnEmulator(),
    ):
        pass


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_emulator_ends_with_its_parent_however_that_one_ends(how: signal.Signals) -> None:
    code = (
        "import time\nfrom workflow_dsl.local import OwnEmulator\n"
        "with OwnEmulator() as e:\n    print(e.pid, e.started, e.folder, flush=True)\n    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    with parent.stdout as out:
        pid, started, folder = out.readline().split()
        assert is_running(int(pid), started)

        parent.send_signal(how)
        parent.wait()

    assert _within(LONG_SECONDS, lambda: not is_running(int(pid), started))
    assert _within(LONG_SECONDS, lambda: not Path(folder).exists())


def test_an_emulator_that_was_told_to_end_is_gone_in_the_end() -> None:
    with OwnEmulator() as emulator:
        os.kill(emulator.pid, signal.SIGTERM)

        assert _within(LONG_SECONDS, lambda: isinstance(emulator.gone(), EmulatorGoneError))


def test_a_killed_emulator_is_told_from_a_slow_one() -> None:
    with OwnEmulator() as emulator:
        assert emulator.gone() is None
        os.kill(emulator.pid, signal.SIGKILL)

        # At once: the first broken connection is seen before the process has ended.
        assert isinstance(emulator.gone(), EmulatorGoneError)


def test_an_emulator_that_is_killed_while_it_starts_is_told_with_the_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = tmp_path / "server.py"
    killed.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(emulator_module, "_SERVER", killed)

    with pytest.raises(EmulatorStartError, match="the emulator was ended by SIGKILL; it wrote nothing"), OwnEmulator():
        pass


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    keep_down(tmp_path)


def test_a_kept_emulator_is_found_again_and_taken_down_once(project: Path) -> None:
    kept = keep_up(project, wait_scale=0.5)

    assert find_kept(project) == kept
    assert keep_up(project) == kept
    assert (project / ".workflow_dsl" / ".gitignore").read_text() == "*\n"
    assert keep_down(project) == kept
    assert not is_running(kept.pid, kept.started)
    assert keep_down(project) is None
    assert find_kept(project) is None


def test_a_kept_emulator_outlives_the_command_that_started_it(project: Path) -> None:
    code = f"import pathlib\nfrom workflow_dsl.local import keep_up\nkeep_up(pathlib.Path({str(project)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

    kept = find_kept(project)

    assert kept is not None
    assert kept.is_up()


def test_an_emulator_that_nobody_could_find_again_is_not_kept(project: Path) -> None:
    (project / ".workflow_dsl" / "emulator.json").mkdir(parents=True)

    with pytest.raises(IsADirectoryError):
        keep_up(project)

    assert not (project / ".workflow_dsl" / "emulator").exists()


def test_an_emulator_that_ends_before_it_is_let_go_is_not_taken_for_kept(project: Path) -> None:
    """A pipe that broke would pass for a reader who has read enough."""

    def keep_one_that_is_killed() -> None:
        with start_kept_emulator(project / "emulator", port=None, wait_scale=0) as kept:
            os.kill(kept.pid, signal.SIGKILL)
            assert _within(LONG_SECONDS, lambda: not is_running(kept.pid, kept.started))

    with pytest.raises(EmulatorGoneError):
        keep_one_that_is_killed()

    assert not (project / "emulator").exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_who_is_ended_while_it_starts_an_emulator_to_keep_leaves_none_behind(
    project: Path, how: signal.Signals
) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from workflow_dsl.local.emulator import start_kept_emulator\n"
        "with start_kept_emulator(pathlib.Path(sys.argv[1]), port=None, wait_scale=0) as emulator:\n"
        "    print(emulator.pid, emulator.started, flush=True)\n"
        "    time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(project / "emulator")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout as out:
        pid, started = out.readline().split()
        parent.send_signal(how)
        parent.wait()

    assert _within(LONG_SECONDS, lambda: not is_running(int(pid), started))
    assert _within(LONG_SECONDS, lambda: not (project / "emulator").exists())


def test_a_number_that_another_process_got_is_never_killed(project: Path) -> None:
    kept = keep_up(project)
    kept.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        state = project / ".workflow_dsl" / "emulator.json"
        state.write_text(state.read_text().replace(str(kept.pid), str(stranger.pid)))

        assert keep_down(project) is None
        kill_group(stranger.pid, kept.started)
        assert start_time(stranger.pid) is not None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_damaged_state_file_is_no_emulator(tmp_path: Path) -> None:
    (tmp_path / ".workflow_dsl").mkdir()
    (tmp_path / ".workflow_dsl" / "emulator.json").write_text('{"pid": ')

    assert find_kept(tmp_path) is None
