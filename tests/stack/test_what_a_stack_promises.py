"""What the README says of a generated stack, read from the templates of both examples."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.compile import compile_machine
from workflow_dsl.pipeline.stack_folder import compile_stack
from workflow_dsl.project import find_definitions

ROOT = Path(__file__).parents[2]
KEY = {"Fn::GetAtt": ["KMSKeyEncryption", "Arn"]}
KEPT = ("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::KMS::Key", "AWS::SecretsManager::Secret")
NAMED_WITHIN_ANOTHER = (
    "AWS::ApiGateway::Stage",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::StepFunctions::StateMachineAlias",
)
both = pytest.mark.parametrize("name", ["payments", "orders"])


@cache
def template(name: str) -> dict[str, Any]:
    (definition,) = find_definitions([name], ROOT)
    return read_template(compile_stack(compile_machine(definition)).template)


def of_type(name: str, kind: str) -> dict[str, dict[str, Any]]:
    """The properties of each resource of a type; there is at least one."""
    found = {
        logical_id: resource["Properties"]
        for logical_id, resource in template(name)["Resources"].items()
        if resource["Type"] == kind
    }
    assert found, kind
    return found


def only(name: str, kind: str) -> dict[str, Any]:
    (properties,) = of_type(name, kind).values()
    return properties


def denied_without_tls(policy: dict[str, Any]) -> bool:
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    return any(
        each["Effect"] == "Deny" and each["Principal"] == "*" and each.get("Condition") == plain
        for each in policy["PolicyDocument"]["Statement"]
    )


@both
def test_the_machine_is_standard_logged_without_data_traced_and_encrypted(name: str) -> None:
    machine = only(name, "AWS::StepFunctions::StateMachine")
    logging = machine["LoggingConfiguration"]
    ((group, attribute),) = (
        each["CloudWatchLogsLogGroup"]["LogGroupArn"]["Fn::GetAtt"] for each in logging["Destinations"]
    )

    assert machine["StateMachineType"] == "STANDARD"
    assert isinstance(machine["Definition"], dict)
    assert (logging["Level"], logging["IncludeExecutionData"], attribute) == ("ALL", False, "Arn")
    log = template(name)["Resources"][group]["Properties"]["LogGroupName"]
    assert log["Fn::Sub"].startswith("/aws/vendedlogs/states/${AWS::StackName}-")
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["EncryptionConfiguration"] == {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": KEY}


@both
def test_each_function_has_a_role_a_log_and_a_key_and_keeps_what_it_cannot_handle(name: str) -> None:
    functions = of_type(name, "AWS::Lambda::Function")
    logs = of_type(name, "AWS::Logs::LogGroup")
    secrets = of_type("payments", "AWS::SecretsManager::Secret").values()

    assert len({str(each["Role"]) for each in functions.values()}) == len(functions)
    assert len({each["LoggingConfig"]["LogGroup"]["Ref"] for each in functions.values()}) == len(functions)
    for function in functions.values():
        assert function["Runtime"] == "python3.14"
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert function["KmsKeyArn"] == KEY
        assert function["DeadLetterConfig"] == {"TargetArn": {"Fn::GetAtt": ["SQSQueueDeadLetters", "Arn"]}}
        assert function["LoggingConfig"]["LogGroup"]["Ref"] in logs
    assert all(secret["KmsKeyId"] == KEY for secret in secrets)
    assert all(log["KmsKeyId"] == KEY and log["RetentionInDays"] for log in logs.values())


@both
def test_tables_are_on_demand_encrypted_recoverable_and_protected_in_production(name: str) -> None:
    for table in of_type(name, "AWS::DynamoDB::Table").values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProduction", True, False]}


@both
def test_what_holds_data_outlives_its_stack(name: str) -> None:
    held = [each for each in template(name)["Resources"].values() if each["Type"] in KEPT]

    assert {each["Type"] for each in held} >= {"AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::KMS::Key"}
    assert {(each["DeletionPolicy"], each["UpdateReplacePolicy"]) for each in held} == {
        ("RetainExceptOnCreate", "Retain")
    }


@both
def test_topics_and_queues_are_encrypted_and_reached_by_tls_alone(name: str) -> None:
    for kind, policies, named in (("Topic", "TopicPolicy", "Topics"), ("Queue", "QueuePolicy", "Queues")):
        service = "SNS" if kind == "Topic" else "SQS"
        things = of_type(name, f"AWS::{service}::{kind}")
        guarded = {
            reference["Ref"]
            for policy in of_type(name, f"AWS::{service}::{policies}").values()
            if denied_without_tls(policy)
            for reference in policy[named]
        }
        assert guarded == set(things)
        assert all(thing["KmsMasterKeyId"] == KEY for thing in things.values())


@both
def test_no_other_queue_sends_to_a_queue_of_the_stack(name: str) -> None:
    for queue in of_type(name, "AWS::SQS::Queue").values():
        assert queue["RedriveAllowPolicy"] == {"redrivePermission": "denyAll"}


@both
def test_the_key_rotates_and_a_service_uses_it_under_a_condition_only(name: str) -> None:
    key = only(name, "AWS::KMS::Key")
    services = [each for each in key["KeyPolicy"]["Statement"] if "Service" in str(each["Principal"])]

    assert key["EnableKeyRotation"] is True
    assert len(services) > 2
    assert all(each.get("Condition") for each in services)


@both
def test_the_api_is_signed_validated_throttled_and_logged(name: str) -> None:
    method = only(name, "AWS::ApiGateway::Method")
    (validator,) = of_type(name, "AWS::ApiGateway::RequestValidator")
    (model,) = of_type(name, "AWS::ApiGateway::Model")
    stage = only(name, "AWS::ApiGateway::Stage")
    (settings,) = stage["MethodSettings"]

    assert method["AuthorizationType"] == "AWS_IAM"
    assert method["RequestValidatorId"] == {"Ref": validator}
    assert method["RequestModels"] == {"application/json": {"Ref": model}}
    assert only(name, "AWS::ApiGateway::RequestValidator")["ValidateRequestBody"] is True
    assert stage["AccessLogSetting"]["DestinationArn"]["Fn::GetAtt"][0] in of_type(name, "AWS::Logs::LogGroup")
    assert (settings["HttpMethod"], settings["ResourcePath"]) == ("*", "/*")
    assert stage["TracingEnabled"] is True
    assert 0 < settings["ThrottlingRateLimit"] <= settings["ThrottlingBurstLimit"]
    (allowed,) = only(name, "AWS::ApiGateway::RestApi")["Policy"]["Statement"]
    assert allowed["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}


def conditions_used(value: object) -> Iterator[str]:
    """The conditions that a template asks for, in intrinsic functions."""
    if isinstance(value, dict):
        if "Fn::If" in value:
            yield value["Fn::If"][0]
        for each in value.values():
            yield from conditions_used(each)
    elif isinstance(value, list):
        for each in value:
            yield from conditions_used(each)


@both
def test_environments_are_conditions_and_mappings_and_not_copies(name: str) -> None:
    whole = template(name)

    assert whole["Parameters"]["Environment"]["AllowedValues"] == ["dev", "test", "prod"]
    assert set(whole["Mappings"]["Environments"]) == {"dev", "test", "prod"}
    assert set(conditions_used(whole["Resources"])) == set(whole["Conditions"])
    assert not [logical_id for logical_id in whole["Resources"] if logical_id.lower().endswith(("dev", "test", "prod"))]


@both
def test_two_stacks_in_one_account_have_no_name_and_no_count_in_common(name: str) -> None:
    outer = [each for each in template(name)["Resources"].values() if each["Type"] not in NAMED_WITHIN_ANOTHER]
    named = [(key, value) for each in outer for key, value in each["Properties"].items() if key.endswith("Name")]
    counted = [
        ("Dimensions", each["Properties"]["Dimensions"])
        for each in outer
        if each["Type"] == "AWS::CloudWatch::Alarm" and not each["Properties"]["Namespace"].startswith("AWS/")
    ]

    of_the_stack = [(key, value) for key, value in [*named, *counted] if key != "MetricName"]
    assert {key for key, _ in named} >= {"Name", "StateMachineName", "LogGroupName"}
    assert [
        each for each in of_the_stack if "${AWS::StackName}" not in str(each) and "${ApiGateway" not in str(each)
    ] == []


def test_the_payment_stack_has_the_names_that_others_rely_on() -> None:
    """Parameters and outputs are what deployments and other stacks are written against."""
    whole = template("payments")

    assert set(whole["Parameters"]) == {"Environment", "AlertEmail", "GatewayUrl", "PowertoolsLayer"}
    assert set(whole["Outputs"]) == {
        "StepFunctionsStateMachinePaymentWorkflow",
        "DynamoDBTablePaymentTransactions",
        "SNSTopicPaymentWorkflowAlerts",
        "SNSTopicPaymentCustomerNotifications",
        "SecretsManagerSecretPaymentGatewayKey",
        "ApiGatewayRestApiPayments",
    }
    assert {
        output["Value"]["Ref"] for logical_id, output in whole["Outputs"].items() if "Ref" in output["Value"]
    } < set(whole["Resources"])


def test_every_trouble_of_the_flagship_has_its_alarm_and_one_is_over_all() -> None:
    alarms = set(of_type("payments", "AWS::CloudWatch::Alarm"))
    wanted = {
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "ExecutionsAborted",
        "ExecutionThrottled",
        "DeadLetters",
        "ParkedPayments",
        "PaymentsUnknown",
        "Retries",
        "OldestPending",
        "PaymentCustomerNotificationsFailed",
    }

    assert {f"CloudWatchAlarm{each}" for each in wanted} <= alarms
    assert len(of_type("payments", "AWS::CloudWatch::CompositeAlarm")) == 1


def widgets(name: str) -> list[dict[str, Any]]:
    body = only(name, "AWS::CloudWatch::Dashboard")["DashboardBody"]["Fn::Sub"]
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


@both
def test_the_widgets_of_a_dashboard_stand_side_by_side(name: str) -> None:
    """A dashboard is 24 columns wide; what lies over something else hides it."""
    taken: set[tuple[int, int]] = set()
    for widget in widgets(name):
        columns = range(widget["x"], widget["x"] + widget["width"])
        cells = {(x, y) for x in columns for y in range(widget["y"], widget["y"] + widget["height"])}
        assert columns.stop <= 24
        assert not cells & taken, widget["properties"]["title"]
        taken |= cells


def test_the_dashboard_has_what_an_operator_asks_for() -> None:
    shown = json.dumps(widgets("payments"))
    alarms = {f"${{{each}.Arn}}" for each in of_type("payments", "AWS::CloudWatch::Alarm")}

    for metric in ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "Retries", "ExecutionTime"):
        assert f'"{metric}"' in shown
    assert all(f'"{percentile}"' in shown for percentile in ("p50", "p90", "p99"))
    for outcome in ("Completed", "Declined", "Rejected", "Unknown"):
        assert f'"label": "Amount{outcome}"' in shown
    for queue in of_type("payments", "AWS::SQS::Queue"):
        assert f'"${{{queue}.QueueName}}"' in shown
    listed = next(each for each in widgets("payments") if each["properties"]["title"] == "Alarms")
    assert alarms <= set(listed["properties"]["alarms"])


EMITTED = {
    # https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
    "AWS/States": {
        "ExecutionsStarted",
        "ExecutionsSucceeded",
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "ExecutionsAborted",
        "ExecutionThrottled",
        "ExecutionTime",
    },
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    "AWS/Lambda": {"Errors", "Throttles", "Duration"},
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"},
    # https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
    "AWS/SNS": {"NumberOfNotificationsFailed"},
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    "AWS/ApiGateway": {"5XXError"},
}
"""Metrics as AWS spells them: CloudWatch takes any other name, and shows nothing."""


@both
def test_each_metric_of_aws_is_spelled_as_its_service_emits_it(name: str) -> None:
    alarmed = {(each["Namespace"], each["MetricName"]) for each in of_type(name, "AWS::CloudWatch::Alarm").values()}
    shown: set[tuple[str, str]] = set()
    for widget in widgets(name):
        above = ["", ""]
        for line in widget["properties"].get("metrics", []):
            if not isinstance(line[0], dict):
                above = [old if new == "." else new for old, new in zip(above, line[:2], strict=True)]
                shown.add((above[0], above[1]))

    used = {(space, metric) for space, metric in alarmed | shown if space.startswith("AWS/")}
    assert {space for space, _ in used} == set(EMITTED)
    assert used <= {(space, metric) for space, metrics in EMITTED.items() for metric in metrics}
