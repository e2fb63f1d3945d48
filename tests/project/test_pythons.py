"""The same bytes from every Python that is supported and found on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project.clean_environment import ROOT, make_environment, run

pytestmark = pytest.mark.pythons

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


def find_python(version: str) -> str | None:
    """A Python of this version that really runs: on PATH, or installed by pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted(str(path) for path in pyenv.glob(f"versions/{version}.*/bin/python"))
    on_path = shutil.which(f"python{version}")
    return next((python for python in [*([on_path] if on_path else []), *installed] if _is(python, version)), None)


def _is(python: str, version: str) -> bool:
    ask = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    done = subprocess.run(ask, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


@pytest.mark.parametrize("version", SUPPORTED)
def test_this_python_compiles_the_bytes_that_are_committed(version: str, tmp_path: Path) -> None:
    found = find_python(version)
    if found is None:
        pytest.skip(f"no Python {version} on this machine")
    python = make_environment(found, tmp_path / "environment")
    run([str(python), "-m", "workflow_dsl", "compile", "--check"], ROOT, PYTHONDONTWRITEBYTECODE="1")
