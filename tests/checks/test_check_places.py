"""A finding in a definition stands at the Python that wrote it; in a text, at the line of the fault."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from workflow_dsl.checks import check_definition
from workflow_dsl.checks.template_engine import check_template
from workflow_dsl.diagnostics import Finding
from workflow_dsl.pipeline.check_targets import check_targets
from workflow_dsl.source import read_yaml

DEFINITION = """
from datetime import timedelta

from pydantic import BaseModel

from workflow_dsl import Catch, Fail, LambdaFunction, LambdaTask, Retry, Succeed, Workflow, errors


class Order(BaseModel):
    order_id: str


charge_card = LambdaFunction(
    "ChargeCard", handler="shop.charge.handler", input=Order, output=Order, timeout=timedelta(seconds=60)
)
workflow = Workflow("Shop", input=Order)
charge = LambdaTask(
    "Charge",
    charge_card,
    payload=workflow.input,
    retry=[
        errors.LAMBDA_TRANSIENT_RETRY,
        Retry("Busy", max_attempts=2),
    ],
    catch=[Catch(errors.ALL, to="Failed")],
    timeout=timedelta(seconds=90),
)
workflow.steps = [charge, Succeed("Done")]
workflow.route(Fail("Failed", error="ChargeFailed"))
"""
HANDLER = "def handler(event, context):\n    raise ValueError('busy')\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one definition in it."""
    (tmp_path / "definitions").mkdir()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "charge.py").write_text(HANDLER)
    return tmp_path


def check(project: Path, text: str, name: str) -> list[tuple[str, str, int]]:
    """Code, the line's text and its number of each finding in a definition."""
    file = project / "definitions" / f"{name}.py"
    file.write_text(textwrap.dedent(text))
    lines = file.read_text().splitlines()
    return [_shown(finding, lines) for finding in check_targets([str(file)], project).findings]


def _shown(finding: Finding, lines: list[str]) -> tuple[str, str, int]:
    assert finding.place is not None
    return finding.code, lines[finding.place.line - 1].strip(), finding.place.column


def test_nothing_is_found_in_a_good_definition(project: Path) -> None:
    assert check(project, DEFINITION, "good") == []


def test_a_time_out_is_found_at_its_argument(project: Path) -> None:
    found = check(project, DEFINITION.replace("seconds=90", "seconds=45"), "short")

    assert found == [("WF310", "timeout=timedelta(seconds=45),", 5)]


def test_a_retrier_is_found_in_its_list(project: Path) -> None:
    text = DEFINITION.replace('Retry("Busy", max_attempts=2)', 'Retry("Lambda.ServiceException", max_attempts=2)')

    assert check(project, text, "twice") == [("WF302", 'Retry("Lambda.ServiceException", max_attempts=2),', 15)]


def test_a_step_without_an_argument_is_found_at_its_call(project: Path) -> None:
    text = DEFINITION.replace("    timeout=timedelta(seconds=90),\n", "")

    assert check(project, text, "endless") == [("WF306", "charge = LambdaTask(", 10)]


def test_the_value_of_a_pass_that_a_later_state_reads_is_told_once(project: Path) -> None:
    text = """
    from pydantic import BaseModel

    from workflow_dsl import Pass, Succeed, Workflow, jsonata


    class Order(BaseModel):
        order_id: str


    workflow = Workflow("Shop", input=Order)
    shout = Pass("Shout", value=jsonata("$upper($l)", l=workflow.input.order_id))
    workflow.steps = [shout, Succeed("Done", output=shout.output)]
    """

    (found,) = check(project, text, "shout")

    assert found[0] == "WF212"
    assert found[1].startswith("shout = Pass(")
    assert found[2] > len("shout = Pass(")


def test_a_handler_is_found_in_its_own_file(project: Path) -> None:
    (project / "shop" / "charge.py").write_text("def handler(event):\n    return event\n")
    file = project / "definitions" / "handled.py"
    file.write_text(DEFINITION)

    (finding,) = check_targets([str(file)], project).findings

    assert finding.code == "WF622"
    assert finding.place is not None
    assert (Path(finding.place.file), finding.place.line) == (project / "shop" / "charge.py", 1)


def test_an_expression_in_a_text_is_found_at_its_character() -> None:
    text = '{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed", "Output": "{% 1 + x %}"}}}'

    (finding,) = check_definition(text, file="a.json")

    assert finding.place is not None
    assert text[finding.place.column - 1 :].startswith("x %}")


def test_a_state_in_yaml_is_found_at_its_line() -> None:
    text = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: B\n"

    (finding,) = check_definition(text, file="a.asl.yaml")

    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (5, 11)


def test_a_state_of_a_template_is_found_within_the_template() -> None:
    text = textwrap.dedent(
        """
        Resources:
          Pay:
            Type: AWS::StepFunctions::StateMachine
            Properties:
              Definition:
                StartAt: A
                States:
                  A:
                    Type: Pass
                    Next: B
        """
    )

    (finding,) = check_template(read_yaml(text, file="template.yaml"))

    assert finding.code == "WF102"
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("template.yaml", 11)


def test_a_definition_in_a_string_of_a_template_is_checked_too() -> None:
    text = textwrap.dedent(
        """
        Resources:
          Pay:
            Type: AWS::Serverless::StateMachine
            Properties:
              DefinitionString: !Sub |
                {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}
        """
    )

    (finding,) = check_template(read_yaml(text, file="template.yaml"))

    assert finding.code == "WF102"


def test_a_machine_that_may_run_too_long_is_found_at_its_argument(project: Path) -> None:
    text = DEFINITION.replace("input=Order)\ncharge =", "input=Order, timeout=timedelta(days=400))\ncharge =")
    file = project / "definitions" / "long.py"
    file.write_text(text)

    (finding,) = check_targets([str(file)], project).findings

    said = "the workflow may run for 400 days, and a Standard execution ends after 365 days"
    assert (finding.code, finding.message) == ("WF508", said)
    assert finding.instead == "write at most timedelta(days=365)"
    assert check(project, text, "longer") == [
        ("WF508", 'workflow = Workflow("Shop", input=Order, timeout=timedelta(days=400))', 42)
    ]
