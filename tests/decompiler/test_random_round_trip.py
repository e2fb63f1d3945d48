"""Any sound machine becomes Python that compiles back to it, and any workflow's machine does so byte by byte."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.asl.machines import Json, machines
from tests.decompiler.proving import compiled, run_text, sound, text_of
from tests.decompiler.workflows import workflows
from workflow_dsl import Workflow, asl
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.pipeline.importing.proof import first_difference

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(machines())
def test_a_random_machine_compiles_back_equal(value: Json) -> None:
    machine = asl.from_json(sound(value))

    again = compiled(text_of(machine.to_json()))

    assert first_difference(again.to_json(), machine.to_json()) is None


@SLOW
@given(machines(names=st.sampled_from(["class", "None", "workflow", "jsonata", "1st", "ünï", "a b", "_", "print"])))
def test_names_that_python_has_taken_are_no_trouble(value: Json) -> None:
    definition = sound(value)

    assert run_text(text_of(definition)).steps


@SLOW
@given(workflows())
def test_a_workflow_written_in_python_comes_back_to_the_same_bytes(workflow: Workflow[dict[str, object]]) -> None:
    written = asl.write(compile_workflow(workflow).machine)

    again = compiled(text_of(asl.read(written, file="machine.json").to_json()))

    assert asl.write(again) == written
