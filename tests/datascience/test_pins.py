"""The extra's versions are those with which the SDK can be imported today."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from tests.project.clean_environment import ROOT, install, make_environment, run


@pytest.mark.proof
def test_the_extra_brings_an_sdk_that_can_be_imported_and_all_its_tests_run(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    python = make_environment(sys.executable, tmp_path / "environment")
    install(python, *project["optional-dependencies"]["datascience"], "pytest>=9", "hypothesis>=6.130")

    told = run([str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/datascience"], ROOT)

    assert "passed" in told
    assert "skipped" not in told
