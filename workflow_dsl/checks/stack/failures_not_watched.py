"""WF721."""

from collections.abc import Iterator
from typing import Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import Resource, TemplateSubject, as_list, references
from workflow_dsl.diagnostics import Severity

_METRICS: Final = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted")
_DEPTH: Final = "ApproximateNumberOfMessagesVisible"


def _stack(*metrics: str, **more: str) -> TemplateSample:
    dimensions = [{"Name": "StateMachineArn", "Value": {"Ref": "Pay"}}]
    alarms = {
        f"Alarm{name}": resource(
            "CloudWatch::Alarm",
            {"MetricName": name, "Dimensions": dimensions, "AlarmActions": [{"Ref": "Alerts"}], **more},
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
    valid = (_stack(*_METRICS), _stack(*_METRICS, ComparisonOperator="GreaterThanThreshold", Statistic="Sum"))
    invalid = (
        _stack("ExecutionsFailed"),
        _stack("ExecutionsFailed", "ExecutionsTimedOut"),
        _stack(*_METRICS, ComparisonOperator="LessThanThreshold"),
        _stack(*_METRICS, Statistic="Minimum"),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Only where the stack has alarms at all."""
        alarms = list(template.of_type("AWS::CloudWatch::Alarm"))
        watched = {
            (str(each.properties.get("MetricName")), name)
            for each in alarms
            if _goes_off(each)
            for name in references(each.properties)
        }
        for machine in template.machines if alarms else ():
            missing = [name for name in _METRICS if (name, machine.resource.id) not in watched]
            if missing:
                message = f"no alarm watches {' and '.join(missing)} of {machine.resource.id}"
                instead = "add an alarm on the metric of the namespace AWS/States"
                yield Hit(machine.resource.at(), message, instead, of_key=True)
        for queue in _dead_letter_queues(template) if alarms else ():
            if (_DEPTH, queue) not in watched:
                instead = f"add an alarm on {_DEPTH}"
                yield Hit(("Resources", queue), f"no alarm watches the dead letters in {queue}", instead, of_key=True)


def _goes_off(alarm: Resource) -> bool:
    """Whether more of what is counted sets it off, and not less, or only what is counted in every minute."""
    operator = str(alarm.properties.get("ComparisonOperator", "Greater"))
    return not operator.startswith("Less") and alarm.properties.get("Statistic") != "Minimum"


def _dead_letter_queues(template: TemplateSubject) -> list[str]:
    """The queues of the stack that something gives its dead letters to."""
    configs = [each.properties.get("DeadLetterConfig") for each in template.of_type("AWS::Lambda::Function")]
    for rule in template.of_type("AWS::Events::Rule"):
        targets = as_list(rule.properties.get("Targets"))
        configs += [target.get("DeadLetterConfig") for target in targets if isinstance(target, dict)]
    named = dict.fromkeys(name for config in configs for name in references(config))
    return [name for name in named if name in template.resources and template.resources[name].type == "AWS::SQS::Queue"]
