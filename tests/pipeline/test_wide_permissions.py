"""A step whose call the machine's role may make on everything is told where it is written, before there is a stack."""

from pathlib import Path

import pytest

from workflow_dsl.pipeline.check_targets import check_targets
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.project import find_definitions

DEFINITION = """\
from dataclasses import replace
from datetime import timedelta

from workflow_dsl import Adjustments, AwsTask, Retry, StackOptions, Statement, Table, Target, Workflow, errors

orders = Table("Orders", key="orderId")
put = AwsTask(REASON
    "Put", service="SERVICE", action="ACTION", arguments=ARGUMENTS,
    retry=[Retry(errors.ALL)], timeout=timedelta(seconds=5), GRANTS
)
workflow = Workflow("Shop", steps=[put], includes=[orders])


def narrow(owner: str, statement: Statement) -> Statement | None:
    fee = Target("", "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/shop/fee")
    return replace(statement, resources=(fee,)) if statement.actions == ("ssm:PutParameter",) else statement


stack = StackOptions(ADJUSTMENTS)
"""
PARAMETER = {"SERVICE": "ssm", "ACTION": "PutParameter", "ARGUMENTS": '{"Name": "/shop/fee", "Value": "3"}'}
ITEM = {
    "SERVICE": "dynamodb",
    "ACTION": "DeleteItem",
    "ARGUMENTS": '{"TableName": "o", "Key": {"orderId": {"S": "o"}}}',
}
REST = {"REASON": "", "GRANTS": "", "ADJUSTMENTS": ""}


def told(folder: Path, **words: str) -> list[str]:
    """What both commands say of the permissions of this definition; they say the same."""
    text = DEFINITION
    for name, value in (PARAMETER | REST | words).items():
        text = text.replace(name, value)
    (folder / "definitions").mkdir()
    (folder / "definitions" / "shop.py").write_text(text, encoding="utf-8")
    (definition,) = find_definitions(["shop"], folder)

    compiled = [finding.render(str(folder)) for finding in compile_machine(definition).advice]

    assert compiled == [finding.render(str(folder)) for finding in check_targets(["shop"], folder).findings]
    return compiled


def test_a_call_on_everything_is_told_at_its_step_with_every_way_out(tmp_path: Path) -> None:
    (finding,) = told(tmp_path)

    assert finding == (
        "definitions/shop.py:7:7: WF711 warning: the machine's role may ssm:PutParameter on everything, since state "
        '"Put" calls aws-sdk:ssm:putParameter; name a resource of the stack in the step, add grants=[table.grant(...)] '
        "to it, or narrow what is no resource of the stack: StackOptions(adjustments=Adjustments(narrow=...)); an "
        "action for which IAM takes no resource is left with # wf: ignore[WF711] and a reason"
    )


WAYS = {
    "a resource of the stack": ITEM | {"ARGUMENTS": ITEM["ARGUMENTS"].replace('"o",', "orders,")},
    "a grant": ITEM | {"GRANTS": 'grants=[orders.grant("dynamodb:DeleteItem")]'},
    "narrowed": {"ADJUSTMENTS": "adjustments=Adjustments(narrow=narrow)"},
    "left with a reason": {"REASON": "  # wf: ignore[WF711] every parameter is the shop's"},
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_out_is_one(way: str, tmp_path: Path) -> None:
    assert told(tmp_path, **WAYS[way]) == []
