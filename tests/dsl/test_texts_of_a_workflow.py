"""A workflow as text for other tools: the same bytes that `compile` writes."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from definitions.payments.workflow import workflow as payments
from workflow_dsl import Pass, Succeed, Workflow, jsonata
from workflow_dsl.diagnostics import FindingsError

INFRA = Path(__file__).parents[2] / "infra" / "payments"


def test_the_language_of_a_workflow_is_what_compile_writes() -> None:
    assert payments.to_asl() == (INFRA / "state-machine.asl.json").read_text("utf-8")


def test_the_template_of_a_workflow_is_what_compile_writes() -> None:
    assert payments.to_template() == (INFRA / "template.yaml").read_text("utf-8")


def test_a_workflow_that_was_made_anywhere_gives_its_language() -> None:
    workflow = Workflow("Small", steps=[Pass("A", value=jsonata("1 + 1")), Succeed("B")])

    assert json.loads(workflow.to_asl())["States"]["A"] == {"Type": "Pass", "Output": "{% 1 + 1 %}", "Next": "B"}


def test_what_is_wrong_is_raised() -> None:
    with pytest.raises(FindingsError, match="WF106"):
        Workflow("Empty").to_asl()


def test_a_definition_over_one_mebibyte_is_refused_as_compile_refuses_it() -> None:
    steps = [Pass(f"Step{number}", value={"text": "x" * 1000}) for number in range(1100)]

    with pytest.raises(FindingsError, match="WF501"):
        Workflow("Large", steps=steps).to_asl()


def test_a_notebook_shows_the_graph() -> None:
    picture = payments._repr_svg_()

    assert picture == (INFRA / "graph.svg").read_text("utf-8")
    assert payments._repr_html_() == picture


def test_the_options_beside_a_workflow_are_those_of_its_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """
from workflow_dsl import StackOptions, Succeed, Workflow

options = StackOptions(permissions_boundary="arn:aws:iam::111122223333:policy/bounds")
workflow = Workflow("Bounded", steps=[Succeed("Done")])
"""
    (tmp_path / "bounded_definition.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    template: str = importlib.import_module("bounded_definition").workflow.to_template()

    assert "PermissionsBoundary: arn:aws:iam::111122223333:policy/bounds" in template
