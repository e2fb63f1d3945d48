"""What policy statements allow, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from workflow_dsl.checks.template import Resource, TemplateSubject, as_list, policy_statements
from workflow_dsl.permissions import actions_without_resources
from workflow_dsl.source import Path

# Where a resource has a policy of its own. The last step is the key of the document.
_POLICY_KEYS: Final[Mapping[str, str]] = {
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
    "AWS::ApiGateway::RestApi": "Policy",
    "AWS::Events::EventBusPolicy": "Statement",
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
}


def resource_policies(template: TemplateSubject) -> Iterator[tuple[Resource, Path, Mapping[str, Any]]]:
    """The statements of policies that say who may do something with a resource."""
    for each in template.of_type(*_POLICY_KEYS):
        for path, statement in policy_statements(each.properties, each.at(_POLICY_KEYS[each.type])):
            yield each, path, statement


def role_policies(template: TemplateSubject) -> Iterator[tuple[Resource, Path, Mapping[str, Any]]]:
    """The statements of policies that say what a role may do."""
    for role in template.of_type("AWS::IAM::Role"):
        for index, policy in enumerate(as_list(role.properties.get("Policies"))):
            for path, statement in policy_statements(policy, role.at("Policies", index, "PolicyDocument")):
                yield role, path, statement
    for policy in template.of_type("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
        for path, statement in policy_statements(policy.properties, policy.at("PolicyDocument")):
            yield policy, path, statement


def allows(statement: Mapping[str, Any]) -> bool:
    """Whether it allows something, and does not forbid it."""
    return statement.get("Effect") == "Allow"


def is_anybody(principal: Any) -> bool:
    """Whether everybody is meant, in any account."""
    if isinstance(principal, dict):
        return any(is_anybody(each) for each in principal.values())
    return "*" in as_list(principal)


def is_action_of(action: str, patterns: Any) -> bool:
    """Whether one of the patterns of a statement takes in the action."""
    return any(fnmatchcase(action.lower(), str(pattern).lower()) for pattern in as_list(patterns))


def needs_resource(action: str) -> bool:
    """Whether a policy can say on which resource the action is allowed."""
    return action not in actions_without_resources()
