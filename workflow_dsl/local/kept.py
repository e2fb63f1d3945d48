"""The emulator that `local up` keeps between runs, remembered in `.workflow_dsl/` of the project."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from workflow_dsl.local.emulator import Emulator, start_kept_emulator
from workflow_dsl.local.process import is_running

STATE_FOLDER = ".workflow_dsl"

KEPT_WAIT_SCALE = 0.1
"""How long waits and delays of retries take where nobody says so: long enough to be seen, short enough to wait for."""


def find_kept(project: Path) -> Emulator | None:
    """The kept emulator of this project, or None. A state file of one that has ended is removed."""
    state = _state_file(project)
    try:
        emulator = Emulator(**json.loads(state.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    if is_running(emulator.pid, emulator.started):
        return emulator
    state.unlink(missing_ok=True)
    return None


def keep_up(project: Path, *, port: int | None = None, wait_scale: float = KEPT_WAIT_SCALE) -> Emulator:
    """The kept emulator of this project; started when there is none.

    Raises EmulatorMissingError, PortTakenError, EmulatorStartError, EmulatorGoneError.
    """
    kept = find_kept(project)
    if kept is not None:
        return kept
    folder = (project / STATE_FOLDER / "emulator").absolute()
    with start_kept_emulator(folder, port=port, wait_scale=wait_scale) as emulator:
        leave_out_of_git(project)
        _state_file(project).write_text(json.dumps(asdict(emulator), indent=2) + "\n")
    return emulator


def keep_down(project: Path) -> Emulator | None:
    """Stop the kept emulator of this project and return what it was; None when there was none."""
    kept = find_kept(project)
    if kept is not None:
        kept.stop()
        _state_file(project).unlink(missing_ok=True)
    return kept


def leave_out_of_git(project: Path) -> None:
    """What is kept in the folder, once it is there, is of this machine only."""
    (project / STATE_FOLDER / ".gitignore").write_text("*\n")


def _state_file(project: Path) -> Path:
    return project / STATE_FOLDER / "emulator.json"
