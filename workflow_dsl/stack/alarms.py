"""CloudWatch alarms: something failed, something waits, something was counted too often."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from workflow_dsl.naming import upper_camel, words
from workflow_dsl.permissions import DEAD_LETTER_QUEUE, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import HttpApi, Queue, Topic
from workflow_dsl.stack.intrinsics import Value, get_att, ref, sub
from workflow_dsl.stack.template import resource

PERIOD = 300
"""Seconds over which each alarm looks."""
OLDEST = 86_400
"""Seconds that a message may wait in a declared queue before somebody is told again."""

FAILURES = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled")
"""What each stack is alarmed about, as AWS/States spells it.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
"""


class _Watched(NamedTuple):
    """A metric that must not be above a threshold over five minutes."""

    name: str
    namespace: str
    metric: str
    dimensions: dict[str, Any]
    threshold: int = 0
    statistic: str = "Sum"
    unit: str = ""


def alarms(program: Program) -> dict[str, Value]:
    """The alarms, which tell the program's `alerts` topic, and one over them for a pager to watch, which tells nobody.

    Told as well, the one over them would say everything twice; told instead, it would keep silent about the second
    trouble while the first lasts. Nobody is paged for each failed execution of a program that counts its own troubles.
    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html
    """
    actions = [] if program.alerts is None else [ref(program.alerts.logical_id)]
    parts = {alarm_id(each.name): _alarm(each, actions) for each in _watched(program)}
    calm = [] if "ExecutionsFailed" in troubles(program) else [alarm_id("ExecutionsFailed")]
    rule = " OR ".join(f"ALARM(${{{logical_id}}})" for logical_id in parts if logical_id not in calm)
    composite = {"AlarmDescription": "Somebody is needed; told by the alarms that it names", "AlarmRule": sub(rule)}
    return parts | {
        f"CloudWatchCompositeAlarm{upper_camel(program.name)}": resource("AWS::CloudWatch::CompositeAlarm", composite)
    }


def troubles(program: Program) -> list[str]:
    """The metrics that say that something is wrong with the machine: the program's own where it has some, since they
    know more than that an execution failed; that many failed says something all the same.
    """
    own = [metric.name for metric in program.metrics if metric.alarm_above is not None and metric.rolls_back]
    failed = ["ExecutionsFailed"] if program.alarm_above or not own else []
    return ["ExecutionsTimedOut", "ExecutionsAborted", *failed, *own]


def alarm_id(name: str) -> str:
    """The alarm on a metric, by the metric's name."""
    return f"CloudWatchAlarm{upper_camel(name)}"


def delivery_alarm(topic: Topic) -> str:
    """The alarm on messages of this topic that were not delivered."""
    return alarm_id(_undelivered(topic))


def _watched(program: Program) -> Iterator[_Watched]:
    machine = {"StateMachineArn": ref(machine_id(program))}
    for metric in FAILURES:
        expected = program.alarm_above if metric == "ExecutionsFailed" else 0
        yield _Watched(metric, "AWS/States", metric, machine, expected)
    queues = [queue.logical_id for queue in program.of_kind(Queue) if queue.alarm_when_not_empty]
    for logical_id in [*queues, DEAD_LETTER_QUEUE]:
        dimensions = {"QueueName": get_att(logical_id, "QueueName")}
        name = logical_id.removeprefix(Queue.kind)
        yield _Watched(name, "AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, statistic="Maximum")
    for logical_id in queues:
        dimensions = {"QueueName": get_att(logical_id, "QueueName")}
        name = f"{logical_id.removeprefix(Queue.kind)}Age"
        yield _Watched(name, "AWS/SQS", "ApproximateAgeOfOldestMessage", dimensions, OLDEST, "Maximum", "seconds")
    for topic in program.of_kind(Topic):
        dimensions = {"TopicName": get_att(topic.logical_id, "TopicName")}
        yield _Watched(_undelivered(topic), "AWS/SNS", "NumberOfNotificationsFailed", dimensions)
    for api in program.of_kind(HttpApi):
        dimensions = {"ApiName": sub(f"${{AWS::StackName}}-{api.name}")}
        yield _Watched(f"{upper_camel(api.name)}Failed", "AWS/ApiGateway", "5XXError", dimensions)
    yield from _custom(program)


def _undelivered(topic: Topic) -> str:
    return f"{upper_camel(topic.name)}Failed"


def _custom(program: Program) -> Iterator[_Watched]:
    for metric in program.metrics:
        if metric.alarm_above is not None:
            dimensions = {name: sub(value) if "${" in value else value for name, value in metric.dimensions.items()}
            statistic = "Sum" if metric.unit == "Count" else "Maximum"
            unit = "" if metric.unit in ("Count", "None") else metric.unit.lower()
            name = upper_camel(metric.name)
            yield _Watched(name, metric.namespace, metric.name, dimensions, metric.alarm_above, statistic, unit)


def _alarm(watched: _Watched, actions: list[Value]) -> Value:
    properties = {
        "AlarmDescription": _sentence(watched),
        "AlarmActions": actions or None,
        "Namespace": watched.namespace,
        "MetricName": watched.metric,
        "Dimensions": [{"Name": name, "Value": value} for name, value in watched.dimensions.items()] or None,
        "Statistic": watched.statistic,
        "Period": PERIOD,
        "EvaluationPeriods": 1,
        "Threshold": watched.threshold,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    return resource("AWS::CloudWatch::Alarm", properties)


def _sentence(watched: _Watched) -> str:
    name = " ".join(words(watched.name)).lower().capitalize()
    bound = f"{watched.threshold:,} {watched.unit}".rstrip()
    return f"{name}: more than {bound} in five minutes"
