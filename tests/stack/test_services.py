"""What AWS's own services may do with the resources of a stack, and for whom."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
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
    """A service acts for other accounts as well: without a condition it would carry their requests in."""
    statements = list(let_in(template))

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
