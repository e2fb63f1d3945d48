"""Files that Python takes instead of modules of its own."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_dsl.cli.shadows import shadow_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, in which Python looks for modules first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def error_of(module: str) -> Exception:
    """What importing a module raises."""
    with pytest.raises(Exception, match="ours") as caught:
        importlib.import_module(module)
    return caught.value


def test_an_error_in_a_file_named_like_a_module_of_pythons_own_names_the_file(project: Path) -> None:
    (project / "antigravity.py").write_text("raise RuntimeError('ours')\n", encoding="utf-8")

    told = "antigravity.py takes the place of Python's own module antigravity; rename it"
    assert shadow_of(error_of("antigravity")) == told


def test_a_name_that_such_a_file_lacks_names_the_file(project: Path) -> None:
    (project / "antigravity.py").touch()
    (project / "asker.py").write_text("from antigravity import ours\n", encoding="utf-8")

    assert (
        shadow_of(error_of("asker")) == "antigravity.py takes the place of Python's own module antigravity; rename it"
    )


def test_an_error_elsewhere_is_nobodys_shadow(project: Path) -> None:
    (project / "charging.py").write_text("import json\njson.loads('{ours')\n", encoding="utf-8")

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - what it says is Python's
        importlib.import_module("charging")
    assert shadow_of(caught.value) is None
