"""Who may do what: nobody more than needed."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.permissions import actions_without_resources
from workflow_dsl.stack.faults.encryption import policy_of
from workflow_dsl.stack.faults.fault import Fault, Resources, dig, is_everyone, listed, of_type, statements

POLICIES = {
    "AWS::ApiGateway::RestApi": "Policy",
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}


def open_to_everyone(resources: Resources) -> Iterator[Fault]:
    """A policy that allows everybody without a condition."""
    for kind, document in POLICIES.items():
        for logical_id, properties in of_type(resources, kind):
            for each in statements(properties.get(document)):
                if each.get("Effect") == "Allow" and is_everyone(each.get("Principal")) and not each.get("Condition"):
                    instead = "name the principals, or add a condition"
                    yield Fault("WF709", logical_id, "its policy allows everybody", instead)


def open_topic(resources: Resources) -> Iterator[Fault]:
    """Within an account, whoever has sns:* may publish false alerts or subscribe their own address, unless denied."""
    for logical_id, _ in of_type(resources, "AWS::SNS::Topic"):
        denied = [each for each in policy_of(resources, "AWS::SNS::Topic", logical_id) if each.get("Effect") == "Deny"]
        if not any(_denies(each, "sns:Publish", "aws:PrincipalIsAWSService") for each in denied):
            instead = "deny sns:Publish to all but the roles that publish"
            yield Fault("WF710", logical_id, "everybody in the account may publish to it", instead)
        if not any(_denies(each, "sns:Subscribe", "sns:Endpoint", "sns:Protocol") for each in denied):
            instead = "deny sns:Subscribe to all but approved endpoints"
            yield Fault("WF710", logical_id, "everybody in the account may subscribe to it", instead)


def _denies(statement: Mapping[str, Any], action: str, *keys: str) -> bool:
    conditions = {key for each in statement.get("Condition", {}).values() for key in each}
    return action in listed(statement.get("Action")) and any(key in conditions for key in keys)


def too_much_allowed(resources: Resources) -> Iterator[Fault]:
    """A wildcard in a role's policy, where the action or the resource could be named."""
    for logical_id, properties in of_type(resources, "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::Role"):
        documents = [
            properties.get("PolicyDocument"),
            *(dig(each, "PolicyDocument") for each in properties.get("Policies", ())),
        ]
        for each in (statement for document in documents for statement in statements(document)):
            yield from _wildcards(logical_id, each)


def _wildcards(logical_id: str, statement: Mapping[str, Any]) -> Iterator[Fault]:
    if statement.get("Effect") != "Allow":
        return
    actions = listed(statement.get("Action"))
    if any("*" in action for action in actions):
        yield Fault("WF711", logical_id, "a statement allows actions by wildcard", "name each action")
    nameable = [action for action in actions if action not in actions_without_resources()]
    if "*" in listed(statement.get("Resource")) and nameable:
        yield Fault("WF711", logical_id, f"{nameable[0]} is allowed on every resource", "name the resource")


def trusting_role(resources: Resources) -> Iterator[Fault]:
    """A role that a service takes for whoever asks, of whichever account.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    for logical_id, properties in of_type(resources, "AWS::IAM::Role"):
        for each in statements(properties.get("AssumeRolePolicyDocument")):
            keys = {key for condition in each.get("Condition", {}).values() for key in condition}
            if "aws:SourceAccount" not in keys:
                instead = "add the condition StringEquals aws:SourceAccount"
                yield Fault("WF712", logical_id, "the role is trusted for any account", instead)


def invoked_by_anyone(resources: Resources) -> Iterator[Fault]:
    """A permission to invoke a function that does not say for which rule or API."""
    for logical_id, properties in of_type(resources, "AWS::Lambda::Permission"):
        if "SourceArn" not in properties:
            yield Fault("WF713", logical_id, "the service may invoke the function for anybody", "write SourceArn")
