"""A definition is compiled by Python once, and an edited one again, whatever its date."""

from __future__ import annotations

import importlib
import os
import py_compile
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
    with careful_bytecode(tmp_path):
        value: int = importlib.import_module(NAME).VALUE
    return value, Path(cache_from_source(str(file)))


def test_what_was_imported_is_kept_compiled(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    assert cached.is_file()
    assert not sys.dont_write_bytecode


def test_two_versions_of_one_date_and_one_size_are_two(tmp_path: Path) -> None:
    """As in archives that give every file one date."""
    date = time.time() - 60
    assert [loaded(tmp_path, f"VALUE = {number}\n", age=time.time() - date)[0] for number in (1, 2, 3)] == [1, 2, 3]


def test_what_is_kept_is_renewed_when_the_source_changes_even_to_an_older_one(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    before = cached.read_bytes()
    assert loaded(tmp_path, "VALUE = 22\n", age=600)[0] == 22
    renewed = cached.read_bytes()
    assert renewed != before
    loaded(tmp_path, "VALUE = 22\n", age=600)
    assert cached.read_bytes() == renewed


def test_a_file_that_python_trusts_by_its_date_is_replaced(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    py_compile.compile(str(tmp_path / f"{NAME}.py"), str(cached))

    loaded(tmp_path, "VALUE = 1\n", age=60)

    assert cached.read_bytes()[4:8] == b"\3\0\0\0"


def test_what_is_no_file_of_the_project_is_left_as_it_is(tmp_path: Path) -> None:
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    py_compile.compile(str(tmp_path / f"{NAME}.py"), str(cached))
    installed = cached.read_bytes()
    sys.modules.pop(NAME, None)

    with careful_bytecode(tmp_path / "project"):
        importlib.import_module(NAME)

    assert cached.read_bytes() == installed


def test_where_python_is_told_to_keep_nothing_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _, cached = loaded(tmp_path, "VALUE = 1\n", age=60)
    assert not cached.exists()
    assert sys.dont_write_bytecode


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("a file stands here", encoding="utf-8")
    assert loaded(tmp_path, "VALUE = 1\n", age=60)[0] == 1
