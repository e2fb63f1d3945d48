"""The emulator as a process: it starts, it says why it cannot, and it never outlives who wanted it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
from workflow_dsl.local.process import is_running, kill_group, start_time

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parents[2]


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def test_an_emulator_answers_on_loopback_only_and_ends_with_its_block() -> None:
    with OwnEmulator() as emulator:
        assert emulator.is_up()
        listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=False).stdout
        addresses = {line.split()[1] for line in listening.splitlines()[1:] if line.split()[3] == "0A"}
        assert f"0100007F:{emulator.port:04X}" in addresses
        assert f"00000000:{emulator.port:04X}" not in addresses

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
        parent.wait(timeout=10)

    assert _within(5, lambda: not is_running(int(pid), started))
    assert _within(5, lambda: not Path(folder).exists())


def test_a_killed_emulator_is_told_from_a_slow_one() -> None:
    with OwnEmulator() as emulator:
        assert emulator.gone() is None
        os.kill(emulator.pid, signal.SIGKILL)

        assert _within(5, lambda: isinstance(emulator.gone(), EmulatorGoneError))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    keep_down(tmp_path)


def test_a_kept_emulator_is_found_again_and_taken_down_once(project: Path) -> None:
    kept = keep_up(project, wait_scale=0.5)

    assert find_kept(project) == kept
    assert keep_up(project) == kept
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


def test_a_number_that_another_process_got_is_never_killed(project: Path) -> None:
    kept = keep_up(project)
    kept.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        state = project / ".workflow_dsl" / "emulator.json"
        state.write_text(state.read_text().replace(str(kept.pid), str(stranger.pid)))

        assert keep_down(project) is None
        assert kill_group(stranger.pid, kept.started) is False
        assert start_time(stranger.pid) is not None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_damaged_state_file_is_no_emulator(tmp_path: Path) -> None:
    (tmp_path / ".workflow_dsl").mkdir()
    (tmp_path / ".workflow_dsl" / "emulator.json").write_text('{"pid": ')

    assert find_kept(tmp_path) is None
