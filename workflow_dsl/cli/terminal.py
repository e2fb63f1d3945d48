"""Write lines to a stream: with colour on a terminal, unless NO_COLOR is set, and without anywhere else.

A terminal that calls itself dumb takes lines of text and no sequences, as a file does.
Source: https://no-color.org
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO

Style = Literal["plain", "good", "bad", "warn", "faint", "strong"]

_CODES = {"good": "32", "bad": "31", "warn": "33", "faint": "2", "strong": "1"}


def is_smart(stream: TextIO) -> bool:
    """Whether it is a terminal that understands sequences."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_colour(stream: TextIO) -> bool:
    """Whether colour can be shown, and is wanted."""
    return is_smart(stream) and not os.environ.get("NO_COLOR")


class Terminal:
    """A stream for people."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_interactive = is_smart(stream)
        self._colour = has_colour(stream)

    def line(self, text: str = "", style: Style = "plain") -> None:
        """Write a line at once, so that it is seen when it happens."""
        # In one go: several threads tell of what they have done.
        print(f"{self.paint(text, style)}\n", end="", file=self._stream, flush=True)

    def paint(self, text: str, style: Style) -> str:
        """The text in a style, where styles can be shown."""
        return f"\033[{_CODES[style]}m{text}\033[0m" if self._colour and style in _CODES and text else text


class Progress:
    """Counts what is done; `step` after each."""

    def step(self) -> None:
        """One more is done."""
        raise NotImplementedError


class _Lines(Progress):
    def __init__(self, terminal: Terminal, label: str, total: int) -> None:
        self._terminal, self._label, self._total, self._done = terminal, label, total, 0

    def step(self) -> None:
        self._done += 1
        if self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            self._terminal.line(f"{self._label} {self._done}/{self._total}")


@contextmanager
def progress(terminal: Terminal, label: str, total: int) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere, a line for each tenth."""
    if not terminal.is_interactive:
        yield _Lines(terminal, label, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(label, total=total)

        class _Bar(Progress):
            def step(self) -> None:
                bar.advance(task)

        yield _Bar()
