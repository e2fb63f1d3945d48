"""Definitions that nobody here wrote: a corpus beside the checkout, or wherever WORKFLOW_DSL_CORPUS says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workflow_dsl import asl
from workflow_dsl.diagnostics import FindingsError

ROOT = Path(os.environ.get("WORKFLOW_DSL_CORPUS", Path(__file__).resolve().parents[2].parent / "shared" / "corpus"))
ABSENT = f"the corpus is not here: set WORKFLOW_DSL_CORPUS to its folder (looked for {ROOT.name!r} beside the checkout)"


@dataclass(frozen=True)
class Sample:
    """One definition; `expected` is "valid", "invalid" or "unknown", on the word of `authority`."""

    name: str
    text: str
    expected: str
    authority: str


@cache
def samples() -> tuple[Sample, ...]:
    """Every definition of the corpus; none when it is not here."""
    if not ROOT.is_dir():
        return ()
    return (*_published(), *_accepted(), *_answered(), *_recorded())


def accepted_states(language: asl.QueryLanguageName) -> Iterator[asl.State]:
    """The states in this query language of the definitions that AWS accepted."""
    for sample in samples():
        if sample.authority != "AWS" or sample.expected != "valid":
            continue
        try:
            machine = asl.read(sample.text, file=sample.name)
        except FindingsError:
            continue
        for _, state in asl.walk(machine):
            if (state.QueryLanguage or machine.QueryLanguage) == language:
                yield state


def canonical(value: Any) -> str:
    """One text for equal JSON values: 2 and 2.0 are told apart, the order of keys is not."""
    return json.dumps(value, sort_keys=True)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _published() -> Iterator[Sample]:
    for row in _rows("manifest.jsonl"):
        text = (ROOT / row["path"]).read_text(encoding="utf-8")
        yield Sample(row["path"], text, row.get("expected", "unknown"), row.get("label_authority") or "nobody")


def _accepted() -> Iterator[Sample]:
    for number, row in enumerate(_rows("aws_validation/accepted_definitions.jsonl"), start=1):
        yield Sample(f"accepted_definitions:{number}", json.dumps(row["definition"]), "valid", "AWS")


def _answered() -> Iterator[Sample]:
    for number, row in enumerate(_rows("aws_validation/localstack.jsonl"), start=1):
        expected = "valid" if row["valid"] else "invalid"
        yield Sample(f"aws_validation:{number}", json.dumps(row["definition"]), expected, "AWS")


def _recorded() -> Iterator[Sample]:
    for path in sorted((ROOT / "aws_recorded").glob("[!_]*.json")):
        definition = json.loads(path.read_text(encoding="utf-8"))["definition"]
        yield Sample(f"aws_recorded/{path.stem}", json.dumps(definition), "valid", "AWS")
