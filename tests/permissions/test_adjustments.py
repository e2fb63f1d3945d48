"""What a project writes to adjust permissions is wrong in its own way, and told at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.permissions import ANYTHING, Adjustments, Statement, Target, derive_statements
from workflow_dsl.program import Program

ProgramOf = Callable[..., Program]
TaskOf = Callable[..., dict[str, Any]]

CHARGE = "LambdaFunctionCharge"


def refused(**given: Any) -> Finding:
    """What is said of adjustments that cannot be."""
    with pytest.raises(FindingsError) as found:
        Adjustments(**given)
    (finding,) = found.value.findings
    assert finding.place is not None
    assert Path(finding.place.file).name == Path(__file__).name
    return finding


@pytest.mark.parametrize("narrow", [lambda statement: statement, lambda: None])
def test_narrow_takes_an_owner_and_a_statement(narrow: object) -> None:
    finding = refused(narrow=narrow)

    assert (finding.code, finding.instead) == ("WF103", "write def narrow(owner, statement)")


def test_narrow_is_a_function() -> None:
    assert refused(narrow="sns:Publish").message.startswith("Adjustments.narrow: input should be callable")


@pytest.mark.parametrize(
    "added",
    [
        Statement("s3:GetObject", (ANYTHING,), "why"),  # type: ignore[arg-type]
        Statement(("s3:GetObject",), ("arn:aws:s3:::prices/*",), "why"),  # type: ignore[arg-type]
        Statement((), (ANYTHING,), "why"),
        Statement(("s3:GetObject",), (), "why"),
    ],
)
def test_what_is_added_allows_actions_on_targets(added: Statement) -> None:
    finding = refused(add={CHARGE: (added,)})

    assert finding.message == f"Adjustments: what is added for {CHARGE} is no permission of actions on resources"
    assert 'Target("", "arn:' in finding.instead


@pytest.mark.parametrize("added", [Statement(("s3:GetObject",), (ANYTHING,), "why"), ["s3:GetObject"], "s3:GetObject"])
def test_statements_are_added_as_a_tuple(added: object) -> None:
    assert refused(add={CHARGE: added}).message.startswith("Adjustments.add")


def test_they_are_added_by_a_name_and_not_by_the_function(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))

    assert refused(add={program.functions[0]: ()}).message.startswith("Adjustments.add")


@pytest.mark.parametrize("given", ["sns:Publish", True, Statement("sns:Publish", (ANYTHING,), "why")])  # type: ignore[arg-type]
def test_narrow_gives_a_statement_or_none(given: object, program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))
    adjustments = Adjustments(narrow=lambda _owner, _statement: given)  # type: ignore[arg-type,return-value]

    with pytest.raises(FindingsError) as found:
        derive_statements(program, adjustments)

    (finding,) = found.value.findings
    assert finding.code == "WF431"
    assert finding.message.startswith("narrowing a statement of StepFunctionsStateMachineOrders gave ")
    assert finding.place is not None


def test_adjustments_that_say_nothing_change_nothing(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))
    more = Statement(("s3:GetObject",), (Target("", "arn:aws:s3:::prices/*"),), "the price list")

    assert derive_statements(program, Adjustments()) == derive_statements(program)
    assert derive_statements(program, Adjustments(add={CHARGE: (more,)}))[CHARGE][-1] == more


def test_a_resource_that_the_stack_has_not_is_told(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))
    more = Statement(("sns:Publish",), (Target("SNSTopicAlert"), Target("KMSKeyEncryption")), "alerts")

    with pytest.raises(FindingsError) as found:
        derive_statements(program, Adjustments(add={CHARGE: (more,)}))

    (finding,) = found.value.findings
    assert finding.code == "WF431"
    assert finding.message == 'permissions are added on "SNSTopicAlert", which the stack has not'
    assert finding.instead == 'did you mean "SNSTopicAlerts"?'
