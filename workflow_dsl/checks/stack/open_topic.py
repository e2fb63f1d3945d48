"""WF710."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, as_list, policy_statements, references
from workflow_dsl.diagnostics import Severity

_BY_SERVICES: Final = "aws:PrincipalIsAWSService"
_NARROWING: Final[Mapping[str, tuple[str, ...]]] = {
    "sns:Publish": ("aws:PrincipalArn", _BY_SERVICES),
    "sns:Subscribe": ("sns:Endpoint", "sns:Protocol"),
}


def _stack(*actions: str, operator: str = "StringNotEquals") -> TemplateSample:
    keys = {"sns:Publish": "aws:PrincipalArn", "sns:Subscribe": "sns:Endpoint"}
    statements = [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": {"Ref": "Alerts"},
            "Condition": {
                operator if action == "sns:Subscribe" else "StringNotEquals": {keys[action]: "ops@example.com"}
            },
        }
        for action in actions
    ]
    policy = {"Topics": [{"Ref": "Alerts"}], "PolicyDocument": {"Statement": statements}}
    return sample(Alerts=resource("SNS::Topic"), Policy=resource("SNS::TopicPolicy", policy))


class OpenTopic(TemplateRule):
    """A topic that everybody in the account may publish or subscribe to, though its policy narrows other things."""

    code = "WF710"
    severity = Severity.WARNING
    why = (
        "Within an account whoever has sns:* may send false alerts, or have them sent to an address of their "
        "own, unless the topic's policy denies it."
    )
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"
    valid = (_stack("sns:Publish", "sns:Subscribe"),)
    invalid = (
        _stack("sns:Publish"),
        _stack("sns:Subscribe"),
        _stack("sns:Publish", "sns:Subscribe", operator="StringEquals"),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only in a stack in which some topic is narrowed in this way."""
        denied = {topic.id: _denied(template, topic.id) for topic in template.of_type("AWS::SNS::Topic")}
        for topic, actions in denied.items() if any(denied.values()) else ():
            for action in _NARROWING:
                if action not in actions:
                    verb = action.partition(":")[2].lower()
                    message = f"everybody in the account may {verb} to {topic}"
                    instead = f"deny {action} in its policy to all but those who need it"
                    yield Hit(("Resources", topic), message, instead, of_key=True)


def _denied(template: TemplateSubject, topic: str) -> set[str]:
    found: set[str] = set()
    for policy in template.of_type("AWS::SNS::TopicPolicy"):
        if topic not in references(policy.properties.get("Topics")):
            continue
        for _, statement in policy_statements(policy.properties, policy.at("PolicyDocument")):
            found |= {action for action in _NARROWING if _denies(statement, action)}
    return found


def _denies(statement: Mapping[str, Any], action: str) -> bool:
    """Whether it denies the action to all but some; a condition that names those whom it denies lets all others in."""
    conditions = statement.get("Condition") or {}
    excepted = [
        key == _BY_SERVICES or "Not" in operator
        for operator, keys in conditions.items()
        if isinstance(keys, dict)
        for key in keys
        if key in _NARROWING[action]
    ]
    named = action in as_list(statement.get("Action"))
    return statement.get("Effect") == "Deny" and named and bool(excepted) and all(excepted)
