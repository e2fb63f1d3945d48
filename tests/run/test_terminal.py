"""What people see: colour on a terminal only, and progress that can be read in a log."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from workflow_dsl.cli.run_text import short_cause, write_execution_event, write_report
from workflow_dsl.cli.terminal import Terminal, progress
from workflow_dsl.pipeline.run import ExecutionEnded, RunReport, TableChange


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _shown(stream: io.StringIO) -> str:
    Terminal(stream).line("failed", "bad")
    return stream.getvalue()


def test_a_terminal_gets_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    assert _shown(Screen()) == "\033[31mfailed\033[0m\n"


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert _shown(Screen()) == "failed\n"


def test_a_dumb_terminal_gets_lines_without_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()

    assert _shown(Screen()) == "failed\n"
    with progress(Terminal(screen), "executions", 2) as bar:
        bar.step()
        bar.step()
    assert screen.getvalue() == "executions 1/2\nexecutions 2/2\n"


def test_a_file_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert _shown(io.StringIO()) == "failed\n"


def test_numbers_of_a_row_are_not_in_quotes_and_its_text_is_as_people_write_it() -> None:
    stream = io.StringIO()
    row = {"id": "ü", "price": Decimal("1.10"), "sizes": [Decimal(1), "ü", Decimal("2.5")]}
    report = RunReport({}, [TableChange("Orders", row, True)], [], {}, [], {}, [])

    write_report(Terminal(stream), report)

    assert stream.getvalue() == 'table Orders, new row\n  id     ü\n  price  1.1\n  sizes  [1, "ü", 2.5]\n'


def test_progress_in_a_log_is_a_line_for_each_tenth() -> None:
    stream = io.StringIO()

    with progress(Terminal(stream), "executions", 25) as bar:
        for _ in range(25):
            bar.step()

    lines = stream.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[-1] == "executions 25/25"


@pytest.mark.parametrize(
    ("cause", "shown"),
    [
        ('{"errorMessage": "no funds", "stackTrace": ["..."]}', "no funds"),
        ("plain\nwith more", "plain"),
        ('["not", "a", "cause"]', '["not", "a", "cause"]'),
        ("", ""),
        ("x" * 200, "x" * 160 + "..."),
    ],
)
def test_a_cause_is_shown_by_its_message(cause: str, shown: str) -> None:
    assert short_cause(cause) == shown


@pytest.mark.parametrize(
    ("end", "shown"),
    [
        (ExecutionEnded(1.0, "SUCCEEDED"), "SUCCEEDED"),
        (ExecutionEnded(1.0, "FAILED", "Refused", "no money"), "FAILED: Refused: no money"),
        (ExecutionEnded(1.0, "FAILED", "Refused", ""), "FAILED: Refused"),
    ],
)
def test_an_end_is_told_with_the_error_and_the_cause_that_there_are(end: ExecutionEnded, shown: str) -> None:
    stream = io.StringIO()

    write_execution_event(Terminal(stream), end)

    assert stream.getvalue() == f"   1.00 s  {shown}\n"
