"""Findings as text, JSON, SARIF, and annotations of GitHub Actions."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from workflow_dsl.checks.catalogue import catalogue
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Place

# Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_text(findings: Sequence[Finding], folder: Path) -> str:
    """A line for each."""
    return "".join(f"{finding.render(str(folder))}\n" for finding in findings)


def as_json(findings: Sequence[Finding], folder: Path) -> str:
    """A list of objects."""
    rows = [_row(finding, folder) for finding in findings]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def as_github(findings: Sequence[Finding], folder: Path) -> str:
    """Workflow commands that GitHub shows at the lines of a pull request."""
    return "".join(f"{_github(finding, folder)}\n" for finding in findings)


def as_sarif(findings: Sequence[Finding], folder: Path) -> str:
    """SARIF 2.1.0, as code scanning takes it."""
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "workflow-dsl", "rules": [_sarif_rule(code) for code in codes]}
    results = [_sarif_result(finding, folder, codes) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return (
        json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"
    )


FORMATS: Mapping[str, Callable[[Sequence[Finding], Path], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}


def _row(finding: Finding, folder: Path) -> dict[str, Any]:
    place = finding.place
    return {
        "file": None if place is None else _file(place, folder),
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "instead": finding.instead,
    }


def _file(place: Place, folder: Path) -> str:
    path = Path(place.file)
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _github(finding: Finding, folder: Path) -> str:
    properties = {"title": finding.code}
    if finding.place is not None:
        where = {
            "file": _file(finding.place, folder),
            "line": str(finding.place.line),
            "col": str(finding.place.column),
        }
        properties = where | properties
    named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{_GITHUB_LEVELS[finding.severity]} {named}::{_escaped(_text(finding))}"


def _text(finding: Finding) -> str:
    return f"{finding.message}; {finding.instead}" if finding.instead else finding.message


def _escaped(text: str, more: str = "") -> str:
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _sarif_rule(code: str) -> dict[str, Any]:
    entry = catalogue().get(code)
    if entry is None:
        return {"id": code}
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.why},
        "defaultConfiguration": {"level": _SARIF_LEVELS[Severity(entry.severity)]},
    }
    return rule | ({"helpUri": entry.source} if entry.source else {})


def _sarif_result(finding: Finding, folder: Path, codes: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": _text(finding)},
    }
    place = finding.place
    if place is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        where = {"artifactLocation": {"uri": _uri(place, folder)}, "region": region}
        result["locations"] = [{"physicalLocation": where}]
    return result


def _uri(place: Place, folder: Path) -> str:
    path = Path(place.file)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_uri()
