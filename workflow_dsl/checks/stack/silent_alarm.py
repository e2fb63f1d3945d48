"""WF722."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ALARM = {"AlarmActions": [{"Ref": "Alerts"}], "MetricName": "ExecutionsFailed"}


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
    )
    invalid = (
        sample(Failed=resource("CloudWatch::Alarm", {"MetricName": "ExecutionsFailed"})),
        sample(Failed=resource("CloudWatch::Alarm", {**_ALARM, "ActionsEnabled": False})),
        sample(
            Failed=resource("CloudWatch::Alarm", {"MetricName": "ExecutionsFailed"}),
            Trouble=resource("CloudWatch::CompositeAlarm", {"AlarmRule": {"Fn::Sub": "ALARM(${Failed})"}}),
        ),
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
