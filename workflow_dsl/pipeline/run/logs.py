"""What Lambda functions wrote while they ran: their log lines, and the metrics in them.

Metrics are written to the log in the embedded metric format, which the emulator does not read.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_dsl.deploy import Connection, StackResource

_PLATFORM = ("START ", "END ", "REPORT ")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line that a function wrote, without those of the platform; `group` is the log group's name."""

    group: str
    text: str


class Logs:
    """The logs of a stack's functions, and what is new in them from now on."""

    def __init__(self, connection: Connection, resources: list[StackResource]) -> None:
        self._connection = connection
        groups = {one.physical_id for one in resources if one.resource_type == "AWS::Logs::LogGroup"}
        functions = [one.physical_id for one in resources if one.resource_type == "AWS::Lambda::Function"]
        # The group that a function without one of its own gets.
        self._groups = sorted(groups | {f"/aws/lambda/{function}" for function in functions})
        self._seen: Counter[str] = Counter()
        for _ in self.new_lines():
            pass

    def new_lines(self) -> Iterator[LogLine]:
        """What was written since the last call, group by group."""
        existing = self._existing()
        for group in self._groups:
            if group in existing:
                yield from self._new_in(group)

    def _existing(self) -> set[str]:
        pages = self._connection.client("logs").pages("describe_log_groups")
        return {group["logGroupName"] for page in pages for group in page["logGroups"]}

    def _new_in(self, group: str) -> Iterator[LogLine]:
        pages = self._connection.client("logs").pages("filter_log_events", logGroupName=group)
        texts = [event["message"].rstrip("\n") for page in pages for event in page["events"]]
        fresh, self._seen[group] = texts[self._seen[group] :], len(texts)
        yield from (LogLine(group, text) for text in fresh if not text.startswith(_PLATFORM))


def count_metrics(lines: Iterable[LogLine]) -> Counter[str]:
    """The sum of each metric whose unit is Count."""
    counted: Counter[str] = Counter()
    for line in lines:
        for name, values in _metrics(line.text):
            counted[name] += int(sum(values))
    return counted


def is_metric(line: LogLine) -> bool:
    """Whether the line is one of the embedded metric format."""
    return '"_aws"' in line.text


def _metrics(text: str) -> Iterator[tuple[str, list[float]]]:
    if '"_aws"' not in text:
        return
    try:
        blob: Mapping[str, Any] = json.loads(text)
        directives = blob["_aws"]["CloudWatchMetrics"]
    except (ValueError, KeyError, TypeError):
        return
    for directive in directives:
        for metric in directive["Metrics"]:
            if metric.get("Unit") == "Count":
                value = blob[metric["Name"]]
                yield metric["Name"], value if isinstance(value, list) else [value]
