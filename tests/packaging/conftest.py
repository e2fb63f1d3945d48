"""Handlers written for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.handler_project import Project


@pytest.fixture
def project(tmp_path: Path) -> Callable[[dict[str, str]], Project]:
    """Writes files, by their names, and gives the project they make."""
    return Project(tmp_path).write
