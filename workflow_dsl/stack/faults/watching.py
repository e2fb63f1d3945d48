"""Alarms and dashboards: that somebody is told, and sees what is there."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.stack.alarms import FAILURES
from workflow_dsl.stack.faults.fault import Fault, Resources, listed, named, of_type

_NAME = re.compile(r"\$\{(\w+)(?:\.\w+)?\}")
_DEPTH = "ApproximateNumberOfMessagesVisible"


def no_alarm(resources: Resources) -> Iterator[Fault]:
    """A failure that nobody is told of."""
    watched = {(properties.get("MetricName"), owner) for properties, owner in _dimensions(resources)}
    for logical_id, _ in of_type(resources, "AWS::StepFunctions::StateMachine"):
        for metric in FAILURES:
            if (metric, logical_id) not in watched:
                instead = f"add an AWS::CloudWatch::Alarm on {metric}"
                yield Fault("WF721", logical_id, f"nobody is told of {metric}", instead)
    dead_letters = {named(target) for target in _dead_letter_targets(resources)}
    for logical_id, _ in of_type(resources, "AWS::SQS::Queue"):
        if logical_id in dead_letters and (_DEPTH, logical_id) not in watched:
            yield Fault(
                "WF721", logical_id, "nobody is told of dead letters", f"add an AWS::CloudWatch::Alarm on {_DEPTH}"
            )


def silent_alarm(resources: Resources) -> Iterator[Fault]:
    """An alarm that tells nobody."""
    for logical_id, properties in of_type(resources, "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"):
        if not properties.get("AlarmActions") or properties.get("ActionsEnabled") is False:
            yield Fault("WF722", logical_id, "the alarm tells nobody", "write AlarmActions with a topic")


def broken_dashboard(resources: Resources) -> Iterator[Fault]:
    """A dashboard that CloudWatch refuses, or that shows what is not there."""
    for logical_id, properties in of_type(resources, "AWS::CloudWatch::Dashboard"):
        body = properties.get("DashboardBody")
        text = body.get("Fn::Sub") if isinstance(body, Mapping) else body
        for name in _NAME.findall(str(text)):
            if name not in resources:
                yield Fault("WF723", logical_id, f"the dashboard names {name}, which is not there", "remove or add it")
        yield from _broken_body(logical_id, text)


def _broken_body(logical_id: str, text: Any) -> Iterator[Fault]:
    try:
        widgets = json.loads(str(text))["widgets"]
        metrics = [each for widget in widgets for each in widget["properties"].get("metrics", ())]
    except (ValueError, KeyError, TypeError, AttributeError):
        instead = 'write {"widgets": [{"type": ..., "properties": {...}}]}'
        yield Fault("WF723", logical_id, "the dashboard's body is not what CloudWatch reads", instead)
        return
    if not any("AWS/States" in metric for metric in metrics):
        yield Fault("WF723", logical_id, "the dashboard shows no executions", "add metrics of AWS/States")


def _dimensions(resources: Resources) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    for _, properties in of_type(resources, "AWS::CloudWatch::Alarm"):
        for dimension in properties.get("Dimensions", ()):
            yield properties, named(dimension.get("Value"))


def _dead_letter_targets(resources: Resources) -> Iterator[Any]:
    for _, properties in of_type(resources, "AWS::Lambda::Function"):
        yield properties.get("DeadLetterConfig", {}).get("TargetArn")
    for _, properties in of_type(resources, "AWS::Events::Rule"):
        for target in listed(properties.get("Targets")):
            yield target.get("DeadLetterConfig", {}).get("Arn")
