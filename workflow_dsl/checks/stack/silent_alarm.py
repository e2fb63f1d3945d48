"""WF722."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import KEPT, resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.stack.policies import allows, is_action_of, is_anybody, resource_policies
from workflow_dsl.checks.template import Resource, TemplateSubject, as_list, policy_statements, references
from workflow_dsl.diagnostics import Severity

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_CLOUDWATCH = "cloudwatch.amazonaws.com"
_ALARM = {"AlarmActions": [{"Ref": "Alerts"}], "MetricName": "ExecutionsFailed"}


def _stack(service: str, key_for: str = "cloudwatch.amazonaws.com") -> TemplateSample:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sns:Publish", "Resource": "*"}
    policy = {"Topics": [{"Ref": "Alerts"}], "PolicyDocument": {"Statement": [statement]}}
    used = {**statement, "Principal": {"Service": key_for}, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"]}
    return sample(
        Key=resource("KMS::Key", {"KeyPolicy": {"Statement": [used]}, "EnableKeyRotation": True}, **KEPT),
        Failed=resource("CloudWatch::Alarm", _ALARM),
        Alerts=resource("SNS::Topic", {"KmsMasterKeyId": {"Ref": "Key"}}),
        Read=resource("SNS::Subscription", {"TopicArn": {"Ref": "Alerts"}, "Protocol": "email"}),
        Policy=resource("SNS::TopicPolicy", policy),
    )


class SilentAlarm(TemplateRule):
    """An alarm that tells nobody."""

    code = "WF722"
    severity = Severity.WARNING
    why = "It changes its colour in the console, and that is all: without an action nobody is called."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    valid = (
        sample(
            Failed=resource("CloudWatch::Alarm", _ALARM),
            Trouble=resource("CloudWatch::CompositeAlarm", {"AlarmRule": {"Fn::Sub": "ALARM(${Failed})"}}),
        ),
        _stack(_CLOUDWATCH),
    )
    invalid = (
        sample(Failed=resource("CloudWatch::Alarm", {"MetricName": "ExecutionsFailed"})),
        sample(Failed=resource("CloudWatch::Alarm", {**_ALARM, "ActionsEnabled": False})),
        sample(
            Failed=resource("CloudWatch::Alarm", {"MetricName": "ExecutionsFailed"}),
            Trouble=resource("CloudWatch::CompositeAlarm", {"AlarmRule": {"Fn::Sub": "ALARM(${Failed})"}}),
        ),
        _stack("events.amazonaws.com"),
        _stack(_CLOUDWATCH, key_for="sns.amazonaws.com"),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Those that a composite alarm names may be silent, when all of them are; where they are not, it may be."""
        alarms = list(template.of_type("AWS::CloudWatch::Alarm", _COMPOSITE))
        named = {name for each in alarms if each.type == _COMPOSITE for name in references(each.properties)}
        loud = any(each.id in named and each.properties.get("AlarmActions") for each in alarms)
        for each in alarms:
            disabled = each.properties.get("ActionsEnabled") in (False, "false")
            spoken_for = loud if each.type == _COMPOSITE else each.id in named and not loud
            silent = not each.properties.get("AlarmActions") and not spoken_for
            if disabled or silent:
                name = "ActionsEnabled" if disabled else "AlarmActions"
                instead = "give it AlarmActions, as the ARN of a topic"
                yield Hit(each.at(name), f"{each.id} tells nobody when it goes off", instead)
        yield from _refused(template, alarms)


def _refused(template: TemplateSubject, alarms: list[Resource]) -> Iterator[Hit]:
    """A topic without a policy takes alarms of its account; a policy has to say so, and that of its key always."""
    told = {name for each in alarms for name in references(each.properties.get("AlarmActions"))}
    takes: dict[str, bool] = {}
    for policy, _, statement in resource_policies(template):
        for topic in references(policy.properties.get("Topics")):
            takes[topic] = takes.get(topic, False) or _takes_alarms(statement)
    for topic in sorted(told & takes.keys()):
        if not takes[topic]:
            message = f"{topic} takes nothing from the alarms that tell it"
            instead = f"allow sns:Publish to {_CLOUDWATCH} in its policy"
            yield Hit(("Resources", topic), message, instead, of_key=True)

    keys = {key.id: key for key in (_key_of(template, topic) for topic in told) if key is not None}
    for name, key in sorted(keys.items()):
        statements = policy_statements(key.properties, key.at("KeyPolicy"))
        if not any(_takes_alarms(statement, "kms:GenerateDataKey") for _, statement in statements):
            message = f"{name} encrypts a topic, and lets no alarm send to it"
            instead = f"allow kms:Decrypt and kms:GenerateDataKey to {_CLOUDWATCH} in its policy"
            yield Hit(key.at(), message, instead, of_key=True)


def _key_of(template: TemplateSubject, topic: str) -> Resource | None:
    """The stack's own key that a topic is encrypted with."""
    found = template.resources.get(topic)
    key = None if found is None else template.named(found.properties.get("KmsMasterKeyId"))
    return key if key is not None and key.type == "AWS::KMS::Key" else None


def _takes_alarms(statement: Mapping[str, Any], action: str = "sns:Publish") -> bool:
    principal = statement.get("Principal")
    services = as_list(principal.get("Service")) if isinstance(principal, dict) else []
    welcome = _CLOUDWATCH in services or is_anybody(principal)
    return allows(statement) and welcome and is_action_of(action, statement.get("Action"))
