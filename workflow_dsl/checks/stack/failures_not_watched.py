"""WF721."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, references
from workflow_dsl.diagnostics import Severity

_METRICS: Final = ("ExecutionsFailed", "ExecutionsTimedOut")


def _stack(*metrics: str) -> TemplateSample:
    dimensions = [{"Name": "StateMachineArn", "Value": {"Ref": "Pay"}}]
    alarms = {
        f"Alarm{name}": resource(
            "CloudWatch::Alarm", {"MetricName": name, "Dimensions": dimensions, "AlarmActions": [{"Ref": "Alerts"}]}
        )
        for name in metrics
    }
    return sample(Pay=resource("StepFunctions::StateMachine"), **alarms)


class FailuresNotWatched(TemplateRule):
    """A state machine whose failures raise no alarm, in a stack with alarms."""

    code = "WF721"
    severity = Severity.WARNING
    why = "Executions fail, time out or are aborted, and nobody is told until a customer asks."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html"
    valid = (_stack("ExecutionsFailed", "ExecutionsTimedOut"),)
    invalid = (_stack("ExecutionsFailed"),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only where the stack has alarms at all."""
        alarms = list(template.of_type("AWS::CloudWatch::Alarm"))
        for machine in template.machines if alarms else ():
            watched = {
                alarm.properties.get("MetricName")
                for alarm in alarms
                if machine.resource.id in references(alarm.properties)
            }
            missing = [name for name in _METRICS if name not in watched]
            if missing:
                message = f"no alarm watches {' and '.join(missing)} of {machine.resource.id}"
                yield Hit(
                    machine.resource.at(),
                    message,
                    "add an alarm on the metric of the namespace AWS/States",
                    of_key=True,
                )
