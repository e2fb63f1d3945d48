"""Run many executions, a few at a time, and count."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.local import Tally
from workflow_dsl.pipeline.run.errors import RunFailedError
from workflow_dsl.pipeline.run.events import ExecutionEnded, StateRetried
from workflow_dsl.pipeline.run.history import HistoryReader
from workflow_dsl.pipeline.run.logs import Logs, count_metrics
from workflow_dsl.pipeline.run.session import Session
from workflow_dsl.pipeline.run.single import LONGEST_SECONDS, audit, history, start
from workflow_dsl.pipeline.run.watch import queue_depths, watch_topics

POLL_SECONDS = 0.1
FIRST_STARTS = 2
"""Executions at the beginning; one more in flight for each that ended. All at once would be all in the same state, and
the emulator would start a process of the same function for each of them."""

OnDone = Callable[[ExecutionEnded], None]


@dataclass(slots=True)
class ManyReport:
    """What many executions did together.

    `outcomes` counts (status, error), `retries` (state, error), `messages` by topic, `metrics` by name; `durations` and
    `seconds` are seconds.
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    retries: Counter[tuple[str, str]] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    metrics: Mapping[str, int] = field(default_factory=dict)
    durations: list[float] = field(default_factory=list)
    seconds: float = 0.0
    queues: Mapping[str, int] = field(default_factory=dict)
    tallies: Sequence[Tally] = ()


def run_many(session: Session, inputs: Iterable[dict[str, Any]], *, concurrency: int, on_done: OnDone) -> ManyReport:
    """Start an execution for each input, `concurrency` in flight, and count what happened.

    Raises RunFailedError when none ends for ten minutes.
    """
    report = ManyReport()
    logs = Logs(session.connection, session.resources)
    began = time.monotonic()
    with watch_topics(session.connection, session.resources) as topics:
        for arn in _ended(session, iter(inputs), concurrency):
            on_done(_count(session, arn, report))
        report.seconds = time.monotonic() - began
        report.messages.update(message.topic for message in topics.messages())
    report.queues = queue_depths(session.connection, session.resources)
    report.metrics = count_metrics(logs.new_lines())
    report.tallies = audit(session)
    return report


def _ended(session: Session, inputs: Iterator[dict[str, Any]], concurrency: int) -> Iterator[str]:
    """The ARNs of executions as they end; another one is started for each."""
    running: set[str] = set()
    more = True
    done = 0
    last = time.monotonic()
    while more or running:
        while more and len(running) < min(concurrency, FIRST_STARTS + done):
            given = next(inputs, None)
            more = given is not None
            if given is not None:
                running.add(start(session, given)[1])
        ended = running - _running(session)
        if ended:
            last = time.monotonic()
        elif time.monotonic() - last > LONGEST_SECONDS:
            raise RunFailedError(f"no execution ended within {LONGEST_SECONDS:g} s")
        else:
            time.sleep(POLL_SECONDS)
        running -= ended
        done += len(ended)
        yield from sorted(ended)


def _running(session: Session) -> set[str]:
    # One question for all of them: asking for each would cost the emulator more than the executions do.
    pages = session.connection.client("stepfunctions").pages(
        "list_executions", stateMachineArn=session.machine_arn, statusFilter="RUNNING"
    )
    return {execution["executionArn"] for page in pages for execution in page["executions"]}


def _count(session: Session, arn: str, report: ManyReport) -> ExecutionEnded:
    end = ExecutionEnded(0.0, "UNKNOWN")
    for event in HistoryReader(session.definition).read(history(session, arn)):
        if isinstance(event, StateRetried):
            report.retries[(event.state, event.error)] += 1
        elif isinstance(event, ExecutionEnded):
            end = event
    report.outcomes[(end.status, end.error)] += 1
    report.durations.append(end.at)
    return end
