"""A definition says how its stack is to be: architecture, boundary, gradual deployment, narrower permissions."""

import sys
from pathlib import Path

import pytest

from workflow_dsl.deploy import read_template
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.local import fit_to_emulator
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.pipeline.stack_folder import CompiledStack, compile_stack
from workflow_dsl.project import find_definitions

DEFINITION = """\
from dataclasses import replace
from datetime import timedelta

from pydantic import BaseModel

from workflow_dsl import (
    Adjustments, LambdaFunction, Pass, StackOptions, Statement, StateMachineResource, Schedule, Workflow,
)


class Order(BaseModel):
    total: int


machine = StateMachineResource("Shop")
start = LambdaFunction(
    "Start", handler="lambdas.shop.start.handler", input=Order, output=Order,
    environment={"STATE_MACHINE_ARN": machine},
    grants=[machine.grant_start(), machine.grant_executions("states:DescribeExecution")],
)
workflow = Workflow("Shop", input=Order, steps=[Pass("Keep")], includes=[
    start, Schedule("Daily", function=start, every=timedelta(days=1))
])


def narrow(owner: str, statement: Statement) -> Statement | None:
    return None if "states:DescribeExecution" in statement.actions else statement


stack = StackOptions(OPTIONS)
"""


def compiled(folder: Path, options: str) -> CompiledStack:
    (folder / "definitions" / "shop").mkdir(parents=True)
    (folder / "definitions" / "shop" / "workflow.py").write_text(
        DEFINITION.replace("OPTIONS", options), encoding="utf-8"
    )
    (folder / "lambdas" / "shop").mkdir(parents=True)
    handler = "def handler(event, context):\n    return event\n"
    (folder / "lambdas" / "shop" / "start.py").write_text(handler, encoding="utf-8")
    (definition,) = find_definitions(["shop"], folder)
    return compile_stack(compile_machine(definition))


def test_what_a_definition_asks_for_is_in_the_template(tmp_path: Path) -> None:
    stack = compiled(tmp_path, 'architecture="arm64", permissions_boundary="arn:aws:iam::111122223333:policy/edge"')

    resources = read_template(stack.template)["Resources"]
    assert resources["LambdaFunctionStart"]["Properties"]["Architectures"] == ["arm64"]
    assert resources["IAMRoleShop"]["Properties"]["PermissionsBoundary"] == "arn:aws:iam::111122223333:policy/edge"


def test_narrowed_permissions_are_narrow_in_the_template_and_on_its_page(tmp_path: Path) -> None:
    stack = compiled(tmp_path, "adjustments=Adjustments(narrow=narrow)")

    assert "states:StartExecution" in stack.template
    assert "states:DescribeExecution" not in stack.template
    assert "states:DescribeExecution" not in stack.page


def test_a_gradual_deployment_fits_the_emulator_where_the_machine_stands_in_for_its_alias(tmp_path: Path) -> None:
    template = read_template(compiled(tmp_path, "canary=timedelta(minutes=10)").template)

    fitted = fit_to_emulator(template, python=sys.executable).template

    started = [
        each["Resources"]["LambdaFunctionStart"]["Properties"]["Environment"]["Variables"]["STATE_MACHINE_ARN"]
        for each in (template, fitted)
    ]
    assert started == [{"Ref": "StepFunctionsStateMachineAliasShop"}, {"Ref": "StepFunctionsStateMachineShop"}]


def test_options_are_given_once(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as refused:
        compiled(tmp_path, ")\nother = StackOptions(")

    (finding,) = refused.value.findings
    assert (finding.code, finding.message) == ("WF802", "the file defines 2 StackOptions")
