"""What is compiled does what Python would: random definitions in an interpreter of others.

What might read a value that is not set is refused, and nothing else."""

import json

import pytest
import sfnx.testing

from tests.compiler.drawn_flows import Drawing, FailedError, Given, Known, answer
from workflow_dsl.diagnostics import FindingsError

GIVEN = [Given(number=1, items=[1, 2]), Given(number=2, items=[], share=7), Given(number=-3, items=[5, 1, 4])]
# A value that may be unset, a value of another flow, and steps that the drawn transitions skip.
MAY_BE_REFUSED = {"WF101", "WF204", "WF206", "WF207", "WF226"}
SEEDS = range(120)


def definition_of(seed: int) -> tuple[Drawing, str]:
    """The drawing and its state machine; no text where it is refused."""
    drawing = Drawing(seed)
    try:
        drawing.steps.build(drawing.workflow)
        return drawing, drawing.workflow.to_asl()
    except FindingsError as error:
        if not {finding.code for finding in error.findings} <= MAY_BE_REFUSED:
            raise
        return drawing, ""


def expected_of(drawing: Drawing, given: Given) -> tuple[str, object]:
    """How an execution ends, as Python says."""
    known = Known()
    known["given"] = given
    try:
        return "output", drawing.steps.run(known)
    except FailedError as error:
        return "error", str(error)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_definition_does_what_python_would(seed: int) -> None:
    drawing, text = definition_of(seed)
    for given in GIVEN if text else ():
        execution = sfnx.testing.run(json.loads(text), given.model_dump(), answer)
        found = ("error", execution.error) if execution.error else ("output", execution.output)

        assert found == expected_of(drawing, given)


def test_most_random_definitions_are_run_or_refused_for_a_good_reason() -> None:
    """Neither all refused nor none: a test of what is never drawn would show nothing."""
    compiled = sum(bool(definition_of(seed)[1]) for seed in SEEDS)

    assert len(SEEDS) // 5 < compiled < len(SEEDS)
