"""Measurements as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measure import Measured


@dataclass(frozen=True, slots=True)
class Goal:
    """A promise: `measured` is not above `limit`."""

    promise: str
    measured: float
    limit: float

    @property
    def kept(self) -> bool:
        """Whether it holds in this run."""
        return self.measured <= self.limit


def render_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table that also reads well as plain text."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    written = [_row(line, widths) for line in lines]
    ruler = (
        "|" + "|".join("-" * (width + 1) + ("-" if column == 0 else ":") for column, width in enumerate(widths)) + "|"
    )
    return "\n".join([written[0], ruler, *written[1:]])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = (
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join(aligned) + " |"


def payment_table(measured: dict[str, Measured], reference: str) -> str:
    """Every contender, as a ratio to `reference` too."""
    base = measured[reference]
    head = ("payment workflow", "CPU s", "of sfnx", "MiB", "of sfnx")
    rows = (
        (
            name,
            f"{each.cpu:.3f}",
            f"{each.cpu / base.cpu:.2f}",
            f"{each.memory:.0f}",
            f"{each.memory / base.memory:.2f}",
        )
        for name, each in measured.items()
    )
    return render_table(head, rows)


def chain_table(measured: dict[int, tuple[Measured, Measured]]) -> str:
    """How time grows with the number of states."""
    head = ("states in a row", "ours, CPU s", "ours, ms a state", "sfnx, CPU s")
    rows = (
        (f"{length:,}", f"{ours.cpu:.3f}", f"{ours.cpu / length * 1000:.2f}", f"{theirs.cpu:.3f}")
        for length, (ours, theirs) in measured.items()
    )
    return render_table(head, rows)


def goal_table(goals: Iterable[Goal]) -> str:
    """What was promised, and whether it holds."""
    rows = ((goal.promise, f"{goal.measured:.2f}", f"{goal.limit:.2f}", "yes" if goal.kept else "NO") for goal in goals)
    return render_table(("goal", "measured", "at most", "kept"), rows)
