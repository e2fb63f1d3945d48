"""Definitions that nobody here wrote are read, written back equal, or refused at a place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.asl.corpus import ABSENT, Sample, canonical, samples
from workflow_dsl import asl
from workflow_dsl.diagnostics import FindingsError

TABLE = Path(__file__).parent / "corpus-verdicts.md"
RENEW = "WORKFLOW_DSL_RENEW=1 python -m pytest tests/asl/test_corpus.py -k table"

DISAGREEMENTS = {
    "valid-map-with-item-batcher-jsonata": "AWS refuses a JSONPath state in a JSONata machine (aws_validation, "
    "INVALID_DOWNGRADE_QUERY_LANGUAGE)",
    "valid-task-intrisic-function": "a Resource that is a CloudFormation function is no definition yet: the template "
    "has to be resolved first",
}
"""Definitions that a tool labels valid and that are refused here, with the reason."""

pytestmark = pytest.mark.skipif(not samples(), reason=ABSENT)


def _refusal(sample: Sample) -> FindingsError | None:
    try:
        asl.read(sample.text, file=sample.name)
    except FindingsError as error:
        return error
    return None


def _disagreement(sample: Sample) -> str | None:
    return next((reason for name, reason in DISAGREEMENTS.items() if name in sample.name), None)


def test_what_was_read_is_written_back_equal() -> None:
    """Equal as canonical JSON, and the text written is a fixed point."""
    count = 0
    for sample in samples():
        if _refusal(sample) is not None:
            continue
        written = asl.write(asl.read(sample.text, file=sample.name))
        assert canonical(json.loads(written)) == canonical(json.loads(sample.text)), sample.name
        assert asl.write(asl.read(written, file=sample.name)) == written, sample.name
        count += 1
    assert count > 1_300


def test_what_is_labelled_valid_is_read() -> None:
    refused = {
        sample.name: str(error)
        for sample in samples()
        if sample.expected == "valid" and (error := _refusal(sample)) and not _disagreement(sample)
    }
    assert refused == {}


def test_what_aws_accepted_is_never_refused() -> None:
    assert not [
        sample.name
        for sample in samples()
        if "AWS" in sample.authority and sample.expected == "valid" and _refusal(sample)
    ]


def test_every_refusal_has_a_place_and_says_what_to_write_instead() -> None:
    for sample in samples():
        error = _refusal(sample)
        for finding in error.findings if error else ():
            assert finding.place is not None, sample.name
            assert finding.message, sample.name
            assert finding.instead, sample.name


def test_the_table_of_verdicts_is_what_the_code_says() -> None:
    table = _table()
    if os.environ.get("WORKFLOW_DSL_RENEW"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table, f"renew it: {RENEW}"


def _table() -> str:
    invalid = {sample.name: sample for sample in samples() if sample.expected == "invalid"}
    valid = [sample for sample in samples() if sample.expected == "valid"]
    refused = {name: error for name, sample in invalid.items() if (error := _refusal(sample))}
    left = [sample for name, sample in invalid.items() if name not in refused]
    read = sum(_refusal(sample) is None for sample in valid)
    lines = [
        "# What reading alone says of the corpus",
        "",
        f"Written by `{RENEW}`, not by hand.",
        "",
        f"- Labelled valid, or accepted by AWS: {len(valid)}; read: {read}.",
        f"- Labelled invalid, or refused by AWS: {len(invalid)}; refused here: {len(refused)}; left: {len(left)}.",
        "",
        "## Refused here, labelled valid by a tool",
        "",
        *(f"- `{sample.name}`: {_disagreement(sample)}" for sample in valid if _refusal(sample)),
        "",
        "## Labelled invalid, left for the checks of the whole machine",
        "",
        *(f"- `{sample.name}` ({sample.authority})" for sample in left),
        "",
        "## Labelled invalid, refused here",
        "",
        "| definition | first finding |",
        "| --- | --- |",
        *(f"| `{name}` | {_first(error)} |" for name, error in refused.items()),
    ]
    return "\n".join(lines) + "\n"


def _first(error: FindingsError) -> str:
    finding = error.findings[0]
    place = f"{finding.place.line}:{finding.place.column}: " if finding.place else ""
    return f"{place}{finding.code} {finding.message}; {finding.instead}".replace("|", "\\|")
