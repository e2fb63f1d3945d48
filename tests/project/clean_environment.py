"""Virtual environments made from nothing but the pinned versions."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make_environment(python: str, folder: Path) -> Path:
    """A virtual environment of this Python that holds the core's dependencies; its Python."""
    run([python, "-m", "venv", str(folder)], ROOT)
    inside = folder / "bin/python"
    install(inside, "--require-hashes", "--requirement", str(ROOT / "requirements/core.txt"))
    return inside


def install(python: Path, *arguments: str) -> None:
    """`pip install` without a word."""
    run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], ROOT)


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What the command says; a failure shows all of it."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command, cwd=folder, env=inherited | environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, f"{command} failed with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
