"""Files to import, and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.cli.main import main

Put = Callable[[str, Any], Path]
Run = Callable[..., tuple[int, str]]

SOUND = {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "Result": "hello", "End": True}}}
BROKEN = {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "Next": "Gret"}}}


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Write a file below the current folder: text as it is, anything else as JSON."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, content: Any) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code of a call, and what it told."""

    def call(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        told = capsys.readouterr()
        return code, told.out + told.err

    return call
