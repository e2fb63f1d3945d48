"""Metrics are read from the logs, where functions write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflow_dsl.pipeline.run import LogLine
from workflow_dsl.pipeline.run.logs import count_metrics, is_metric


def _line(unit: str = "Count", **values: Any) -> LogLine:
    metrics = [{"Name": name, "Unit": unit} for name in values]
    return LogLine("group", json.dumps({"_aws": {"CloudWatchMetrics": [{"Metrics": metrics}]}, **values}))


def test_counts_are_summed_over_lines_and_values() -> None:
    lines = [_line(Retries=[1.0], Attempts=[1.0, 1.0]), _line(Attempts=3), LogLine("group", "started")]

    assert count_metrics(lines) == {"Retries": 1, "Attempts": 5}


@pytest.mark.parametrize("text", ['{"_aws": 1}', '{"_aws": {}}', 'not "_aws" JSON', '["_aws"]'])
def test_what_only_looks_like_a_metric_counts_nothing(text: str) -> None:
    assert count_metrics([LogLine("group", text)]) == {}


def test_a_duration_is_not_a_count() -> None:
    assert count_metrics([_line("Milliseconds", Latency=[12.5])]) == {}


def test_metrics_are_told_from_what_a_function_says() -> None:
    assert is_metric(_line(Retries=1))
    assert not is_metric(LogLine("group", '{"level": "INFO"}'))
