"""Definitions that nobody here wrote are imported as Python that compiles back to them, or refused at a place."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.asl.corpus import ABSENT, Sample, samples
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.pipeline.importing import Imported, import_text

TABLE = Path(__file__).parent / "corpus-imports.md"
RENEW = "WORKFLOW_DSL_RENEW=1 python -m pytest tests/importing/test_corpus_imports.py -k table"
ROOT = Path(__file__).parents[2]

DISAGREEMENTS = {
    "valid-map-with-item-batcher-jsonata": "labelled valid by a tool; AWS refuses a JSONPath state in a JSONata "
    "machine (INVALID_DOWNGRADE_QUERY_LANGUAGE)",
}
"""What a tool labels valid, and why it is refused."""

IMPORTED_ALL_THE_SAME = {
    "invalid-json-surround-syntax-extra-spaces": "a convention of the tool: AWS asks for {% and %} around, not for one "
    "space",
    "invalid-jsonata-surround-syntax-no-spaces": "a convention of the tool: AWS asks for {% and %} around, not for "
    "spaces",
    "aws_validation:4": "AWS refuses .waitForTaskToken in an Express workflow only, and a definition does not say "
    "which it is for",
}
"""What is labelled invalid, and why it is imported."""

pytestmark = pytest.mark.skipif(not samples(), reason=ABSENT)


@cache
def outcomes() -> dict[str, tuple[Sample, Imported | FindingsError]]:
    """Each definition of the corpus, imported or refused."""
    return {sample.name: (sample, _outcome(sample)) for sample in samples()}


def _outcome(sample: Sample) -> Imported | FindingsError:
    file = sample.name if sample.name.endswith(".json") else f"{sample.name}.json"
    try:
        return import_text(sample.text, file=file, name="Sample")
    except FindingsError as error:
        return error


def _imported(expected: str) -> list[Imported]:
    found = [outcome for sample, outcome in outcomes().values() if sample.expected == expected]
    return [outcome for outcome in found if isinstance(outcome, Imported)]


def _reason(name: str, reasons: dict[str, str]) -> str | None:
    return next((reason for part, reason in reasons.items() if part in name), None)


def test_what_is_valid_is_imported_and_compiles_back_equal() -> None:
    """`import` compiles what it wrote and compares it, so that being imported is the proof."""
    refused = {
        name: str(outcome)
        for name, (sample, outcome) in outcomes().items()
        if sample.expected == "valid" and isinstance(outcome, FindingsError) and not _reason(name, DISAGREEMENTS)
    }
    assert refused == {}
    assert len(_imported("valid")) > 800


def test_what_aws_accepted_is_never_refused() -> None:
    refused = [
        name
        for name, (sample, outcome) in outcomes().items()
        if "AWS" in sample.authority and sample.expected == "valid" and isinstance(outcome, FindingsError)
    ]
    assert refused == []


def test_what_is_invalid_is_refused_at_a_place_with_what_to_write_instead() -> None:
    for name, (sample, outcome) in outcomes().items():
        if sample.expected != "invalid" or _reason(name, IMPORTED_ALL_THE_SAME):
            continue
        assert isinstance(outcome, FindingsError), name
        for finding in outcome.findings:
            assert finding.place is not None, name
            assert finding.instead, name


def test_no_definition_whatever_ends_in_anything_but_python_or_findings() -> None:
    assert len(outcomes()) > 1_400
    assert not [
        name
        for name, (_, outcome) in outcomes().items()
        if isinstance(outcome, FindingsError) and any(finding.code == "WF806" for finding in outcome.findings)
    ]


def test_a_part_of_what_was_imported_type_checks(tmp_path: Path) -> None:
    _type_check(_imported("valid")[::25], tmp_path)


@pytest.mark.proof
def test_everything_that_was_imported_type_checks(tmp_path: Path) -> None:
    _type_check([*_imported("valid"), *_imported("unknown"), *_imported("invalid")], tmp_path)


def test_everything_that_was_imported_is_formatted(tmp_path: Path) -> None:
    _write([*_imported("valid"), *_imported("unknown")], tmp_path)

    command = [sys.executable, "-m", "ruff", "format", "--check", "--isolated", "--line-length", "120", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout[-2000:]


def test_the_table_of_imports_is_what_the_code_says() -> None:
    table = _table()
    if os.environ.get("WORKFLOW_DSL_RENEW"):
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table, f"renew it: {RENEW}"


def _type_check(imported: list[Imported], folder: Path) -> None:
    _write(imported, folder)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    errors = [line for line in done.stdout.splitlines() if line.startswith(str(folder))]
    assert errors == []
    assert "error" in done.stdout or "Success" in done.stdout, done.stderr[-2000:]


def _write(imported: list[Imported], folder: Path) -> None:
    for number, one in enumerate(imported):
        (folder / f"definition_{number}.py").write_text(one.text, encoding="utf-8")


def _table() -> str:
    counts = {
        expected: (
            len([1 for sample, _ in outcomes().values() if sample.expected == expected]),
            len(_imported(expected)),
        )
        for expected in ("valid", "unknown", "invalid")
    }
    invalid = [(name, outcome) for name, (sample, outcome) in outcomes().items() if sample.expected == "invalid"]
    valid = [(name, outcome) for name, (sample, outcome) in outcomes().items() if sample.expected == "valid"]
    lines = [
        "# What importing says of the corpus",
        "",
        f"Written by `{RENEW}`, not by hand. Imported means: compiled again, and equal as canonical JSON.",
        "",
        *(
            f"- {told}: {total}; imported: {done}."
            for told, (total, done) in zip(
                ("Labelled valid, or accepted by AWS", "Without a label", "Labelled invalid, or refused by AWS"),
                counts.values(),
                strict=True,
            )
        ),
        "",
        "## Refused, labelled valid",
        "",
        *(f"- `{name}`: {_reason(name, DISAGREEMENTS)}" for name, one in valid if isinstance(one, FindingsError)),
        "",
        "## Imported, labelled invalid",
        "",
        *(f"- `{name}`: {_reason(name, IMPORTED_ALL_THE_SAME)}" for name, one in invalid if isinstance(one, Imported)),
        "",
        "## Refused, labelled invalid",
        "",
        "| definition | first finding | line |",
        "| --- | --- | --- |",
        *(f"| `{name}` | {_first(one)} |" for name, one in invalid if isinstance(one, FindingsError)),
    ]
    return "\n".join(lines) + "\n"


def _first(error: FindingsError) -> str:
    finding = error.findings[0]
    return f"{finding.code} | {finding.place.line if finding.place else '-'}"
