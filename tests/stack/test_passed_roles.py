"""Roles that a task hands on."""

from workflow_dsl.asl import from_json
from workflow_dsl.program import Program
from workflow_dsl.stack import build_template

ROLE = "arn:aws:iam::111122223333:role/runs"
JOB = {
    "Type": "Task",
    "Resource": "arn:aws:states:::emr-serverless:startJobRun.sync",
    "Arguments": {"ApplicationId": "00f1", "ExecutionRoleArn": ROLE},
    "End": True,
}


def test_a_role_is_passed_to_its_service_alone() -> None:
    program = Program("Nightly", from_json({"QueryLanguage": "JSONata", "StartAt": "Run", "States": {"Run": JOB}}))

    resources = build_template(program, {}).resources

    statements = resources["IAMManagedPolicyNightly"]["Properties"]["PolicyDocument"]["Statement"]
    (passing,) = [each for each in statements if each["Action"] == "iam:PassRole"]
    assert passing == {
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": ROLE,
        "Condition": {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}},
    }
    assert all("Condition" not in each for each in statements if each is not passing)


def test_passing_to_one_service_is_not_merged_with_passing_to_another() -> None:
    train = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createModel",
        "Arguments": {"ModelName": "scores", "ExecutionRoleArn": ROLE},
        "Next": "Run",
    }
    states = {"QueryLanguage": "JSONata", "StartAt": "Train", "States": {"Train": train, "Run": JOB}}

    resources = build_template(Program("Nightly", from_json(states)), {}).resources

    statements = resources["IAMManagedPolicyNightly"]["Properties"]["PolicyDocument"]["Statement"]
    passed = [each["Condition"]["StringEquals"] for each in statements if each["Action"] == "iam:PassRole"]
    assert passed == [
        {"iam:PassedToService": service} for service in ("sagemaker.amazonaws.com", "emr-serverless.amazonaws.com")
    ]
