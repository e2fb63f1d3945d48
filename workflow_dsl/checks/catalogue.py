"""The manual of every code: of the rules, and of what other parts report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflow_dsl.checks.registry import EVERY_RULE
from workflow_dsl.checks.rule import AnyRule, Rule, Sample, TemplateRule, TemplateSample

FAMILIES: Mapping[str, str] = {
    "WF0": "The language",
    "WF1": "Flow",
    "WF2": "Data and privacy",
    "WF3": "Errors, retries and time-outs",
    "WF4": "Services",
    "WF5": "Limits",
    "WF6": "Handlers",
    "WF7": "The stack",
    "WF8": "The project",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The manual of one code. `valid` and `invalid` are examples as JSON; `source` is a page of a manual, or empty."""

    code: str
    severity: str
    title: str
    why: str
    reported_by: str
    source: str = ""
    valid: tuple[Any, ...] = ()
    invalid: tuple[Any, ...] = ()

    @property
    def family(self) -> str:
        """What its first digit stands for."""
        return FAMILIES[self.code[:3]]


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every code with its manual, in order."""
    table = json.loads(Path(__file__).with_name("elsewhere.json").read_bytes())["codes"]
    entries = [Entry(code, row["severity"], row["title"], row["why"], row["by"]) for code, row in table.items()]
    entries += [_entry(rule) for rule in EVERY_RULE]
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}


def _entry(rule: AnyRule) -> Entry:
    valid, invalid = _samples(rule)
    return Entry(rule.code, rule.severity.value, rule.title(), rule.why, "check", rule.source, valid, invalid)


def _samples(rule: AnyRule) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if isinstance(rule, Rule | TemplateRule):
        return tuple(map(_shown, rule.valid)), tuple(map(_shown, rule.invalid))
    return (), ()


def _shown(sample: Sample | TemplateSample) -> Any:
    if isinstance(sample, TemplateSample):
        return {**sample.sections, **({"Resources": sample.resources} if sample.resources else {})}
    return sample.machine
