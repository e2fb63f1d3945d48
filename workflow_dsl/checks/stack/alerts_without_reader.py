"""WF728."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity


def _stack(subscribed: bool) -> TemplateSample:
    alarm = resource("CloudWatch::Alarm", {"AlarmActions": [{"Ref": "Alerts"}], "MetricName": "ExecutionsFailed"})
    reader = {"Reader": resource("SNS::Subscription", {"TopicArn": {"Ref": "Alerts"}, "Protocol": "email"})}
    return sample(Alerts=resource("SNS::Topic"), Failed=alarm, **(reader if subscribed else {}))


class AlertsWithoutReader(TemplateRule):
    """A topic that alarms are sent to and nobody subscribes to."""

    code = "WF728"
    severity = Severity.WARNING
    why = "The alarm goes off, the message is published, and nobody reads it."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    valid = (_stack(True),)
    invalid = (_stack(False),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the topics of this stack that its alarms name."""
        alarms = template.of_type("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        told = {name for each in alarms for name in references(each.properties.get("AlarmActions"))}
        subscribed = {
            name
            for each in template.of_type("AWS::SNS::Subscription")
            for name in references(each.properties.get("TopicArn"))
        }
        for each in template.of_type("AWS::SNS::Topic"):
            if each.id in told - subscribed and not each.properties.get("Subscription"):
                yield Hit(
                    each.at(),
                    f"nobody subscribes to {each.id}, which alarms are sent to",
                    "add an AWS::SNS::Subscription",
                    of_key=True,
                )
