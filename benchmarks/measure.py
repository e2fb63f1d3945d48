"""CPU time and peak memory of a command."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of several runs with their children: seconds of CPU (user, system), and MiB of the largest process."""

    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure: its words, its folder, and what it needs in the environment."""

    name: str
    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


def measure(commands: Sequence[Command], runs: int) -> list[Measured]:
    """Run each once to warm the caches (files, bytecode), then all in turn, `runs` times, so that a busy machine slows
    all of them. Raises CalledProcessError.
    """
    for command in commands:
        _run(command)
    rounds = [[_run(command) for command in commands] for _ in range(runs)]
    return [_summarize(usages) for usages in zip(*rounds, strict=True)]


def _summarize(usages: Sequence[struct_rusage]) -> Measured:
    return Measured(
        cpu=statistics.median(usage.ru_utime + usage.ru_stime for usage in usages),
        memory=max(usage.ru_maxrss for usage in usages) / 1024,
    )


def _run(command: Command) -> struct_rusage:
    child = subprocess.Popen(
        command.words,
        cwd=command.folder,
        env=_environment(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(command.words))
    return usage


def _environment(command: Command) -> dict[str, str]:
    """The caller's, but with bytecode written to the disk: nobody waits for the first use of a tool every day."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | dict(command.environment)
