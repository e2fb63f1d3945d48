"""What is published works where nothing else is installed."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.project.clean_environment import ROOT, install, make_environment, run

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)], ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_code_its_data_and_its_licence_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "workflow_dsl"
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "workflow_dsl/py.typed" in wanted
    assert {name for name in names if ".dist-info/" not in name} == wanted
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_compiles_the_workflows_as_committed(wheel: Path, tmp_path: Path) -> None:
    python = make_environment(sys.executable, tmp_path / "environment")
    install(python, "--no-deps", str(wheel))
    project = tmp_path / "project"
    for folder in ("definitions", "lambdas", "infra"):
        shutil.copytree(ROOT / folder, project / folder)
    command = str(python.parent / "workflow-dsl")
    assert run([command, "--version"], project).strip()
    run([command, "compile", "--check"], project)
