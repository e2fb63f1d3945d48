"""Read an execution's history: events of the service -> events as a reader thinks of them.

Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from workflow_dsl.pipeline.run.events import (
    ExecutionEnded,
    ExecutionEvent,
    InnerTaskFailed,
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
_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}


class HistoryReader:
    """Reads the history of one execution of `machine` (its definition), from its first event on, as it grows."""

    def __init__(self, machine: Mapping[str, Any]) -> None:
        self._states = states_by_name(machine)
        self._start: datetime | None = None
        self._read = 0
        self._entered: dict[str, tuple[float, Attempts]] = {}
        self._state_of: dict[int, str] = {}
        self._failed: set[str] = set()

    def read(self, events: Sequence[HistoryEvent]) -> Iterator[ExecutionEvent]:
        """What is new in the whole history so far."""
        fresh, self._read = events[self._read :], len(events)
        for event in fresh:
            yield from self._translate(event)

    def _translate(self, event: HistoryEvent) -> Iterator[ExecutionEvent]:
        kind = str(event["type"])
        at = self._seconds(event["timestamp"])
        if kind.endswith("StateEntered"):
            name = event["stateEnteredEventDetails"]["name"]
            self._state_of[event["id"]] = name
            self._entered[name] = (at, Attempts(self._states.get(name, {})))
            yield StateEntered(at, name, kind.removesuffix("StateEntered"))
            return
        state = self._state(event)
        if kind in _FAILURES and state is not None:
            yield self._failure(at, state, kind, _details(event))
        elif kind.endswith("StateExited"):
            name = event["stateExitedEventDetails"]["name"]
            entered, _ = self._entered.pop(name, (at, None))
            failed = name in self._failed
            self._failed.discard(name)
            yield StateDone(at, name, kind.removesuffix("StateExited"), at - entered, failed)
        elif kind in _ENDS:
            yield _end(at, _ENDS[kind], _details(event))

    def _state(self, event: HistoryEvent) -> str | None:
        """The state that the event belongs to: its predecessor's; the emulator names none, so the one entered last."""
        state = self._state_of.get(event.get("previousEventId", 0)) or next(reversed(self._entered), None)
        if state is not None:
            self._state_of[event["id"]] = state
        return state

    def _failure(self, at: float, state: str, kind: str, details: Mapping[str, Any]) -> ExecutionEvent:
        error = details.get("error") or "States.Timeout"
        cause = str(details.get("cause", ""))
        if self._states.get(state, {}).get("Type") in ("Map", "Parallel") and not kind.endswith("StateFailed"):
            return InnerTaskFailed(at, state, error, cause)
        _, attempts = self._entered[state] if state in self._entered else (at, Attempts({}))
        delay = attempts.after(error)
        if delay is None:
            self._failed.add(state)
            return StateFailed(at, state, error, cause, attempts.catcher(error))
        return StateRetried(at, state, error, cause, delay.seconds, delay.jitter, delay.attempt, delay.of)

    def _seconds(self, at: datetime) -> float:
        self._start = self._start or at
        return (at - self._start).total_seconds()


def _details(event: HistoryEvent) -> Mapping[str, Any]:
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def _end(at: float, status: str, details: Mapping[str, Any]) -> ExecutionEnded:
    return ExecutionEnded(at, status, details.get("error", ""), details.get("cause", ""), details.get("output", ""))
