"""A definition that nobody is at work on is compiled by Python once."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from workflow_dsl.project.bytecode import careful_bytecode

NAME = "definition_of_bytecode"


@pytest.fixture(autouse=True)
def _python_that_keeps_bytecode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop(NAME, None)


def loaded(tmp_path: Path, text: str, age: float) -> tuple[int, Path]:
    """What a file of this text, changed so many seconds ago, says; and where Python would keep it compiled."""
    file = tmp_path / f"{NAME}.py"
    file.write_text(text, encoding="utf-8")
    os.utime(file, (time.time() - age,) * 2)
    sys.modules.pop(NAME, None)
    importlib.invalidate_caches()
    with careful_bytecode():
        value: int = importlib.import_module(NAME).VALUE
    return value, Path(cache_from_source(str(file)))


def test_what_is_at_rest_is_kept_compiled(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    assert cached.is_file()
    assert not sys.dont_write_bytecode


def test_what_is_being_worked_on_is_not(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=0)
    assert not cached.exists()


def test_two_versions_within_one_second_are_two(tmp_path: Path) -> None:
    assert [loaded(tmp_path, f"VALUE = {number}\n", age=0)[0] for number in (1, 2)] == [1, 2]


def test_what_is_kept_is_renewed_when_the_source_changes(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    os.utime(cached, (time.time() - 50,) * 2)
    before = cached.read_bytes()
    assert loaded(tmp_path, "VALUE = 22\n", age=40)[0] == 22
    assert cached.read_bytes() != before


def test_where_python_is_told_to_keep_nothing_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    assert not cached.exists()
    assert sys.dont_write_bytecode


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file stands here", encoding="utf-8")
    assert loaded(tmp_path, "VALUE = 1\n", age=60)[0] == 1
