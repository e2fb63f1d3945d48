"""What a person gets to read: definitions beside the Python that they become."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workflow_dsl.pipeline.importing import import_text

GOLDEN = Path(__file__).parent / "golden"
RENEW = "WORKFLOW_DSL_RENEW=1 python -m pytest tests/decompiler/test_golden.py"


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.asl.json")), ids=lambda path: path.name)
def test_the_python_of_a_definition_is_what_a_person_would_have_written(source: Path) -> None:
    expected = source.with_name(source.name.replace(".asl.json", ".py"))

    imported = import_text(source.read_text("utf-8"), file=source.name, name=source.name.partition(".")[0])

    if os.environ.get("WORKFLOW_DSL_RENEW"):
        expected.write_text(imported.text, encoding="utf-8")
    assert expected.read_text("utf-8") == imported.text, f"renew it: {RENEW}"
    assert imported.notes == ()
