"""What a short command does without is there for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HURRY = "from workflow_dsl.cli.haste import hurry; hurry()\n"


def said(code: str) -> str:
    command = [sys.executable, "-c", HURRY + code]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import importlib.metadata; print(importlib.metadata.version('pydantic'))",
        "from importlib.metadata import version; print(version('pydantic'))",
        "from importlib import metadata; print(metadata.version('pydantic'))",
        "import importlib.metadata as m; m.files; import importlib; print(importlib.metadata.version('pydantic'))",
        "from importlib.metadata import *; print(version('pydantic'))",
        "import importlib.metadata._meta, importlib.metadata; print(importlib.metadata.version('pydantic'))",
        "import importlib; print(importlib.import_module('importlib.metadata').version('pydantic'))",
    ],
)
def test_the_metadata_of_packages_can_be_read_all_the_same(code: str) -> None:
    assert said(code)[0].isdigit()


def test_entry_points_are_found_by_who_imported_them_before_anything_of_the_metadata_was_read() -> None:
    code = "from importlib.metadata import entry_points\nprint(*(one.name for one in entry_points(group='pytest11')))"
    assert "workflow_dsl.testing.plugin" in said(code)


def test_after_the_first_use_the_metadata_module_is_the_one_of_the_standard_library() -> None:
    code = "import importlib.metadata as one; one.version\nimport importlib.metadata, sys\n"
    code += "print(importlib.metadata is sys.modules['importlib.metadata'], type(importlib.metadata).__name__)"
    assert said(code) == "True module"
