"""What happens in a run, as lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflow_dsl.cli.stack_text import write_deploy_event
from workflow_dsl.cli.terminal import Style, Terminal
from workflow_dsl.deploy import ChangeSetReady, StackEvent
from workflow_dsl.local import CALLBACK_REASON, Change, Tally
from workflow_dsl.pipeline.run import (
    EmulatorReady,
    ExecutionEnded,
    ExecutionEvent,
    ExecutionStarted,
    ManyReport,
    Message,
    Progress,
    RunReport,
    StateDone,
    StateEntered,
    StateFailed,
    StateRetried,
    TableChange,
)

LONGEST_CAUSE = 160
INSTANT_KINDS = ("Choice", "Fail", "Pass", "Succeed")


class RunProgress:
    """Writes what happens before the executions begin: of the resources that are made well only how many there are,
    unless `verbose`.
    """

    def __init__(self, terminal: Terminal, name: str, *, verbose: bool) -> None:
        self._terminal, self._name, self._verbose = terminal, name, verbose
        self._made, self._all = 0, 0

    def write(self, event: Progress) -> None:
        """Write one event."""
        match event:
            case EmulatorReady(emulator, kept, seconds):
                how = "kept by `local up`" if kept else f"started in {seconds:.1f} s"
                waits = f"waits take {_scale(emulator.wait_scale)}"
                self._terminal.line(f"emulator on {emulator.url}, {how}; {waits}", "strong")
            case Change(reason=reason) if reason != CALLBACK_REASON and not self._verbose:
                pass
            case Change():
                self._terminal.line(f"  on the emulator: {event}", "faint")
            case StackEvent() if not self._verbose and not event.failed:
                self._count(event)
            case ChangeSetReady(changes=changes):
                self._all = len(changes)
                write_deploy_event(self._terminal, self._name, event)
            case _:
                write_deploy_event(self._terminal, self._name, event)

    def _count(self, event: StackEvent) -> None:
        """A line for each quarter of the resources, so that one sees that it goes on."""
        if event.resource_type == "AWS::CloudFormation::Stack" or not event.status.endswith("_COMPLETE"):
            return
        self._made += 1
        if self._made <= self._all and self._made * 4 // self._all > (self._made - 1) * 4 // self._all:
            self._terminal.line(f"  {self._made} of {self._all} resources", "faint")


def _scale(wait_scale: float) -> str:
    return {0.0: "no time", 1.0: "their real time"}.get(wait_scale, f"{wait_scale:g} of their time")


def write_execution_event(terminal: Terminal, event: ExecutionEvent, *, prefix: str = "") -> None:
    """Write one event of an execution. A state that takes no time of its own is told once, when it is entered."""
    if isinstance(event, StateDone) and event.kind in INSTANT_KINDS:
        return
    text, style = _execution_event(event)
    terminal.line(f"{prefix}{event.at:7.2f} s  {text}", style)


def _execution_event(event: ExecutionEvent) -> tuple[str, Style]:
    match event:
        case ExecutionStarted(arn=arn):
            return f"started {arn}", "faint"
        case StateEntered():
            return f"{_named(event)} entered" + ("" if event.kind == "Task" else f" ({event.kind})"), "plain"
        case StateRetried():
            wait = f"at most {event.delay:g} s" if event.jitter else f"{event.delay:g} s"
            return f"{_failed(event)}; retry {event.attempt} of {event.of} in {wait}", "warn"
        case StateFailed():
            caught = f"caught -> {event.to}" if event.to is not None else "not caught"
            return f"{_failed(event)}; {caught}", "bad"
        case StateDone():
            left = "left after" if event.failed else "done in"
            return f"{_named(event)} {left} {event.seconds:.2f} s", "faint"
        case ExecutionEnded():
            return _end(event), "good" if event.status == "SUCCEEDED" else "bad"


def _named(event: StateEntered | StateRetried | StateFailed | StateDone) -> str:
    return f"{event.state}[{event.item}]" if event.item else event.state


def _failed(event: StateRetried | StateFailed) -> str:
    cause = short_cause(event.cause)
    return f"{_named(event)} failed: {event.error}" + (f": {cause}" if cause else "")


def _end(end: ExecutionEnded) -> str:
    return ": ".join(part for part in (end.status, end.error, short_cause(end.cause) if end.error else "") if part)


def short_cause(cause: str) -> str:
    """The message in the cause of a failed function, or the beginning of any other cause."""
    try:
        told = json.loads(cause)
        cause = str(told["errorMessage"])
    except (ValueError, TypeError, KeyError):
        pass
    first = cause.strip().split("\n")[0]
    return first if len(first) <= LONGEST_CAUSE else f"{first[:LONGEST_CAUSE]}..."


def write_report(terminal: Terminal, report: RunReport) -> None:
    """Write what executions left behind."""
    for change in report.tables:
        _write_row(terminal, change)
    if report.messages:
        terminal.line("messages", "strong")
    for message in report.messages:
        _write_message(terminal, message)
    _write_metrics(terminal, report.metrics)
    _write_queues(terminal, report.queues)
    write_tallies(terminal, report.tallies)


def write_log(terminal: Terminal, report: RunReport) -> None:
    """Write what the functions wrote to their logs."""
    for line in report.log:
        terminal.line(f"  {line.group.rpartition('/')[2]}: {line.text}", "faint")


def _write_row(terminal: Terminal, change: TableChange) -> None:
    terminal.line(f"table {change.table}, {'new' if change.is_new else 'changed'} row", "strong")
    width = max(len(name) for name in change.row)
    for name, value in change.row.items():
        terminal.line(f"  {name:<{width}}  {_plain(value)}")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=_number, ensure_ascii=False)


def _number(value: Any) -> Any:
    """A number of DynamoDB as JSON has it; what is none, such as a set, as its text."""
    if not isinstance(value, Decimal):
        return str(value)
    return int(value) if value == value.to_integral_value() else float(value)


def _write_message(terminal: Terminal, message: Message) -> None:
    attributes = "".join(f" {name}={value}" for name, value in message.attributes.items())
    subject = f" {message.subject}:" if message.subject else ""
    terminal.line(f"  {message.topic}{attributes}{subject} {_body(message.body)}")


def _body(text: str) -> str:
    """A message on one line; the cause in it as its message, without the stack trace."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, dict):
        told = {key: short_cause(item) if isinstance(item, str) else item for key, item in value.items()}
        return json.dumps(told, ensure_ascii=False)
    return " ".join(text.split())


def _write_metrics(terminal: Terminal, metrics: Mapping[str, int]) -> None:
    if metrics:
        terminal.line(f"metrics: {', '.join(f'{name} {count}' for name, count in sorted(metrics.items()))}")


def _write_queues(terminal: Terminal, queues: Mapping[str, int]) -> None:
    if queues:
        told = ", ".join(f"{name} {depth}" for name, depth in queues.items())
        terminal.line(f"messages in queues: {told}", "warn" if any(queues.values()) else "plain")


def write_tallies(terminal: Terminal, tallies: Sequence[Tally]) -> None:
    """Write what the definition counted."""
    for tally in tallies:
        expected = "" if tally.expected is None else f" (must be {tally.expected})"
        terminal.line(f"{tally.label}: {tally.count}{expected}", "plain" if tally.holds else "bad")


def write_many(terminal: Terminal, report: ManyReport) -> None:
    """Write the summary of many executions."""
    count = len(report.durations)
    rate = count / report.seconds if report.seconds else 0.0
    terminal.line(f"{count} executions in {report.seconds:.1f} s ({rate:.1f} per second)", "strong")
    rows = [(" ".join(outcome).strip(), number) for outcome, number in sorted(report.outcomes.items())]
    rows += [(f"retries of {state} after {error}", number) for (state, error), number in sorted(report.retries.items())]
    rows += [(f"messages to {topic}", number) for topic, number in sorted(report.messages.items())]
    width = max((len(label) for label, _ in rows), default=0)
    for label, number in rows:
        terminal.line(f"  {label:<{width}}  {number:>6}")
    if report.durations:
        half, most = _quantile(report.durations, 0.5), _quantile(report.durations, 0.95)
        terminal.line(f"  an execution took {half:.2f} s at the median, {most:.2f} s at the 95th percentile")
    _write_metrics(terminal, report.metrics)
    _write_queues(terminal, report.queues)
    write_tallies(terminal, report.tallies)


def _quantile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
