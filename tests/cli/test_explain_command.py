"""`explain iam`: every statement of every role, with the step and the line that needs it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.deploy import read_template

ROOT = Path(__file__).parents[2]
DEFINITION = """\
from pydantic import BaseModel

from workflow_dsl import LambdaFunction, LambdaTask, SnsPublish, Table, Topic, Workflow


class Order(BaseModel):
    total: int


orders = Table("Orders", key="orderId")
told = Topic("Told")
charge = LambdaFunction(
    "ChargeOrder",
    handler="lambdas.shop.charge.handler",
    input=Order,
    output=Order,
    grants=[orders.grant("dynamodb:PutItem")],
)
workflow = Workflow("Shop", input=Order)
workflow.steps = [
    LambdaTask("Charge", charge, payload=workflow.input),
    SnsPublish("Tell", told, message="done"),
]
"""


def explain(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "workflow_dsl", "explain", "iam", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "definitions" / "shop").mkdir(parents=True)
    (tmp_path / "definitions" / "shop" / "workflow.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


def line(text: str) -> int:
    return next(at for at, written in enumerate(DEFINITION.splitlines(), 1) if text in written)


def test_a_statement_is_told_with_the_state_and_the_line_that_needs_it(project: Path) -> None:
    done = explain("shop", folder=project)

    assert done.returncode == 0, done.stderr
    told = [text.strip() for text in done.stdout.splitlines()]
    at = told.index("lambda:InvokeFunction on LambdaFunctionChargeOrder:*")
    place = f"definitions/shop/workflow.py:{line('LambdaTask(')}:5"
    assert told[at + 1] == f'state "Charge" calls lambda:invoke  {place}'


def test_a_role_that_is_passed_on_is_told_with_the_service_that_takes_it(project: Path) -> None:
    run = 'AwsTask("Run", service="ecs", action="RunTask", arguments={"TaskDefinition": "settle"})'
    written = DEFINITION.replace("import LambdaFunction", "import AwsTask, LambdaFunction")
    written = written.replace('SnsPublish("Tell"', f'{run},\n    SnsPublish("Tell"')
    (project / "definitions" / "shop" / "workflow.py").write_text(written, encoding="utf-8")

    text, data = explain("shop", folder=project), explain("shop", "--format", "json", folder=project)

    assert "  iam:PassRole on *, to ecs-tasks.amazonaws.com alone\n" in text.stdout
    passed = [each.get("passedTo") for role in json.loads(data.stdout) for each in role["statements"]]
    assert [service for service in passed if service] == ["ecs-tasks.amazonaws.com"]


def test_a_grant_is_told_with_the_line_on_which_it_is_granted(project: Path) -> None:
    done = explain("shop", "--role", "ChargeOrder", folder=project)

    first, statement, reason, *_ = done.stdout.splitlines()
    assert first == 'ChargeOrder: function, role IAMRoleChargeOrder, called by state "Charge"'
    assert statement == "  dynamodb:PutItem on DynamoDBTableOrders"
    assert f"definitions/shop/workflow.py:{line('orders.grant')}:" in reason


def test_an_unknown_role_is_refused_with_those_that_there_are(project: Path) -> None:
    done = explain("shop", "--role", "ChargeOder", folder=project)

    assert done.returncode == 2
    assert done.stderr == 'workflow-dsl: no role is named "ChargeOder"; there are Shop, ChargeOrder\n'


def test_what_is_explained_is_what_the_template_allows() -> None:
    done = explain("payments", "--format", "json", folder=ROOT)
    template = read_template((ROOT / "infra/payments/template.yaml").read_text(encoding="utf-8"))

    explained = {
        role["role"]: {action for statement in role["statements"] for action in statement["actions"]}
        for role in json.loads(done.stdout)
    }
    assert explained == {role: _allowed(template, role) for role in explained}


def _allowed(template: dict[str, Any], role: str) -> set[str]:
    (managed,) = template["Resources"][role]["Properties"]["ManagedPolicyArns"]
    statements = template["Resources"][managed["Ref"]]["Properties"]["PolicyDocument"]["Statement"]
    listed = [each["Action"] if isinstance(each["Action"], list) else [each["Action"]] for each in statements]
    return {action for actions in listed for action in actions}
