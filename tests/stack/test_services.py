"""What AWS's own services may do with the resources of a stack, and for whom."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import pytest

from workflow_dsl.program import Program
from workflow_dsl.resources import Topic
from workflow_dsl.stack import Template, build_template

Code = Callable[[Program], Mapping[str, str]]
POLICIES = {
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}


@pytest.fixture
def template(program: Program, code: Code) -> Template:
    return build_template(program, code(program))


def let_in(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """The statements that let a service of AWS do something, with the resource."""
    for logical_id, each in template.resources.items():
        if each["Type"] in POLICIES:
            for statement in each["Properties"][POLICIES[each["Type"]]]["Statement"]:
                if statement["Effect"] == "Allow" and "Service" in statement["Principal"]:
                    yield logical_id, statement


def services(template: Template, logical_id: str) -> dict[str, Any]:
    """What a resource lets services in for, by their names."""
    found = [statement for name, statement in let_in(template) if name == logical_id]
    return {str(each["Principal"]["Service"]): each["Condition"] for each in found}


def test_a_service_is_let_in_for_this_account_only(template: Template) -> None:
    """A service acts for other accounts as well: without a condition it would carry their requests in.

    API Gateway is not known to say for whom it asks for the role that writes its logs.
    """
    statements = [each for each in let_in(template) if each[0] != "IAMRoleApiGatewayLogs"]

    assert len(statements) > 12
    for logical_id, statement in statements:
        assert "AWS::AccountId" in json.dumps(statement["Condition"]) or "SourceArn" in json.dumps(
            statement["Condition"]
        ), logical_id


def test_an_alert_that_its_address_does_not_take_is_kept_in_the_dead_letter_queue(template: Template) -> None:
    subscription = template.resources["SNSSubscriptionAlerts"]["Properties"]

    queue = {"Fn::GetAtt": ["SQSQueueDeadLetters", "Arn"]}
    assert subscription["RedrivePolicy"] == {"deadLetterTargetArn": queue}
    assert services(template, "SQSQueuePolicyDeadLetters")["sns.amazonaws.com"] == {
        "ArnEquals": {"aws:SourceArn": {"Ref": "SNSTopicAlerts"}}
    }
    assert "sns.amazonaws.com" in services(template, "KMSKeyEncryption")


def test_without_a_subscription_sns_needs_neither_the_queue_nor_the_key(program: Program, code: Code) -> None:
    unread = tuple(
        each.model_copy(update={"email": None}) if isinstance(each, Topic) else each for each in program.resources
    )

    template = build_template(replace(program, resources=unread), code(program))

    assert "sns.amazonaws.com" not in services(template, "SQSQueuePolicyDeadLetters")
    assert "sns.amazonaws.com" not in services(template, "KMSKeyEncryption")


def test_rules_leave_what_they_cannot_deliver_in_the_dead_letter_queue(template: Template) -> None:
    condition = services(template, "SQSQueuePolicyDeadLetters")["events.amazonaws.com"]

    rules = [name for name, each in template.resources.items() if each["Type"] == "AWS::Events::Rule"]
    assert len(rules) == 2
    assert condition == {"ArnEquals": {"aws:SourceArn": [{"Fn::GetAtt": [rule, "Arn"]} for rule in rules]}}


def test_alarms_reach_the_topic_of_alerts_and_no_other(template: Template) -> None:
    assert "cloudwatch.amazonaws.com" in services(template, "SNSTopicPolicyAlerts")
    assert services(template, "SNSTopicPolicyCustomers") == {}


def denied_to_subscribe(template: Template, topic: str) -> dict[str, Any]:
    """The condition under which nobody may subscribe."""
    statements = template.resources[f"SNSTopicPolicy{topic}"]["Properties"]["PolicyDocument"]["Statement"]
    (found,) = [each for each in statements if each["Action"] == "sns:Subscribe"]
    assert (found["Effect"], found["Principal"]) == ("Deny", "*")
    condition: dict[str, Any] = found["Condition"]
    return condition


def test_only_the_declared_address_subscribes_to_a_topic_that_has_one(template: Template) -> None:
    assert denied_to_subscribe(template, "Alerts") == {"StringNotEquals": {"sns:Endpoint": {"Ref": "AlertEmail"}}}


def test_another_address_is_approved_of_before_it_subscribes(template: Template) -> None:
    """Both follow the parameter in one update, and the former policy refuses the new address."""
    assert template.resources["SNSSubscriptionAlerts"]["DependsOn"] == "SNSTopicPolicyAlerts"


@pytest.mark.parametrize(
    ("endpoint", "is_approved"),
    [
        ("arn:aws:sqs:eu-west-1:111122223333:told", True),
        ("arn:aws:lambda:eu-west-1:111122223333:function:tell", True),
        ("arn:aws:sqs:eu-west-1:999999999999:told", False),
        ("arn:aws:lambda:eu-west-1:999999999999:function:tell", False),
        ("arn:aws:firehose:eu-west-1:111122223333:deliverystream/told", False),
        ("https://example.com/arn:aws:sqs:eu-west-1:111122223333:told", False),
        ("somebody@example.com", False),
    ],
)
def test_a_topic_without_an_address_is_subscribed_to_by_functions_and_queues_of_its_own_account_alone(
    template: Template, endpoint: str, is_approved: bool
) -> None:
    (patterns,) = denied_to_subscribe(template, "Customers")["StringNotLike"].values()
    given = {"${AWS::Partition}": "aws", "${AWS::AccountId}": "111122223333"}

    allowed = [resolved(pattern, given) for pattern in patterns]

    assert any(fnmatchcase(endpoint, pattern) for pattern in allowed) == is_approved


def resolved(value: dict[str, str], given: Mapping[str, str]) -> str:
    """What an Fn::Sub gives."""
    text = value["Fn::Sub"]
    for name, found in given.items():
        text = text.replace(name, found)
    assert "${" not in text
    return text


def test_the_role_of_every_service_but_api_gateway_is_taken_on_for_this_account_and_for_one_source(
    template: Template,
) -> None:
    """API Gateway's role serves all APIs of the account, and no manual says for whom it would be taken on."""
    trusted = {
        logical_id: each["Properties"]["AssumeRolePolicyDocument"]["Statement"][0].get("Condition")
        for logical_id, each in template.resources.items()
        if each["Type"] == "AWS::IAM::Role"
    }

    assert len(trusted) == 8
    assert trusted.pop("IAMRoleApiGatewayLogs") is None
    for condition in trusted.values():
        assert condition["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
        assert "aws:SourceArn" in condition["ArnLike"]


def test_the_setting_of_the_account_waits_for_an_api(template: Template) -> None:
    """An account that never had an API refuses it."""
    apis = [logical_id for logical_id, each in template.resources.items() if each["Type"] == "AWS::ApiGateway::RestApi"]

    assert template.resources["ApiGatewayAccount"]["DependsOn"] in apis


@pytest.mark.parametrize("stack", ["shop", "a-stack-of-a-team-that-likes-long-names-production"])
def test_a_function_may_take_on_its_own_role_however_long_the_name_of_the_stack(template: Template, stack: str) -> None:
    """As CloudFormation was seen to name functions: what is above 64 characters is cut from both parts alike."""
    given = {"${AWS::Partition}": "aws", "${AWS::Region}": "eu-west-1", "${AWS::AccountId}": "111122223333"}

    def allowed(name: str) -> str:
        (statement,) = template.resources[f"IAMRole{name}"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        return resolved(statement["Condition"]["ArnLike"]["aws:SourceArn"], given)

    logical_id = "LambdaFunctionReconcileOrders"
    room = 64 - len("-") - len("-123456789012")
    kept = (stack, logical_id) if len(stack + logical_id) <= room else (stack[:25], logical_id[: room - 25])
    arn = f"arn:aws:lambda:eu-west-1:111122223333:function:{'-'.join(kept)}-123456789012"

    assert fnmatchcase(arn, allowed("ReconcileOrders"))
    assert fnmatchcase(f"{arn}:7", allowed("ReconcileOrders"))
    assert not fnmatchcase(arn, allowed("CheckOrder"))
    assert not fnmatchcase(arn.replace("111122223333", "999999999999"), allowed("ReconcileOrders"))


def test_no_log_is_kept_for_ever_or_without_the_key_even_that_which_api_gateway_would_make(template: Template) -> None:
    groups = {name: each for name, each in template.resources.items() if each["Type"] == "AWS::Logs::LogGroup"}
    inside, stage = groups["LogsLogGroupOrdersApiExecution"], template.resources["ApiGatewayStageOrdersApi"]

    assert inside["Properties"]["LogGroupName"] == {
        "Fn::Sub": f"API-Gateway-Execution-Logs_${{ApiGatewayRestApiOrdersApi}}/{stage['Properties']['StageName']}"
    }
    assert "LogsLogGroupOrdersApiExecution" in stage["DependsOn"]
    for group in groups.values():
        assert group["Properties"]["RetentionInDays"] == {
            "Fn::FindInMap": ["Environments", {"Ref": "Environment"}, "LogDays"]
        }
        assert group["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["KMSKeyEncryption", "Arn"]}
    key = services(template, "KMSKeyEncryption")["{'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com'}"]
    assert "log-group:API-Gateway-Execution-Logs_${ApiGatewayRestApiOrdersApi}/*" in json.dumps(key)


def test_the_access_log_tells_who_signed_and_from_where_and_outlives_the_stack(template: Template) -> None:
    """The other logs go with the stack: those of a fixed name would be in the way of the next stack of the name."""
    setting = template.resources["ApiGatewayStageOrdersApi"]["Properties"]["AccessLogSetting"]
    told = json.loads(setting["Format"])

    assert (told["userArn"], told["sourceIp"]) == ("$context.identity.userArn", "$context.identity.sourceIp")
    assert not any("body" in value for value in told.values())
    fates = {
        name: each["DeletionPolicy"]
        for name, each in template.resources.items()
        if each["Type"] == "AWS::Logs::LogGroup"
    }
    assert [name for name, fate in fates.items() if fate != "Delete"] == ["LogsLogGroupOrdersApi"]
    assert "LogGroupName" not in template.resources["LogsLogGroupOrdersApi"]["Properties"]


def test_everything_that_can_go_wrong_raises_an_alarm(template: Template) -> None:
    watched = sorted(
        each["Properties"]["MetricName"]
        for each in template.resources.values()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    )

    assert watched == [
        "5XXError",
        "ApproximateAgeOfOldestMessage",
        "ApproximateNumberOfMessagesVisible",
        "ApproximateNumberOfMessagesVisible",
        "ExecutionThrottled",
        "ExecutionsAborted",
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "NumberOfNotificationsFailed",
        "NumberOfNotificationsFailed",
        "OldestPending",
        "Retries",
        "UnknownOutcomes",
    ]
