"""The page on the language cannot drift: its example compiles, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import workflow_dsl
from workflow_dsl.compiler import compile_workflow

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("language.md", "importing.md", "libraries.md")


def test_the_example_of_the_page_compiles() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (DOCS / "language.md").read_text("utf-8"), re.DOTALL)
    module: dict[str, Any] = {"__name__": "example"}

    exec(example, module)

    states = compile_workflow(module["workflow"]).machine.to_json()["States"]
    assert states["ScoreAll"]["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    assert states["Approve"]["TimeoutSeconds"] == "{% $patience %}"


def test_every_step_that_the_pages_call_is_at_the_front_door() -> None:
    for page in PAGES:
        text = (DOCS / page).read_text("utf-8")
        called = set(re.findall(r"`(?:[a-z_]+=)?([A-Z][A-Za-z]+)\(", text))
        assert called <= set(workflow_dsl.__all__), page
