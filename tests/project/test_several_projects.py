"""One process works on several projects, each with a `definitions` of its own."""

import sys
from pathlib import Path

import pytest

from workflow_dsl.project import find_definitions, load_definition

DEFINITION = """\
from definitions.shop.names import NAME
from workflow_dsl import Pass, Workflow

workflow = Workflow(NAME, steps=[Pass("Keep")])
"""


def _project(folder: Path, name: str) -> Path:
    shop = folder / "definitions" / "shop"
    shop.mkdir(parents=True)
    for package in (shop.parent, shop):
        (package / "__init__.py").touch()
    (shop / "names.py").write_text(f'NAME = "{name}"\n', encoding="utf-8")
    (shop / "workflow.py").write_text(DEFINITION, encoding="utf-8")
    return folder


def _loaded(project: Path) -> str:
    workflow, _, findings = load_definition(find_definitions(["shop"], project)[0])
    assert findings == []
    assert workflow is not None
    return str(workflow.name)


def test_a_project_is_found_again_after_another_was_loaded(tmp_path: Path) -> None:
    first, second = _project(tmp_path / "first", "First"), _project(tmp_path / "second", "Second")

    assert [_loaded(project) for project in (first, second, first, second)] == ["First", "Second", "First", "Second"]


def test_a_class_of_a_project_stays_one_class(tmp_path: Path) -> None:
    """Whoever holds an object of it would otherwise be told that it is none."""
    first, second = _project(tmp_path / "first", "First"), _project(tmp_path / "second", "Second")
    _loaded(first)
    before = sys.modules["definitions.shop.names"]

    _loaded(second)
    assert sys.modules["definitions.shop.names"] is not before
    _loaded(first)

    assert sys.modules["definitions.shop.names"] is before


def test_a_folder_that_gives_way_to_a_package_elsewhere_is_to_become_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, other = _project(tmp_path / "project", "Ours"), _project(tmp_path / "other", "Theirs")
    for package in (project / "definitions", project / "definitions" / "shop"):
        (package / "__init__.py").unlink()
    (other / "definitions" / "shop" / "names.py").unlink()
    monkeypatch.syspath_prepend(str(other))

    _, _, findings = load_definition(find_definitions(["shop"], project)[0])

    (told,) = [finding.render() for finding in findings]
    assert "No module named 'definitions.shop.names'; add definitions/__init__.py" in told
