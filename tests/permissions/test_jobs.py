"""What jobs need: the permissions of AWS's manual for every optimized integration, and roles that are handed on."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.asl.resource import action_names, find_service, patterns, service_names
from workflow_dsl.permissions import ANYTHING, Adjustments, Statement, Target, derive_statements, machine_id
from workflow_dsl.permissions.tables import table
from workflow_dsl.pipeline.check_targets import check_targets
from workflow_dsl.program import Program

Needs = Callable[[Program], list[Statement]]
ProgramOf = Callable[..., Program]
TaskOf = Callable[..., dict[str, Any]]
Called = Callable[..., dict[str, tuple[list[Target], str]]]

ROLE = "arn:aws:iam::111122223333:role/runs"
OTHER = "arn:aws:iam::111122223333:role/pulls"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:pay-a1b2c3"
ECS = "ecs-tasks.amazonaws.com"
PASS = "iam:PassRole"


def own(service: str, resource: str) -> Target:
    return Target("", f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")


@pytest.fixture
def called(needs: Needs, program_of: ProgramOf, task: TaskOf) -> Called:
    """For each action of a task its resources, and the service that roles are passed to."""

    def actions(resource: str, **arguments: Any) -> dict[str, tuple[list[Target], str]]:
        statements = needs(program_of(task(resource, **arguments)))
        return {action: (list(each.resources), each.passed_to) for each in statements for action in each.actions}

    return actions


# Of Kubernetes, not of IAM; and the fields of a distributed Map.
WITHOUT = {"eks:call", "eks:runJob", "s3:getObject", "s3:listObjectsV2", "s3:putObject"}
INTEGRATIONS = [
    f"{service}:{action}{pattern.value}"
    for service in service_names()
    for action in action_names(service)
    for pattern in patterns(service, action)
    if f"{service}:{action}" not in WITHOUT
]


@pytest.mark.parametrize("integration", sorted(INTEGRATIONS))
def test_every_optimized_integration_may_do_what_it_is_for(integration: str, called: Called) -> None:
    found = called(integration)

    assert found
    job, waits = (r"\.sync", ":StopBuild|:Describe|:Get|:List|:Stop|:BatchGet|:Terminate|:Cancel")
    if re.search(job, integration):
        assert any(re.search(waits, action) for action in found), "a job that is waited for is looked at"


REVISED = "task-definition/settle:*"
HANDED: dict[str, tuple[str, dict[str, Any], dict[str, tuple[list[Target], str]]]] = {
    "a task definition's roles are not known here": (
        "ecs:runTask",
        {"TaskDefinition": "settle"},
        {"ecs:RunTask": ([own("ecs", REVISED)], ""), PASS: ([ANYTHING], ECS)},
    ),
    "roles that override them are": (
        "ecs:runTask.waitForTaskToken",
        {"TaskDefinition": "settle:3", "Overrides": {"TaskRoleArn": ROLE, "ExecutionRoleArn": OTHER}},
        {
            "ecs:RunTask": ([own("ecs", "task-definition/settle:3")], ""),
            PASS: ([Target("", ROLE), Target("", OTHER)], ECS),
        },
    ),
    "the SDK's call hands them on as well": (
        "aws-sdk:ecs:runTask",
        {"TaskDefinition": "settle", "Tags": []},
        {"ecs:RunTask": ([ANYTHING], ""), PASS: ([ANYTHING], ECS), "ecs:TagResource": ([own("ecs", "task/*")], "")},
    ),
    "a training job's is its argument": (
        "sagemaker:createModel",
        {"ModelName": "Scores", "ExecutionRoleArn": ROLE},
        {
            "sagemaker:CreateModel": ([own("sagemaker", "model/scores")], ""),
            "sagemaker:ListTags": ([own("sagemaker", "*")], ""),
            PASS: ([Target("", ROLE)], "sagemaker.amazonaws.com"),
        },
    ),
    "a cluster's are names, and one of them need not be there": (
        "elasticmapreduce:createCluster",
        {"Name": "nightly", "ServiceRole": "EMR", "JobFlowRole": "EC2"},
        {
            "elasticmapreduce:RunJobFlow": ([ANYTHING], ""),
            PASS: (
                [
                    Target("", f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{name}")
                    for name in ("EMR", "EC2")
                ],
                "",
            ),
        },
    ),
    "a schedule's is inside of its target": (
        "aws-sdk:scheduler:createSchedule",
        {"Name": "remind", "Target": {"Arn": "arn:aws:sqs:eu-west-1:111122223333:q", "RoleArn": ROLE}},
        {
            "scheduler:CreateSchedule": ([ANYTHING], ""),
            PASS: ([Target("", ROLE)], "scheduler.amazonaws.com"),
        },
    ),
    "a database of the Data API is opened with a secret": (
        "aws-sdk:rdsdata:executeStatement",
        {"ResourceArn": "arn:aws:rds:eu-west-1:111122223333:cluster:pay", "SecretArn": SECRET, "Sql": "SELECT 1"},
        {
            "rds-data:ExecuteStatement": ([ANYTHING], ""),
            "secretsmanager:GetSecretValue": ([Target("", SECRET)], ""),
        },
    ),
    "a call that may do without one hands none on": (
        "aws-sdk:lambda:updateFunctionConfiguration",
        {"FunctionName": "score", "Timeout": 3},
        {"lambda:UpdateFunctionConfiguration": ([ANYTHING], "")},
    ),
}


@pytest.mark.parametrize("what", HANDED)
def test_a_role_or_a_secret_is_handed_on_where_the_arguments_say_so(what: str, called: Called) -> None:
    resource, arguments, expected = HANDED[what]

    assert called(resource, **arguments) == expected


def test_a_task_that_is_waited_for_can_be_looked_at_and_stopped(called: Called) -> None:
    found = called("ecs:runTask.sync", TaskDefinition="arn:aws:ecs:eu-west-1:111122223333:task-definition/settle")

    assert found["ecs:RunTask"][0] == [Target("", "arn:aws:ecs:eu-west-1:111122223333:task-definition/settle:*")]
    assert found["ecs:DescribeTasks"] == found["ecs:StopTask"] == ([own("ecs", "task/*")], "")
    assert found["events:PutRule"][0] == [own("events", "rule/StepFunctionsGetEventsForECSTaskRule")]


WHERE: dict[str, tuple[str, dict[str, Any], str, list[Target]]] = {
    "a job run below its application": (
        "emr-serverless:startJobRun.sync",
        {"ApplicationId": "00f1", "ExecutionRoleArn": ROLE},
        "emr-serverless:CancelJobRun",
        [own("emr-serverless", "/applications/00f1/jobruns/*")],
    ),
    "a group of nodes, of which one name is computed": (
        "eks:deleteNodegroup.sync",
        {"ClusterName": "night", "NodegroupName": "{% $group %}"},
        "eks:DescribeNodegroup",
        [own("eks", "nodegroup/night/*/*")],
    ),
    "a model": (
        "bedrock:invokeModel",
        {"ModelId": "amazon.nova-lite-v1:0"},
        "bedrock:InvokeModel",
        [Target("", "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/amazon.nova-lite-v1:0")],
    ),
    "a profile, and its model in every region": (
        "bedrock:invokeModel",
        {"ModelId": "eu.amazon.nova-lite-v1:0"},
        "bedrock:InvokeModel",
        [
            own("bedrock", "inference-profile/eu.amazon.nova-lite-v1:0"),
            Target("", "arn:${AWS::Partition}:bedrock:*::foundation-model/amazon.nova-lite-v1:0"),
        ],
    ),
    "a model that is computed": ("bedrock:invokeModel", {"ModelId": "{% $model %}"}, "bedrock:InvokeModel", [ANYTHING]),
    "what a model reads": (
        "bedrock:invokeModel",
        {"ModelId": "{% $model %}", "Input": {"S3Uri": "s3://prompts/today.json"}},
        "s3:GetObject",
        [Target("", "arn:${AWS::Partition}:s3:::prompts/today.json")],
    ),
    "what a query writes": (
        "athena:startQueryExecution",
        {"QueryString": "SELECT 1", "ResultConfiguration": {"OutputLocation": "s3://results/daily/"}},
        "s3:PutObject",
        [Target("", f"arn:${{AWS::Partition}}:s3:::results{below}") for below in ("", "/daily/*")],
    ),
}


@pytest.mark.parametrize("what", WHERE)
def test_a_job_may_act_on(what: str, called: Called) -> None:
    resource, arguments, action, targets = WHERE[what]

    assert called(resource, **arguments)[action][0] == targets


def test_narrowing_does_not_hand_a_role_to_another_service(program_of: ProgramOf, task: TaskOf) -> None:
    def anew(owner: str, statement: Statement) -> Statement:
        passes = statement.actions == (PASS,)
        return Statement(statement.actions, (Target("", ROLE),), statement.reason) if passes else statement

    program = program_of(task("ecs:runTask", TaskDefinition="settle"))
    statements = derive_statements(program, Adjustments(narrow=anew))[machine_id(program)]

    (handed,) = [each for each in statements if each.actions == (PASS,)]
    assert (handed.resources, handed.passed_to) == ((Target("", ROLE),), ECS)


SDK_NAMES = {"elasticmapreduce": None, "emr-containers": "emrcontainers", "emr-serverless": "emrserverless"}
"""The service of the SDK with the same arguments; None where the integration has arguments of its own."""
OWN_ARGUMENTS = {"bedrock:invokeModel": {"Input", "Output", "ModelId", "GuardrailIdentifier"}}


def machine_with(*actions: str) -> str:
    """A template whose machine asks Athena, and whose role allows these actions."""
    job = {
        "Type": "Task",
        "Resource": "arn:aws:states:::athena:startQueryExecution.sync",
        "Parameters": {"QueryString": "SELECT 1"},
        "TimeoutSeconds": 60,
        "Retry": [{"ErrorEquals": ["States.ALL"]}],
        "End": True,
    }
    statement = {"Effect": "Allow", "Action": actions, "Resource": "arn:aws:athena:eu-west-1:111122223333:workgroup/w"}
    policy = {"PolicyName": "own", "PolicyDocument": {"Statement": [statement]}}
    definition = {"StartAt": "Ask", "TimeoutSeconds": 90, "States": {"Ask": job}}
    machine = {"Definition": definition, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    resources = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy]}},
        "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine},
    }
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})


@pytest.mark.parametrize(
    ("actions", "missed"),
    [
        (("Start", "Stop", "Get"), []),
        (("Stop", "Get"), ["athena:StartQueryExecution"]),
    ],
)
def test_what_depends_on_the_query_is_not_missed_in_a_role(
    actions: tuple[str, ...], missed: list[str], tmp_path: Path
) -> None:
    """One that reads a single table needs little of what a query may need."""
    allowed = [f"athena:{action}QueryExecution" for action in actions]
    (tmp_path / "template.json").write_text(machine_with(*allowed, "athena:GetDataCatalog"), encoding="utf-8")

    found = check_targets(["template.json"], tmp_path).findings

    told = [finding.message for finding in found if finding.code == "WF724"]
    assert told == [f'"Ask" needs {action}, and the role of Machine does not allow it' for action in missed]


INSIDE = {
    "batch:registerJobDefinition": {"JobRoleArn", "ExecutionRoleArn"},
    "sagemaker:createHyperParameterTuningJob": {"RoleArn"},
    "scheduler:createSchedule": {"RoleArn"},
    "scheduler:updateSchedule": {"RoleArn"},
}
"""What is inside of another argument."""


@pytest.mark.parametrize("kind", ["tasks", "sdk"])
def test_the_arguments_that_the_table_reads_are_those_of_the_call(kind: str) -> None:
    for integration, rows in table("optimized")[kind].items():
        service, _, action = integration.removesuffix(".sync").partition(":")
        known = find_service(SDK_NAMES.get(service, service) or "")
        operation = known.operation(action) if known else None
        if operation is None or integration in OWN_ARGUMENTS:
            continue
        for row in rows:
            arns = row.get("arn", [])
            read = {*row.get("when", ()), *row.get("arguments", ()), *row.get("optional", ())}
            read |= set(re.findall(r"(?<!\$)\{(\w+)\}", " ".join([arns] if isinstance(arns, str) else arns)))
            assert read - set(operation.arguments) == INSIDE.get(integration.removesuffix(".sync"), set()) & read
