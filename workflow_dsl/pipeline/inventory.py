"""What a template holds, as tables: its resources by type, its parameters, and what of the metrics is alarmed on."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow_dsl.program import Program
from workflow_dsl.resources import Metric
from workflow_dsl.stack import Template


def tabulate_inventory(program: Program, template: Template) -> Iterator[str]:
    """The tables, line by line."""
    yield from _table(("type", "how many", "logical ids"), _by_type(template.resources))
    if template.parameters:
        yield from _table(
            ("parameter", "default", "what it is"), itertools.starmap(_parameter, template.parameters.items())
        )
    metrics = program.of_kind(Metric)
    if metrics:
        yield from _table(("metric of the handlers", "unit", "alarm when above"), map(_metric, metrics))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _by_type(resources: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The types in the order of the template, each with its resources."""
    ids: dict[str, list[str]] = {}
    for logical_id, each in resources.items():
        ids.setdefault(each["Type"], []).append(f"`{logical_id}`")
    for kind, found in ids.items():
        yield kind, str(len(found)), ", ".join(found)


def _parameter(name: str, of: Mapping[str, Any]) -> tuple[str, ...]:
    default = f"`{of['Default']}`" if "Default" in of else "-"
    allowed = ", ".join(map(str, of.get("AllowedValues", ())))
    return f"`{name}`", default, str(of.get("Description") or (f"one of {allowed}" if allowed else "-"))


def _metric(metric: Metric) -> tuple[str, ...]:
    bound = "-" if metric.alarm_above is None else f"{metric.alarm_above:,} in five minutes"
    return f"`{metric.namespace}/{metric.name}`", metric.unit, bound
