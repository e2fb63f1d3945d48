"""Handlers written for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.handler_project import Project
from tests.packaging.wheelhouse import Wheelhouse


@pytest.fixture
def project(tmp_path: Path) -> Callable[[dict[str, str]], Project]:
    """Writes files, by their names, and gives the project they make."""
    return Project(tmp_path).write


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheelhouse:
    """Where pip finds packages while a test runs."""
    return Wheelhouse(tmp_path / "wheels", monkeypatch)
