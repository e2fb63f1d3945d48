"""A project to run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.orders_project import write_project
from workflow_dsl.local import keep_down


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, a project with one definition, `orders`; an emulator that is kept for it is stopped."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    keep_down(tmp_path)
