"""Read an execution's history: events of the service -> events as a reader thinks of them.

Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow_dsl.pipeline.run.events import (
    ExecutionEnded,
    ExecutionEvent,
    StateDone,
    StateEntered,
    StateFailed,
    StateRetried,
)
from workflow_dsl.pipeline.run.retries import Attempts, states_by_name

HistoryEvent = Mapping[str, Any]

_FAILURES = (
    "ActivityFailed",
    "ActivityTimedOut",
    "LambdaFunctionFailed",
    "LambdaFunctionTimedOut",
    "MapStateFailed",
    "ParallelStateFailed",
    "TaskFailed",
    "TaskStartFailed",
    "TaskSubmitFailed",
    "TaskTimedOut",
)
_SCOPES = ("Map", "Parallel")
_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}


@dataclass(slots=True, eq=False)
class _Visit:
    """One time that a state was entered; `around` is the visit of the Parallel or the Map that it is inside of."""

    name: str
    kind: str
    at: float
    attempts: Attempts
    around: _Visit | None
    item: str
    failed: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Where:
    """What the event after this one belongs to: the same visit, or what is inside of it, as the item of a Map."""

    visit: _Visit | None = None
    inside: _Visit | None = None
    item: str = ""


class HistoryReader:
    """Reads the history of one execution of `machine` (its definition), from its first event on, as it grows."""

    def __init__(self, machine: Mapping[str, Any]) -> None:
        self._states = states_by_name(machine)
        self._start: datetime | None = None
        self._read = 0
        self._where: dict[int, _Where] = {}

    def read(self, events: Sequence[HistoryEvent]) -> Iterator[ExecutionEvent]:
        """What is new in the whole history so far."""
        fresh, self._read = events[self._read :], len(events)
        for event in fresh:
            yield from self._translate(event)

    def _translate(self, event: HistoryEvent) -> Iterator[ExecutionEvent]:
        kind, number = str(event["type"]), int(event["id"])
        at = self._seconds(event["timestamp"])
        before = self._where[number] = self._where.get(event.get("previousEventId", 0), _Where())
        if kind.endswith("StateEntered"):
            yield self._enter(event, kind.removesuffix("StateEntered"), at, before)
        elif kind.endswith("StateExited"):
            yield from self._leave(event, at, before)
        elif kind == "MapIterationStarted":
            index = event_details(event).get("index", 0)
            item = f"{before.item}.{index}" if before.item else str(index)
            self._where[number] = _Where(before.visit, before.inside, item)
        elif kind in _ENDS:
            yield _end(at, _ENDS[kind], event_details(event))
        else:
            yield from self._progress(event, kind, at, before)

    def _enter(self, event: HistoryEvent, kind: str, at: float, before: _Where) -> ExecutionEvent:
        name = event["stateEnteredEventDetails"]["name"]
        visit = _Visit(name, kind, at, Attempts(self._states.get(name, {})), before.inside, before.item)
        self._where[int(event["id"])] = _Where(visit, visit.around, visit.item)
        return StateEntered(at, name, kind, visit.item)

    def _leave(self, event: HistoryEvent, at: float, before: _Where) -> Iterator[ExecutionEvent]:
        name = event["stateExitedEventDetails"]["name"]
        visit = _outwards(before.visit, lambda one: one.name == name)
        if visit is not None:
            self._where[int(event["id"])] = _Where(visit, visit.around, visit.item)
            yield StateDone(at, name, visit.kind, at - visit.at, visit.failed, visit.item)

    def _progress(self, event: HistoryEvent, kind: str, at: float, before: _Where) -> Iterator[ExecutionEvent]:
        """Events of a task, or of a state that holds others."""
        visit = before.visit
        scope = next((scope for scope in _SCOPES if kind.startswith(f"{scope}State")), None)
        if scope is not None:
            visit = _outwards(visit, lambda one: one.kind == scope and not one.over)
        if visit is None:
            return
        begins = scope is not None and kind.endswith("Started")
        self._where[int(event["id"])] = _Where(visit, visit if begins else visit.around, visit.item)
        if kind in _FAILURES:
            yield _failure(at, visit, event_details(event))

    def _seconds(self, at: datetime) -> float:
        self._start = self._start or at
        return (at - self._start).total_seconds()


def _outwards(visit: _Visit | None, holds: Callable[[_Visit], bool]) -> _Visit | None:
    """The nearest visit of which this holds: this one, or one around it."""
    while visit is not None and not holds(visit):
        visit = visit.around
    return visit


def _failure(at: float, visit: _Visit, details: Mapping[str, Any]) -> ExecutionEvent:
    error = details.get("error") or "States.Timeout"
    cause = str(details.get("cause", ""))
    delay = visit.attempts.after(error)
    if delay is not None:
        return StateRetried(
            at, visit.name, error, cause, delay.seconds, delay.jitter, delay.attempt, delay.of, visit.item
        )
    visit.failed = True
    to = visit.attempts.catcher(error)
    visit.over = to is None
    return StateFailed(at, visit.name, error, cause, to, visit.item)


def event_details(event: HistoryEvent) -> Mapping[str, Any]:
    """What an event says besides its type, its time and its number."""
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def _end(at: float, status: str, details: Mapping[str, Any]) -> ExecutionEnded:
    return ExecutionEnded(at, status, details.get("error", ""), details.get("cause", ""), details.get("output", ""))
