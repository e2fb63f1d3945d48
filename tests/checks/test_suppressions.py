"""Findings that are left where they are, with a reason."""

from __future__ import annotations

from workflow_dsl.checks import Settings, suppress
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Place

SOURCE = """\
charge = task(
    "Charge",
    retry=[
        Retry("Busy"),
    ],
)
"""


def found(line: int, code: str = "WF306", file: str = "shop.py") -> Finding:
    """A finding at a line."""
    return Finding(code, Severity.WARNING, "a problem", "a remedy", Place(file, line, 5))


def left(text: str, *findings: Finding, settings: Settings | None = None, file: str = "shop.py") -> list[str]:
    """The codes and lines that are left."""
    lines = {file: text.splitlines(keepends=True)}
    kept = suppress(findings, lambda name: lines.get(name, []), settings, files=[file])
    return [f"{finding.code}:{finding.place.line if finding.place else 0}" for finding in kept]


def commented(line: int, comment: str) -> str:
    """The source with a comment at the end of a line."""
    lines = SOURCE.splitlines()
    lines[line - 1] += f"  # {comment}"
    return "\n".join(lines) + "\n"


def test_a_comment_on_the_line_with_a_reason_takes_the_finding_away() -> None:
    assert left(commented(4, "wf: ignore[WF306] bounded by the machine"), found(4)) == []


def test_a_comment_on_the_first_line_of_a_call_covers_the_call() -> None:
    assert left(commented(1, "wf: ignore[WF306] bounded by the machine"), found(4), found(6)) == []


def test_a_comment_alone_on_the_line_before_covers_what_begins_behind_it() -> None:
    assert left("# wf: ignore[WF306] bounded by the machine\n" + SOURCE, found(2), found(5)) == []


def test_a_comment_is_about_its_codes_only() -> None:
    assert left(commented(4, "wf: ignore[WF302, WF304] seen"), found(4), found(4, "WF302"), found(4, "WF304")) == [
        "WF306:4"
    ]


def test_a_comment_without_a_reason_suppresses_nothing_and_is_an_error() -> None:
    assert left(commented(4, "wf: ignore[WF306]"), found(4)) == ["WF306:4", "WF811:4"]


def test_a_comment_without_a_code_is_an_error() -> None:
    assert left(commented(4, "wf: ignore everything"), found(4)) == ["WF306:4", "WF811:4"]


def test_a_comment_that_suppresses_nothing_is_told() -> None:
    assert left(commented(2, "wf: ignore[WF302] long ago"), found(4)) == ["WF812:2", "WF306:4"]


def test_only_some_codes_are_shown() -> None:
    findings = [found(1, "WF306"), found(2, "WF410"), found(3, "WF411")]

    assert left(SOURCE, *findings, settings=Settings(select=("WF4",))) == ["WF410:2", "WF411:3"]
    assert left(SOURCE, *findings, settings=Settings(ignore=("WF41", "WF9"))) == ["WF306:1"]


def test_a_project_ignores_a_code_with_a_reason_in_some_of_its_files() -> None:
    settings = Settings(reasons={"WF306:legacy/*": "replaced in March", "WF302": "seen"})

    assert left(SOURCE, found(1, file="legacy/shop.py"), found(1), found(1, "WF302"), settings=settings) == ["WF306:1"]


def test_a_comment_in_yaml_is_on_the_line_of_the_finding() -> None:
    text = "States:\n  A: # wf: ignore[WF306] bounded\n    Type: Task\n"

    assert left(text, found(2, file="a.yaml"), found(3, file="a.yaml"), file="a.yaml") == ["WF306:3"]
