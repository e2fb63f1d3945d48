"""No managed policy is too long for IAM, and what a role may do is the same however many there are."""

import json
from typing import Any

import pytest

from tests.stack.long_program import calling
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.permissions import Adjustments, Statement, Target
from workflow_dsl.stack import StackOptions, Template, build_template
from workflow_dsl.stack.policies import share_out

ARN = "arn:aws-us-gov:lambda:ap-northeast-1:123456789012:function:" + "x" * 64


def policies(template: Template) -> dict[str, Any]:
    """The machine's managed policies, by logical id, as its role names them."""
    named = template.resources["IAMRoleLong"]["Properties"]["ManagedPolicyArns"]
    return {each["Ref"]: template.resources[each["Ref"]]["Properties"]["PolicyDocument"] for each in named}


def resolved(document: Any) -> str:
    """The policy as IAM gets it, every ARN of a function as long as it can be."""
    if isinstance(document, dict):
        if "Fn::GetAtt" in document:
            return json.dumps(ARN)
        if "Fn::Sub" in document:
            name, _, below = document["Fn::Sub"].partition(".Arn}")
            return json.dumps(ARN + below if name.startswith("${LambdaFunction") else "x" * 230)
        return "{" + ",".join(f"{json.dumps(key)}:{resolved(each)}" for key, each in document.items()) + "}"
    if isinstance(document, list):
        return f"[{','.join(map(resolved, document))}]"
    return json.dumps(document)


@pytest.mark.parametrize("how_many", [30, 50, 95])
def test_a_machine_of_many_functions_has_as_many_policies_as_iam_asks_for(how_many: int) -> None:
    program, code = calling(how_many)

    found = policies(build_template(program, code))

    assert (
        list(found)[:3]
        == ["IAMManagedPolicyLong", "IAMManagedPolicyLongPart2", "IAMManagedPolicyLongPart3"][: len(found)]
    )
    assert all(len(resolved(document)) <= 6144 for document in found.values())
    invoked = [
        on["Fn::Sub"]
        for document in found.values()
        for statement in document["Statement"]
        if statement["Action"] == "lambda:InvokeFunction"
        for on in statement["Resource"]
    ]
    assert invoked == [f"${{{each.logical_id}.Arn}}:*" for each in program.functions]


def test_one_policy_is_enough_for_few_functions() -> None:
    program, code = calling(30)

    assert list(policies(build_template(program, code))) == ["IAMManagedPolicyLong"]


def test_fifty_functions_do_not_fit_into_one_policy() -> None:
    """The test of the test: put together, IAM would refuse them."""
    program, code = calling(50)

    found = policies(build_template(program, code))

    together = {"Version": "2012-10-17", "Statement": [each for one in found.values() for each in one["Statement"]]}
    assert len(found) == 2
    assert len(resolved(together)) > 6144


def test_actions_are_shared_out_where_there_is_one_resource() -> None:
    actions = [f"dynamodb:Action{at:04}" for at in range(600)]

    shared = share_out([{"Effect": "Allow", "Action": actions, "Resource": "*"}])

    assert [action for policy in shared for each in policy for action in each["Action"]] == actions
    assert all(len(resolved({"Version": "2012-10-17", "Statement": policy})) <= 6144 for policy in shared)


def test_what_is_small_fills_what_is_left_of_an_earlier_policy() -> None:
    large = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["x" * 2000, "y" * 2000]}
    small = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "z" * 1000}

    assert share_out([large, large, small]) == [[large, small], [large]]


@pytest.mark.parametrize("owner", ["StepFunctionsStateMachineLong", "LambdaFunctionFunctionOfTwentyEightLetters0"])
def test_a_role_of_more_than_ten_policies_is_refused(owner: str) -> None:
    program, code = calling(1)
    objects = tuple(Target("", f"arn:aws:s3:::{at:04}{'x' * 56}/*") for at in range(1000))
    wider = Adjustments(add={owner: (Statement(("s3:GetObject",), objects, "prices of many shops"),)})

    with pytest.raises(FindingsError) as refused:
        build_template(program, code, StackOptions(adjustments=wider))

    (finding,) = refused.value.findings
    assert finding.code == "WF735"
    assert finding.message.endswith("may do fills 14 managed policies, and a role takes 10")
