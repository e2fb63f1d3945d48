"""Definitions that nobody here wrote: those labelled valid have no error, those labelled invalid have one, and where
the checks and a label disagree the reason is written down. What AWS itself answered is law.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.asl.corpus import ABSENT, ROOT, Sample, samples
from workflow_dsl.checks import check_definition
from workflow_dsl.diagnostics import Finding, Severity

TABLE = Path(__file__).parent / "corpus-agreement.md"
RENEW = "WORKFLOW_DSL_RENEW=1 python -m pytest tests/checks/test_corpus_agreement.py -k table"

REFUSED_THOUGH_VALID = {
    "valid-assign_98f07793": (
        "the tool does not look",
        'the manual forbids the name: "top-level" has a dash in it, and $top-level would be a subtraction',
    ),
    "valid-map-with-item-batcher-jsonata": (
        "AWS decides",
        "AWS refuses a JSONPath state in a JSONata machine (aws_validation, INVALID_DOWNGRADE_QUERY_LANGUAGE)",
    ),
    "valid-task-intrisic-function": (
        "no definition yet",
        "a Resource that is a CloudFormation function is none before the template is resolved",
    ),
    "test_succeed-with-comment-in-catcher": (
        "the tool does not look",
        "lambda:invoke without a FunctionName: the tool does not know the service's arguments",
    ),
}
_SPACES = "the manual asks for {% at the beginning and %} at the end, and says nothing of the spaces inside"
ACCEPTED_THOUGH_INVALID = {
    "invalid-json-surround-syntax-extra-spaces": ("the tool is stricter", _SPACES),
    "invalid-jsonata-surround-syntax-no-spaces": ("the tool is stricter", _SPACES),
}

pytestmark = pytest.mark.skipif(not samples(), reason=ABSENT)


@cache
def _express() -> frozenset[str]:
    """The samples that were given to AWS as Express state machines."""
    names: set[str] = set()
    for label, file, key in (
        ("accepted_definitions", "accepted_definitions", "type"),
        ("aws_validation", "localstack", "params"),
    ):
        rows = (ROOT / "aws_validation" / f"{file}.jsonl").read_text("utf-8").splitlines()
        for number, row in enumerate(map(json.loads, rows), start=1):
            kind = row[key] if isinstance(row[key], str) else row[key].get("type")
            if kind == "EXPRESS":
                names.add(f"{label}:{number}")
    return frozenset(names)


@cache
def _findings(sample: Sample) -> tuple[Finding, ...]:
    return tuple(check_definition(sample.text, file=sample.name, express=sample.name in _express()))


def _errors(sample: Sample) -> list[Finding]:
    return [finding for finding in _findings(sample) if finding.severity is Severity.ERROR]


def _explained(sample: Sample, reasons: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    return next((reason for name, reason in reasons.items() if name in sample.name), None)


def _labelled(expected: str) -> list[Sample]:
    return [sample for sample in samples() if sample.expected == expected]


def test_what_aws_accepted_has_no_error() -> None:
    accepted = [sample for sample in _labelled("valid") if "AWS" in sample.authority]

    assert len(accepted) > 400
    assert {sample.name: str(_errors(sample)[0].render()) for sample in accepted if _errors(sample)} == {}


def test_what_aws_refused_has_an_error() -> None:
    refused = [sample for sample in _labelled("invalid") if "AWS" in sample.authority]

    assert len(refused) >= 4
    assert [sample.name for sample in refused if not _errors(sample)] == []


def test_a_disagreement_with_a_label_is_explained() -> None:
    for expected, reasons in (("valid", REFUSED_THOUGH_VALID), ("invalid", ACCEPTED_THOUGH_INVALID)):
        differing = [sample for sample in _labelled(expected) if bool(_errors(sample)) == (expected == "valid")]
        assert {sample.name for sample in differing if _explained(sample, reasons) is None} == set()
        assert len(differing) == len(reasons), "an explanation explains nothing any more"


def test_every_finding_has_a_place_and_says_what_to_write_instead() -> None:
    for sample in samples():
        for finding in _findings(sample):
            assert finding.place is not None, sample.name
            assert finding.place.line >= 1, sample.name
            assert finding.message, sample.name
            assert finding.instead, sample.name


def test_the_table_of_agreement_is_what_the_checks_say() -> None:
    table = _table()
    if os.environ.get("WORKFLOW_DSL_RENEW"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text("utf-8") == table, f"renew it: {RENEW}"


def _table() -> str:
    lines = [
        "# What the checks say of the corpus",
        "",
        f"Written by `{RENEW}`, not by hand.",
        "",
        "| on the word of | labelled | definitions | the checks agree |",
        "| --- | --- | ---: | ---: |",
        *_agreement(),
        "",
        "## Disagreements",
        "",
        "| definition | labelled | by | category | explanation | finding |",
        "| --- | --- | --- | --- | --- | --- |",
        *_disagreements(),
        "",
        "## What is found in definitions without a label",
        "",
        "Published samples, and definitions of other tools' tests, many of them wrong on purpose. How many definitions",
        "have each finding:",
        "",
        "| code | definitions |",
        "| --- | ---: |",
        *_counts(),
    ]
    return "\n".join(lines) + "\n"


def _agreement() -> list[str]:
    rows: Counter[tuple[str, str]] = Counter()
    agreed: Counter[tuple[str, str]] = Counter()
    for sample in samples():
        if sample.expected != "unknown":
            key = (_authority(sample), sample.expected)
            rows[key] += 1
            agreed[key] += bool(_errors(sample)) == (sample.expected == "invalid")
    return [f"| {key[0]} | {key[1]} | {rows[key]} | {agreed[key]} |" for key in sorted(rows)]


def _authority(sample: Sample) -> str:
    return "AWS" if "AWS" in sample.authority else sample.authority


def _disagreements() -> list[str]:
    lines: list[str] = []
    for expected, reasons in (("valid", REFUSED_THOUGH_VALID), ("invalid", ACCEPTED_THOUGH_INVALID)):
        for sample in _labelled(expected):
            errors = _errors(sample)
            if bool(errors) == (expected == "valid"):
                category, why = _explained(sample, reasons) or ("unexplained", "")
                found = f"{errors[0].code} {errors[0].message}".replace("|", "\\|") if errors else "none"
                name = sample.name.rpartition("/")[2]
                lines.append(f"| `{name}` | {expected} | {_authority(sample)} | {category} | {why} | {found} |")
    return lines


def _counts() -> list[str]:
    counted: Counter[str] = Counter()
    for sample in samples():
        if sample.expected == "unknown":
            counted.update({finding.code for finding in _findings(sample)})
    return [f"| {code} | {count} |" for code, count in sorted(counted.items())]
