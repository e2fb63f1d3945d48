"""WF722."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_ALARM = {"AlarmActions": [{"Ref": "Alerts"}], "MetricName": "ExecutionsFailed"}


class SilentAlarm(TemplateRule):
    """An alarm that tells nobody."""

    code = "WF722"
    severity = Severity.WARNING
    why = "It changes its colour in the console, and that is all: without an action nobody is called."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    valid = (sample(Failed=resource("CloudWatch::Alarm", _ALARM)),)
    invalid = (
        sample(Failed=resource("CloudWatch::Alarm", {"MetricName": "ExecutionsFailed"})),
        sample(Failed=resource("CloudWatch::Alarm", {**_ALARM, "ActionsEnabled": False})),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Those that a composite alarm names may be silent by themselves, when all of them are."""
        alarms = list(template.of_type("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"))
        named = {
            name for each in template.of_type("AWS::CloudWatch::CompositeAlarm") for name in references(each.properties)
        }
        loud = any(each.id in named and each.properties.get("AlarmActions") for each in alarms)
        for each in alarms:
            disabled = each.properties.get("ActionsEnabled") in (False, "false")
            silent = not each.properties.get("AlarmActions") and (each.id not in named or loud)
            if disabled or silent:
                name = "ActionsEnabled" if disabled else "AlarmActions"
                instead = "give it AlarmActions, as the ARN of a topic"
                yield Hit(each.at(name), f"{each.id} tells nobody when it goes off", instead)
