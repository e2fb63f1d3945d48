"""A good template has no fault; each fault put into it is found by the rule meant for it, and by no other."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from workflow_dsl.program import Program
from workflow_dsl.stack import build_template
from workflow_dsl.stack.faults import find_faults

Mutation = Callable[[dict[str, Any]], None]

MACHINE = "StepFunctionsStateMachineOrders"
TABLE = "DynamoDBTableOrders"
ALERTS = "SNSTopicAlerts"


def setting(logical_id: str, *path: str | int, to: Any) -> Mutation:
    """Puts a value where another was."""

    def mutate(resources: dict[str, Any]) -> None:
        at = resources[logical_id]
        for key in path[:-1]:
            at = at[key]
        assert at.get(path[-1]) != to if isinstance(at, dict) else at[path[-1]] != to
        at[path[-1]] = to

    return mutate


def without(logical_id: str, *path: str | int) -> Mutation:
    """Removes what stands at a path; the resource itself where there is none."""

    def mutate(resources: dict[str, Any]) -> None:
        at: Any = resources
        for key in (logical_id, *path)[:-1]:
            at = at[key]
        del at[(logical_id, *path)[-1]]

    return mutate


def without_statement(logical_id: str, *words: str, document: str = "PolicyDocument") -> Mutation:
    """Removes the one statement of a policy in which all the words stand."""

    def mutate(resources: dict[str, Any]) -> None:
        statements = resources[logical_id]["Properties"][document]["Statement"]
        (found,) = [each for each in statements if all(word in json.dumps(each) for word in words)]
        statements.remove(found)

    return mutate


def in_statement(logical_id: str, word: str, key: str, value: Any, document: str = "PolicyDocument") -> Mutation:
    """Sets a key of the one statement in which the word stands; None removes it."""

    def mutate(resources: dict[str, Any]) -> None:
        statements = resources[logical_id]["Properties"][document]["Statement"]
        (found,) = [each for each in statements if word in json.dumps(each)]
        found.pop(key, None) if value is None else found.__setitem__(key, value)

    return mutate


def unpinned(resources: dict[str, Any]) -> None:
    substitutions = resources[MACHINE]["Properties"]["DefinitionSubstitutions"]
    substitutions["LambdaFunctionCheckOrder"] = {"Fn::GetAtt": ["LambdaFunctionCheckOrder", "Arn"]}


def dashboard_with(change: Callable[[str], str]) -> Mutation:
    def mutate(resources: dict[str, Any]) -> None:
        properties = resources["CloudWatchDashboard"]["Properties"]
        before = properties["DashboardBody"]["Fn::Sub"]
        properties["DashboardBody"] = {"Fn::Sub": change(before)}
        assert properties["DashboardBody"]["Fn::Sub"] != before

    return mutate


def without_alarm(logical_id: str) -> Mutation:
    """Removes an alarm, and its ARN from the dashboard."""

    def mutate(resources: dict[str, Any]) -> None:
        del resources[logical_id]
        dashboard_with(lambda body: body.replace(f'"${{{logical_id}.Arn}}"', '""'))(resources)

    return mutate


P = "Properties"
FAULTS: dict[str, tuple[Mutation, str, str]] = {
    "an Express machine": (setting(MACHINE, P, "StateMachineType", to="EXPRESS"), "WF702", MACHINE),
    "a machine that logs errors only": (
        setting(MACHINE, P, "LoggingConfiguration", "Level", to="ERROR"),
        "WF703",
        MACHINE,
    ),
    "a machine without a log": (without(MACHINE, P, "LoggingConfiguration"), "WF703", MACHINE),
    "execution data in the log": (
        setting(MACHINE, P, "LoggingConfiguration", "IncludeExecutionData", to=True),
        "WF704",
        MACHINE,
    ),
    "requests in the API's log": (
        setting("ApiGatewayStageOrdersApi", P, "MethodSettings", 0, "DataTraceEnabled", to=True),
        "WF704",
        "ApiGatewayStageOrdersApi",
    ),
    "an untraced machine": (setting(MACHINE, P, "TracingConfiguration", "Enabled", to=False), "WF705", MACHINE),
    "an untraced function": (
        without("LambdaFunctionStoreOrder", P, "TracingConfig"),
        "WF705",
        "LambdaFunctionStoreOrder",
    ),
    "code that changes under running executions": (unpinned, "WF706", MACHINE),
    "an unencrypted topic": (without(ALERTS, P, "KmsMasterKeyId"), "WF707", ALERTS),
    "an unencrypted queue": (without("SQSQueueParked", P, "KmsMasterKeyId"), "WF707", "SQSQueueParked"),
    "a table with AWS's key": (without(TABLE, P, "SSESpecification", "KMSMasterKeyId"), "WF707", TABLE),
    "an unencrypted log": (without("LogsLogGroupOrders", P, "KmsKeyId"), "WF707", "LogsLogGroupOrders"),
    "a machine without a key": (without(MACHINE, P, "EncryptionConfiguration"), "WF707", MACHINE),
    "a key that stays the same": (
        setting("KMSKeyEncryption", P, "EnableKeyRotation", to=False),
        "WF707",
        "KMSKeyEncryption",
    ),
    "a topic without TLS": (without_statement("SNSTopicPolicyAlerts", "aws:SecureTransport"), "WF708", ALERTS),
    "a queue without TLS": (without("SQSQueuePolicyParked"), "WF708", "SQSQueueParked"),
    "an API for everybody": (
        in_statement("ApiGatewayRestApiOrdersApi", "Invoke", "Principal", "*", "Policy"),
        "WF709",
        "ApiGatewayRestApiOrdersApi",
    ),
    "a key for everybody": (
        in_statement("KMSKeyEncryption", "kms:*", "Principal", {"AWS": "*"}, "KeyPolicy"),
        "WF709",
        "KMSKeyEncryption",
    ),
    "alerts that anybody in the account may send": (
        without_statement("SNSTopicPolicyAlerts", "aws:PrincipalArn"),
        "WF710",
        ALERTS,
    ),
    "alerts that anybody may subscribe to": (
        without_statement("SNSTopicPolicyAlerts", "sns:Subscribe"),
        "WF710",
        ALERTS,
    ),
    "all actions on the table": (
        in_statement("IAMManagedPolicyStoreOrder", "dynamodb", "Action", "dynamodb:*"),
        "WF711",
        "IAMManagedPolicyStoreOrder",
    ),
    "every table": (
        in_statement("IAMManagedPolicyStoreOrder", "dynamodb", "Resource", "*"),
        "WF711",
        "IAMManagedPolicyStoreOrder",
    ),
    "every function": (
        in_statement("IAMManagedPolicyOrders", "InvokeFunction", "Resource", "*"),
        "WF711",
        "IAMManagedPolicyOrders",
    ),
    "a role trusted for any account": (
        in_statement("IAMRoleOrders", "sts:AssumeRole", "Condition", None, "AssumeRolePolicyDocument"),
        "WF712",
        "IAMRoleOrders",
    ),
    "a function that any rule may invoke": (
        without("LambdaPermissionReconcile", P, "SourceArn"),
        "WF713",
        "LambdaPermissionReconcile",
    ),
    "a table that goes with the stack": (without(TABLE, "DeletionPolicy"), "WF714", TABLE),
    "a table that is replaced by an empty one": (setting(TABLE, "UpdateReplacePolicy", to="Delete"), "WF714", TABLE),
    "a queue that goes with the stack": (without("SQSQueueParked", "DeletionPolicy"), "WF714", "SQSQueueParked"),
    "a table without a past": (without(TABLE, P, "PointInTimeRecoverySpecification"), "WF715", TABLE),
    "a table that one call deletes": (setting(TABLE, P, "DeletionProtectionEnabled", to=False), "WF715", TABLE),
    "a log that is kept for ever": (
        without("LogsLogGroupCheckOrder", P, "RetentionInDays"),
        "WF716",
        "LogsLogGroupCheckOrder",
    ),
    "a function that loses events": (
        without("LambdaFunctionStartOrder", P, "DeadLetterConfig"),
        "WF717",
        "LambdaFunctionStartOrder",
    ),
    "a rule that loses events": (
        without("EventsRuleOrderRequested", P, "Targets", 0, "DeadLetterConfig"),
        "WF717",
        "EventsRuleOrderRequested",
    ),
    "an unsigned API": (
        setting("ApiGatewayMethodOrdersApi", P, "AuthorizationType", to="NONE"),
        "WF718",
        "ApiGatewayMethodOrdersApi",
    ),
    "an API without a policy": (
        without("ApiGatewayRestApiOrdersApi", P, "Policy"),
        "WF718",
        "ApiGatewayRestApiOrdersApi",
    ),
    "bodies that nobody validates": (
        without("ApiGatewayMethodOrdersApi", P, "RequestValidatorId"),
        "WF719",
        "ApiGatewayMethodOrdersApi",
    ),
    "a validator that validates nothing": (
        setting("ApiGatewayRequestValidatorOrdersApi", P, "ValidateRequestBody", to=False),
        "WF719",
        "ApiGatewayMethodOrdersApi",
    ),
    "an API that logs no access": (
        without("ApiGatewayStageOrdersApi", P, "AccessLogSetting"),
        "WF720",
        "ApiGatewayStageOrdersApi",
    ),
    "an API without throttling": (
        without("ApiGatewayStageOrdersApi", P, "MethodSettings", 0, "ThrottlingBurstLimit"),
        "WF720",
        "ApiGatewayStageOrdersApi",
    ),
    "no alarm on failures": (without_alarm("CloudWatchAlarmExecutionsFailed"), "WF721", MACHINE),
    "an alarm on another metric": (
        setting("CloudWatchAlarmExecutionsTimedOut", P, "MetricName", to="ExecutionsStarted"),
        "WF721",
        MACHINE,
    ),
    "no alarm on dead letters": (without_alarm("CloudWatchAlarmDeadLetters"), "WF721", "SQSQueueDeadLetters"),
    "an alarm that tells nobody": (
        without("CloudWatchAlarmParked", P, "AlarmActions"),
        "WF722",
        "CloudWatchAlarmParked",
    ),
    "a dashboard that is not JSON": (
        dashboard_with(lambda body: body.replace("]}", "}", 1)),
        "WF723",
        "CloudWatchDashboard",
    ),
    "a dashboard without its machine": (
        dashboard_with(lambda body: body.replace("AWS/States", "AWS/State")),
        "WF723",
        "CloudWatchDashboard",
    ),
    "a dashboard of what is not there": (
        dashboard_with(lambda body: body.replace("SQSQueueParked.", "SQSQueueGone.")),
        "WF723",
        "CloudWatchDashboard",
    ),
}


@pytest.fixture
def template(program: Program, code: Callable[[Program], Mapping[str, str]]) -> dict[str, Any]:
    """A good template, to be spoilt."""
    copy: dict[str, Any] = json.loads(json.dumps(build_template(program, code(program)).to_json()))
    return copy


def test_a_generated_template_has_no_fault(template: dict[str, Any]) -> None:
    assert find_faults(template) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_the_rule_meant_for_it(template: dict[str, Any], fault: str) -> None:
    mutate, code, logical_id = FAULTS[fault]

    mutate(template["Resources"])

    found = {(each.code, each.logical_id) for each in find_faults(template)}
    assert found == {(code, logical_id)}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_what_to_write_instead(template: dict[str, Any], fault: str) -> None:
    FAULTS[fault][0](template["Resources"])

    assert all(each.message and each.instead for each in find_faults(template))
