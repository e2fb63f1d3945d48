"""The dashboard that an operator runs a day by."""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from workflow_dsl.permissions import DEAD_LETTER_QUEUE, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import Metric, Queue
from workflow_dsl.stack.alarms import FAILURES, delivery_alarm
from workflow_dsl.stack.intrinsics import Value, sub
from workflow_dsl.stack.template import resource

DASHBOARD = "CloudWatchDashboard"
WIDTH, HEIGHT, ACROSS = 8, 6, 3
_TITLES = {
    "Count": "Counted by the functions",
    "Milliseconds": "Measured by the functions (ms)",
    "None": "Reported by the functions",
}
_STATS = {"Count": "Sum", "Milliseconds": "p99", "None": "Maximum"}
_EXECUTIONS = ("ExecutionsStarted", "ExecutionsSucceeded", *FAILURES)


def dashboard(program: Program, alarms: Iterable[str]) -> dict[str, Value]:
    """Executions, how long they take, the functions, the program's own metrics, the queues, and the alarms.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    """
    widgets = [
        _widget(
            "Executions",
            [["AWS/States", name, "StateMachineArn", f"${{{machine_id(program)}}}"] for name in _EXECUTIONS],
        ),
        _widget("Duration of executions (ms)", _durations(program)),
        *_functions(program),
        *_metrics(program),
        _queues(program),
        *_alarms(program, list(alarms)),
    ]
    lines = ",\n".join(json.dumps(_placed(widget, at), separators=(",", ":")) for at, widget in enumerate(widgets))
    return {DASHBOARD: resource("AWS::CloudWatch::Dashboard", {"DashboardBody": sub(f'{{"widgets":[\n{lines}\n]}}\n')})}


def _placed(widget: dict[str, Any], at: int) -> dict[str, Any]:
    row, column = divmod(at, ACROSS)
    return {**widget, "x": column * WIDTH, "y": row * HEIGHT, "width": WIDTH, "height": HEIGHT}


def _widget(title: str, metrics: list[list[Any]], **properties: Any) -> dict[str, Any]:
    shared = {
        "title": title,
        "region": "${AWS::Region}",
        "stat": "Sum",
        "period": 300,
        "metrics": _abbreviated(metrics),
    }
    return {"type": "metric", "properties": shared | properties}


def _abbreviated(metrics: list[list[Any]]) -> list[list[Any]]:
    """What a line has in common with the one before it is written as "."."""
    written = metrics[:1]
    for before, line in pairwise(metrics):
        written.append(
            [
                "." if index < len(before) and item == before[index] and isinstance(item, str) else item
                for index, item in enumerate(line)
            ]
        )
    return written


def _durations(program: Program) -> list[list[Any]]:
    line = ["AWS/States", "ExecutionTime", "StateMachineArn", f"${{{machine_id(program)}}}"]
    return [[*line, {"stat": percentile}] for percentile in ("p50", "p90", "p99")]


def _functions(program: Program) -> list[dict[str, Any]]:
    names = [f"${{{function.logical_id}}}" for function in program.functions]
    if not names:
        return []
    errors = [["AWS/Lambda", metric, "FunctionName", name] for metric in ("Errors", "Throttles") for name in names]
    durations = [["AWS/Lambda", "Duration", "FunctionName", name] for name in names]
    return [
        _widget("Errors and throttles of functions", errors),
        _widget("Duration of functions (ms)", durations, stat="p99"),
    ]


def _metrics(program: Program) -> list[dict[str, Any]]:
    """Counters in one widget, each other unit in its own, and so what is counted by a dimension of any value."""
    by_unit: dict[tuple[str, str], list[list[Any]]] = {}
    for metric in program.metrics:
        by = "".join(f", by {name}" for name, value in metric.dimensions.items() if value == "*")
        # Each line that a search finds is named by this label and its own: without it, all of them are "EUR".
        line = [{"expression": _search(metric), "label": metric.name}] if metric.is_open else _metric(metric)
        by_unit.setdefault((metric.unit, by), []).append(line)
    return [
        _widget(_TITLES[unit] + by, lines, stat="Sum" if by else _STATS[unit]) for (unit, by), lines in by_unit.items()
    ]


def _search(metric: Metric) -> str:
    """Every line of a metric of which not all dimensions are known.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
    """
    known = "".join(f' {name}="{value}"' for name, value in metric.dimensions.items() if value != "*")
    schema = ",".join([metric.namespace, *metric.dimensions])
    return f"SEARCH('{{{schema}}} MetricName=\"{metric.name}\"{known}', 'Sum', 300)"


def _metric(metric: Metric) -> list[Any]:
    return [metric.namespace, metric.name, *(part for pair in metric.dimensions.items() for part in pair)]


def _queues(program: Program) -> dict[str, Any]:
    names = [
        f"${{{logical_id}.QueueName}}"
        for logical_id in [*(q.logical_id for q in program.of_kind(Queue)), DEAD_LETTER_QUEUE]
    ]
    depth = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name] for name in names]
    age = [
        [
            "AWS/SQS",
            "ApproximateAgeOfOldestMessage",
            "QueueName",
            name,
            {"yAxis": "right", "label": f"oldest in {name} (s)"},
        ]
        for name in names
    ]
    return _widget("Messages waiting, and the age of the oldest", depth + age, stat="Maximum")


def _alarms(program: Program, alarms: list[str]) -> list[dict[str, Any]]:
    """Every alarm; once more by itself the one on alerts that were not delivered, since it is sent as an alert."""
    undelivered = [] if program.alerts is None else [delivery_alarm(program.alerts)]
    widgets = {"Alarms": alarms, "Alerts that were not delivered: you may read it only here": undelivered}
    return [
        {
            "type": "alarm",
            "properties": {"title": title, "alarms": [f"${{{logical_id}.Arn}}" for logical_id in shown]},
        }
        for title, shown in widgets.items()
        if shown
    ]
