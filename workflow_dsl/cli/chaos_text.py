"""The report of a chaos run for people: on a terminal, and in a page."""

from __future__ import annotations

from pathlib import Path

from workflow_dsl.cli.terminal import Terminal
from workflow_dsl.testing.chaos import Report

BEGIN = "<!-- results: written by the command below -->"
END = "<!-- end of results -->"

MOST_SHOWN = 20

Table = list[tuple[str, ...]]


def write_report(terminal: Terminal, report: Report) -> None:
    """The tables, each failure with its command, and one sentence."""
    for line in aligned(report.family_table()):
        terminal.line(line)
    if report.mutants:
        terminal.line()
        for line in aligned(report.mutant_table()):
            terminal.line(line)
    for note in report.notes:
        terminal.line()
        terminal.line(note, "bad")
    for failure in report.failures[:MOST_SHOWN]:
        found = failure.violation
        terminal.line()
        terminal.line(f"{found.invariant} {failure.family}: {found.problem} ({found.key})", "bad")
        if found.case is not None:
            terminal.line(f"  case      {found.case}")
            terminal.line(f"  smallest  {failure.smallest}")
        terminal.line(f"  repeat    {failure.command}")
    if len(report.failures) > MOST_SHOWN:
        terminal.line(f"and {len(report.failures) - MOST_SHOWN} more; --json has them all")
    terminal.line()
    terminal.line(summary(report), "good" if report.holds else "bad")


def summary(report: Report) -> str:
    """What it came to, in a sentence."""
    survived = [mutant.name for mutant in report.mutants if not mutant.caught]
    text = f"{report.cases} cases, {report.points} fault points, {len(report.failures)} violations"
    if report.mutants:
        caught = len(report.mutants) - len(survived)
        text += f", {caught} of {len(report.mutants)} mutants caught"
    text += f" ({', '.join(survived)} survived)" if survived else ""
    return f"{text}, in {report.seconds:.0f} s"


def has_markers(path: Path) -> bool:
    """Whether it is a page with a place for the tables."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return END in text.partition(BEGIN)[2]


def write_document(path: Path, report: Report, command: str) -> None:
    """Put the tables between the markers of a page."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    parts = [BEGIN, "", "```console", f"$ {command}", "```", "", f"{summary(report)}.", ""]
    parts += [*_markdown(report.family_table()), ""]
    parts += [*_markdown(report.mutant_table()), ""] if report.mutants else []
    path.write_text(before + "\n".join(parts) + END + after, encoding="utf-8")


def aligned(table: Table) -> list[str]:
    """Columns under their heads; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(_cell(text, width) for text, width in zip(row, widths, strict=True)).rstrip() for row in table]


def _cell(text: str, width: int) -> str:
    return text.rjust(width) if text.isdigit() else text.ljust(width)


def _markdown(table: Table) -> list[str]:
    heads, *rows = table
    return [_line(heads), _line(("---",) * len(heads)), *map(_line, rows)]


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
