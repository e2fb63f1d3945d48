"""What only keeps a result or the caught error is read as in Python: `step.output`, `caught.error`."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings

from definitions.payments.workflow import workflow as payments
from tests.decompiler.proving import compiled
from tests.decompiler.workflows import workflows
from workflow_dsl import Workflow, asl
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.pipeline.importing import import_text


def imported(*states: tuple[str, dict[str, Any]]) -> str:
    value = {"QueryLanguage": "JSONata", "StartAt": states[0][0], "States": dict(states)}
    return import_text(json.dumps(value), file="sample.json").text


def task(following: str | None = None, **fields: Any) -> dict[str, Any]:
    leads: dict[str, Any] = {"Next": following} if following else {"End": True}
    return {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Arguments": {}, **fields, **leads}


def test_a_variable_that_keeps_a_result_is_the_output_of_its_step() -> None:
    text = imported(
        ("Charge", task("Tell", Assign={"charge": "{% $states.result %}"})),
        ("Tell", task(Arguments={"id": "{% $charge.order.id %}", "n": "{% $charge.total + 1 %}"})),
    )

    assert '"id": charge.output.order.id' in text
    assert '"n": jsonata("$charge.total + 1", charge=charge.output)' in text
    assert "assign" not in text


def test_a_comparison_with_a_literal_is_pythons() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $charge.state = 'PAID' %}", "Next": "End"}],
        "Default": "End",
    }
    text = imported(
        ("Charge", task("Paid", Assign={"charge": "{% $states.result %}"})),
        ("Paid", choice),
        ("End", {"Type": "Succeed"}),
    )

    assert 'When(charge.output.state == "PAID", to="End")' in text


def test_a_variable_that_is_assigned_twice_stays_a_variable() -> None:
    text = imported(
        ("Charge", task("Again", Assign={"charge": "{% $states.result %}"})),
        ("Again", task("Tell", Assign={"charge": "{% $charge & 'x' %}"})),
        ("Tell", task(Arguments={"id": "{% $charge.id %}"})),
    )

    assert 'assign={"charge": jsonata("$states.result")}' in text
    assert 'jsonata("$charge.id")' in text


def test_a_variable_that_may_be_unset_where_it_is_read_stays_a_variable() -> None:
    """A catcher goes around the assignment: as an output it would be refused."""
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Tell"}]
    text = imported(
        ("Charge", task("Tell", Assign={"charge": "{% $states.result %}"}, Catch=catch)),
        ("Tell", task(Arguments={"id": "{% $charge.id %}"})),
    )

    assert 'assign={"charge": jsonata("$states.result")}' in text


def test_a_variable_that_keeps_the_caught_error_is_caught() -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Tell", "Assign": {"caught": "{% $states.errorOutput %}"}}]
    text = imported(
        ("Charge", task("Done", Catch=catch)),
        ("Done", {"Type": "Succeed"}),
        ("Tell", task("Failed", Arguments={"why": "{% 'failed: ' & $caught.Error %}"})),
        ("Failed", {"Type": "Fail", "Error": "{% $caught.Error %}"}),
    )

    assert 'catch=[Catch(errors.ALL, to="Tell")]' in text
    assert """"why": jsonata("'failed: ' & $error", error=caught.error)""" in text
    assert 'Fail("Failed", error=caught.error)' in text


def test_the_payment_workflow_comes_back_as_it_was_written_and_to_the_same_bytes() -> None:
    written = payments.to_asl()

    text = import_text(written, file="payments.json").text

    assert asl.write(compiled(text)) == written
    assert "assign=" not in text
    assert "keep_caught=True" in text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(workflows())
def test_any_workflow_comes_back_to_the_same_bytes(workflow: Workflow[dict[str, object]]) -> None:
    written = asl.write(compile_workflow(workflow).machine)

    assert asl.write(compiled(import_text(written, file="machine.json").text)) == written
