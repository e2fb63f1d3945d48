"""Large workflows compile, and what is too large for the service is refused."""

import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from workflow_dsl import Flow, Map, Parallel, Pass, Workflow
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl.steps import Step
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.project import Definition


class Order(BaseModel):
    total: int
    lines: list[str] = []


def chain(length: int) -> list[Step]:
    """Steps of which each reads the one before."""
    steps: list[Step] = []
    for number in range(length):
        before = steps[-1].output if steps else 0  # type: ignore[attr-defined]
        steps.append(Pass(f"Step{number}", value={"before": before}))
    return steps


def test_a_chain_of_five_thousand_steps_compiles() -> None:
    workflow = Workflow("Chain", input=Order, steps=chain(5000))

    machine = compile_workflow(workflow).machine

    assert len(machine.States) == 5000
    assert machine.to_json()["States"]["Step4999"]["Output"] == {"before": "{% $step4998 %}"}


def test_flows_nested_a_hundred_deep_compile_without_a_recursion_error() -> None:
    step: Step = Pass("Innermost")
    for depth in range(100):
        kind = depth % 2
        inner = [step]
        step = Parallel(f"Fork{depth}", branches=[inner]) if kind else _each(f"Each{depth}", inner)
    workflow = Workflow("Deep", input=Order, steps=[step])
    before = sys.getrecursionlimit()

    machine = compile_workflow(workflow).machine

    assert list(machine.States) == ["Fork99"]
    assert sys.getrecursionlimit() == before


def _each(name: str, steps: list[Step]) -> Step:
    return Map(name, items=["one", "two"], each=Flow(input=str, steps=steps))


def test_a_definition_over_one_mebibyte_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.py"
    file.write_text(
        "from pydantic import BaseModel\n"
        "from workflow_dsl import Pass, Workflow\n"
        "class Order(BaseModel):\n    total: int\n"
        "steps = [Pass(f'Step{n}', value={'text': 'x' * 1000}) for n in range(1100)]\n"
        "workflow = Workflow('Large', input=Order, steps=steps)\n",
        encoding="utf-8",
    )

    with pytest.raises(FindingsError) as refused:
        compile_machine(Definition("large", file, tmp_path))

    (finding,) = refused.value.findings
    assert finding.code == "WF501"
    assert "1,048,576" in finding.message
    assert "split" in finding.instead
