"""Wheels for a platform, from where pip's own settings say. Touches: the network, a folder."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from workflow_dsl.packaging.requirements import Requirement
from workflow_dsl.packaging.target_platform import Platform

MISSING_PIP = "pip is not installed, and it fetches the libraries of functions; pip install 'workflow-dsl[deploy]'"
_ALWAYS = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")


class PackageError(Exception):
    """A zip could not be built; the message says why and what to do."""


def fetch_wheels(requirements: Sequence[Requirement], platform: Platform, folder: Path) -> list[Path]:
    """Download the wheel of each requirement for the platform, checked by its hash; sources are never built.

    Raises PackageError.
    """
    if not requirements:
        return []
    if importlib.util.find_spec("pip") is None:
        raise PackageError(MISSING_PIP)
    pins = folder / "requirements.txt"
    # Without the markers: pip asks them of this Python, also when it fetches for another.
    pins.write_text("".join(f"{each.pin}\n" for each in requirements), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", *_ALWAYS, "--require-hashes", *platform.pip]
    done = subprocess.run(
        [*command, "--dest", "wheels", "--requirement", pins.name],
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise PackageError(_explained(done.stderr, requirements[0].place.file, platform))
    return sorted((folder / "wheels").iterdir())


def _explained(said: str, file: str, platform: Platform) -> str:
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    problem = f"the requirements of {file} could not be fetched for {platform.name}; pip says:"
    told = [f"  {line}" for line in errors or said.splitlines()[-3:]]
    return "\n".join([problem, *told, _advice(said)])


def _advice(said: str) -> str:
    if "DO NOT MATCH THE HASHES" in said:
        return "a file is not the one that was pinned: find out why before you pin it again"
    if "No matching distribution" in said:
        return (
            "there is no wheel of it for that platform, and another version may have one; or it is not where pip "
            "looks, which its own settings say: pip config list"
        )
    return "pip looks where its own settings say: pip config list"
