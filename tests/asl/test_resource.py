"""What a Resource says: service, action and pattern, or a function, or an activity."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.asl.corpus import ABSENT, samples
from workflow_dsl import asl
from workflow_dsl.asl import resource
from workflow_dsl.asl.resource import (
    Activity,
    LambdaArn,
    OtherResource,
    Pattern,
    SdkTask,
    ServiceTask,
    Substitution,
    find_service,
    parse,
)
from workflow_dsl.asl.resource.tables import table
from workflow_dsl.diagnostics import FindingsError

KINDS = [
    ("arn:aws:states:::lambda:invoke", ServiceTask("lambda", "invoke")),
    ("arn:aws:states:::lambda:invoke.waitForTaskToken", ServiceTask("lambda", "invoke", Pattern.CALLBACK)),
    ("arn:aws:states:::states:startExecution.sync:2", ServiceTask("states", "startExecution", Pattern.SYNC_2)),
    (
        "arn:aws-cn:states:::emr-containers:startJobRun.sync",
        ServiceTask("emr-containers", "startJobRun", Pattern.SYNC, "aws-cn"),
    ),
    ("arn:${AWS::Partition}:states:::sns:publish", ServiceTask("sns", "publish", partition="${AWS::Partition}")),
    ("arn:aws-us-gov:states:::aws-sdk:s3:getObject", SdkTask("s3", "getObject", partition="aws-us-gov")),
    (
        "arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken",
        SdkTask("sfn", "startExecution", Pattern.CALLBACK),
    ),
    ("arn:aws:lambda:eu-west-1:123456789012:function:charge", LambdaArn("charge", None, "eu-west-1", "123456789012")),
    (
        "arn:aws:lambda:eu-west-1:123456789012:function:charge:live",
        LambdaArn("charge", "live", "eu-west-1", "123456789012"),
    ),
    ("arn:aws:lambda:::function:charge:$LATEST", LambdaArn("charge", "$LATEST")),
    (
        "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:x",
        LambdaArn("x", None, "${AWS::Region}", "${AWS::AccountId}"),
    ),
    ("arn:aws:states:us-east-1:123456789012:activity:pack", Activity("pack", "us-east-1", "123456789012")),
    ("${ChargeFunctionArn}", Substitution("ChargeFunctionArn")),
    ("${Charge.Arn}:live", OtherResource("${Charge.Arn}:live")),
    ("arn:aws:swf:us-east-1:123456789012:task:X", OtherResource("arn:aws:swf:us-east-1:123456789012:task:X")),
    ("arn:aws:states:::lambda:invoke.sink", OtherResource("arn:aws:states:::lambda:invoke.sink")),
    ("arn:aws:states:::lambda", OtherResource("arn:aws:states:::lambda")),
    ("", OtherResource("")),
]


@pytest.mark.parametrize(("text", "value"), KINDS)
def test_a_resource_is_read_as_what_it_is(text: str, value: resource.Resource) -> None:
    found = parse(text)
    assert (type(found), found) == (type(value), value)
    assert str(value) == text


@pytest.mark.skipif(not samples(), reason=ABSENT)
def test_every_published_resource_keeps_its_text() -> None:
    kinds = set()
    for sample in samples():
        try:
            machine = asl.read(sample.text, file=sample.name)
        except FindingsError:
            continue
        for _, state in asl.walk(machine):
            if isinstance(state, asl.Task):
                assert str(parse(state.Resource)) == state.Resource
                kinds.add(type(parse(state.Resource)))
    assert len(kinds) == 6


def test_the_table_says_which_patterns_a_service_supports() -> None:
    assert resource.patterns("sqs", "sendMessage") == {Pattern.REQUEST_RESPONSE, Pattern.CALLBACK}
    assert resource.patterns("glue", "startJobRun") == {Pattern.REQUEST_RESPONSE, Pattern.SYNC}
    assert Pattern.SYNC_2 in resource.patterns("states", "startExecution")
    assert resource.patterns("sqs", "sendMessages") == frozenset()
    assert resource.patterns("sqsx", "sendMessage") == frozenset()
    assert "sendMessage" in resource.action_names("sqs")


def test_only_nested_executions_have_the_second_sync() -> None:
    second = {
        (service, action)
        for service in resource.service_names()
        for action in resource.action_names(service)
        if Pattern.SYNC_2 in resource.patterns(service, action)
    }
    assert second == {("states", "startExecution")}


def test_sdk_operations_are_spelled_as_state_machines_spell_them() -> None:
    service = find_service("dynamodb")
    assert service is not None
    operation = service.operation("putItem")
    assert operation is not None
    assert operation.required == ("TableName", "Item")
    assert "ConditionalCheckFailedException" in operation.errors
    assert "putItem" in service.operation_names
    assert service.operation("putItems") is None
    assert service.operation("PutItem") == operation


def test_arguments_begin_with_a_capital_letter_even_where_the_service_does_not() -> None:
    service = find_service("codebuild")
    assert service is not None
    operation = service.operation("startBuild")
    assert operation is not None
    assert operation.required == ("ProjectName",)


def test_a_token_that_the_sdk_makes_up_is_not_asked_for() -> None:
    service = find_service("emrserverless")
    assert service is not None
    operation = service.operation("startJobRun")
    assert operation is not None
    assert operation.required == ("ApplicationId", "ExecutionRoleArn")
    assert "ClientToken" in operation.arguments


def test_errors_have_the_names_that_are_reported() -> None:
    service = find_service("s3")
    assert service is not None
    operation = service.operation("getObject")
    assert operation is not None
    assert "NoSuchKeyException" in operation.errors


def test_services_have_the_names_of_sdk_integrations() -> None:
    names = resource.sdk_service_names()
    assert {"sfn", "cloudwatchlogs", "cognitoidentityprovider", "eventbridge", "config", "sesv2"} <= set(names)
    assert find_service("stepfunctions") is None


def test_every_service_of_the_table_has_a_model() -> None:
    missing = [name for name in ("sfn", "config", "directory", "iotdataplane", "xray") if find_service(name) is None]
    assert missing == []


def test_the_models_are_read_without_importing_botocore() -> None:
    code = (
        "import sys; from workflow_dsl import asl; asl.resource.find_service('sqs'); print('botocore' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_error_names_say_what_a_catcher_can_match() -> None:
    errors = resource.error_names()
    assert errors["States.ALL"].wildcard
    assert not errors["States.Runtime"].catchable
    assert errors["States.NoChoiceMatched"].reported_by == ("Choice",)


def test_error_names_are_reported_by_states_that_exist() -> None:
    kinds = {"Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"}
    for error in resource.error_names().values():
        assert kinds.issuperset(error.reported_by), error.name


def test_limits_are_numbers_with_their_meaning() -> None:
    assert resource.limit("payload_bytes") == 256 * 1024
    assert resource.limit("history_events") == 25_000
    assert all(row["what"] and row["value"] > 0 for row in table("limits")["limits"].values())


@pytest.mark.parametrize("name", ["integrations", "error_names", "limits", "sdk_services"])
def test_every_table_names_its_sources(name: str) -> None:
    assert all(source.startswith("https://") for source in table(name)["sources"])
