"""Run a handler twice: as the modules its author wrote, and folded, in a process of its own each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import fold_handler, read_source

_CALL = """
import importlib, json, sys
module, _, name = sys.argv[1].rpartition(".")
print(json.dumps(getattr(importlib.import_module(module), name)(json.loads(sys.argv[2]), None)))
"""


class Project:
    """A folder of handlers below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: dict[str, str]) -> Project:
        for file, text in files.items():
            path = self.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).removeprefix("\n"), encoding="utf-8")
        return self

    def fold(self, handler: str = "lambdas.main.handler") -> str:
        return fold_handler(handler, read_source(self.root))

    def refused(self, handler: str = "lambdas.main.handler") -> list[str]:
        with pytest.raises(FindingsError) as caught:
            self.fold(handler)
        return str(caught.value).splitlines()

    def run_both(self, event: object = None, handler: str = "lambdas.main.handler") -> object:
        """The answer of the handler, the same from its modules and folded."""
        # A package of the same name elsewhere on the path would win over a folder without this file.
        (self.root / "lambdas/__init__.py").touch()
        folded = self.fold(handler)
        index = self.root / "folded"
        index.mkdir(exist_ok=True)
        (index / "index.py").write_text(folded, encoding="utf-8")
        answer = _call(self.root, handler, event)
        assert _call(index, f"index.{handler.rpartition('.')[2]}", event) == answer
        return answer


def _call(folder: Path, handler: str, event: object) -> object:
    command = [sys.executable, "-c", _CALL, handler, json.dumps(event)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
