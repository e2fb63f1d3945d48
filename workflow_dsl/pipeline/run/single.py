"""Run executions that are watched: every state as it happens, then what they left behind."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow_dsl.deploy import AwsError
from workflow_dsl.local import Tally
from workflow_dsl.pipeline.run.errors import RunFailedError, RunInputError
from workflow_dsl.pipeline.run.events import ExecutionEnded, ExecutionEvent, ExecutionStarted
from workflow_dsl.pipeline.run.history import HistoryReader
from workflow_dsl.pipeline.run.logs import LogLine, Logs, count_metrics, is_metric
from workflow_dsl.pipeline.run.session import Session
from workflow_dsl.pipeline.run.watch import Message, TableChange, Tables, queue_depths, watch_topics

POLL_SECONDS = 0.05
LONGEST_SECONDS = 600.0

OnEvent = Callable[[str, ExecutionEvent], None]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What executions of one input did: how each ended by name, what they changed, wrote and counted."""

    ends: Mapping[str, ExecutionEnded]
    tables: Sequence[TableChange]
    messages: Sequence[Message]
    queues: Mapping[str, int]
    tallies: Sequence[Tally]
    metrics: Mapping[str, int]
    log: Sequence[LogLine]


def run_watched(session: Session, given: dict[str, Any], *, starts: int, on_event: OnEvent) -> RunReport:
    """Start `starts` executions with this input at the same time, and follow them to their ends.

    `on_event` gets the name of the execution and each event as it comes. Raises RunFailedError when one does not end.
    """
    tables = Tables(session.connection, session.resources)
    logs = Logs(session.connection, session.resources)
    with watch_topics(session.connection, session.resources) as topics:
        arns = dict(start(session, given) for _ in range(starts))
        for name, arn in arns.items():
            on_event(name, ExecutionStarted(0.0, arn))
        ends = _follow(session, arns, on_event)
        messages = topics.messages()
    lines = list(logs.new_lines())
    return RunReport(
        ends=ends,
        tables=tables.changes(),
        messages=messages,
        queues=queue_depths(session.connection, session.resources),
        tallies=audit(session),
        metrics=count_metrics(lines),
        log=[line for line in lines if not is_metric(line)],
    )


def start(session: Session, given: dict[str, Any]) -> tuple[str, str]:
    """Start an execution under the name that the definition gives it, or another one; return the name and the ARN."""
    if not isinstance(given, dict):
        raise RunInputError(f"the input of an execution is a JSON object, and here one of type {type(given).__name__}")
    named = session.target.setup.execution_name
    name = named(given) if named is not None else _new_name("run")
    try:
        text = json.dumps(given)
    except (TypeError, ValueError) as error:
        instead = 'make it of text, numbers, lists and dictionaries, as contract.model_dump(mode="json") does'
        raise RunInputError(f"the input of an execution is no JSON: {error}; {instead}") from error
    try:
        return name, _start(session, name, text)
    except AwsError as error:
        if error.code != "ExecutionAlreadyExists":
            raise
    # A second start of the same input, as by an event that is delivered twice.
    name = _new_name(name)
    return name, _start(session, name, text)


def _start(session: Session, name: str, text: str) -> str:
    started = session.connection.client("stepfunctions").start_execution(
        stateMachineArn=session.machine_arn, name=name, input=text
    )
    return str(started["executionArn"])


def history(session: Session, arn: str) -> list[Mapping[str, Any]]:
    """All events of an execution so far, the first one first."""
    pages = session.connection.client("stepfunctions").pages("get_execution_history", executionArn=arn)
    return [event for page in pages for event in page["events"]]


def audit(session: Session) -> Sequence[Tally]:
    """What the definition counts after a run: all runs of the session."""
    setup = session.target.setup
    found: Any = setup.audit(session.double, session.tables.changed_rows()) if setup.audit is not None else ()
    if not isinstance(found, Sequence) or not all(isinstance(tally, Tally) for tally in found):
        kind = type(found).__name__
        raise RunInputError(
            f"audit of {session.target.name} answers a value of type {kind}; write a list of Tally(...)"
        )
    return found


def _follow(session: Session, arns: Mapping[str, str], on_event: OnEvent) -> dict[str, ExecutionEnded]:
    readers = {name: HistoryReader(session.definition) for name in arns}
    ends: dict[str, ExecutionEnded] = {}
    deadline = time.monotonic() + LONGEST_SECONDS
    while len(ends) < len(arns):
        for name in [name for name in arns if name not in ends]:
            for event in readers[name].read(history(session, arns[name])):
                on_event(name, event)
                if isinstance(event, ExecutionEnded):
                    ends[name] = event
        if time.monotonic() > deadline:
            raise RunFailedError(f"the execution did not end within {LONGEST_SECONDS:g} s")
        time.sleep(POLL_SECONDS)
    # In the order of their starts, whichever ended first.
    return {name: ends[name] for name in arns}


def _new_name(stem: str) -> str:
    return f"{stem[:60]}-{uuid.uuid4().hex[:12]}"
