"""The history of an execution is told as a reader thinks of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workflow_dsl.pipeline.run import (
    ExecutionEnded,
    StateDone,
    StateEntered,
    StateFailed,
    StateRetried,
)
from workflow_dsl.pipeline.run.history import HistoryReader
from workflow_dsl.pipeline.run.retries import Attempts, Delay, states_by_name

START = datetime(2026, 1, 1, tzinfo=UTC)

MACHINE: dict[str, Any] = {
    "StartAt": "Charge",
    "States": {
        "Charge": {
            "Type": "Task",
            "Retry": [
                {"ErrorEquals": ["Declined"], "MaxAttempts": 0},
                {
                    "ErrorEquals": ["Busy"],
                    "IntervalSeconds": 2,
                    "MaxAttempts": 3,
                    "BackoffRate": 2,
                    "MaxDelaySeconds": 5,
                },
                {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "JitterStrategy": "FULL"},
            ],
            "Catch": [
                {"ErrorEquals": ["Declined"], "Next": "Refuse"},
                {"ErrorEquals": ["States.ALL"], "Next": "Doubt"},
            ],
        },
        "Refuse": {"Type": "Fail"},
        "Doubt": {"Type": "Fail"},
    },
}


class History:
    """A history that grows: each event follows the one before, or the one that is given."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def add(self, kind: str, seconds: float, previous: int | None = None, **details: Any) -> History:
        event: dict[str, Any] = {
            "id": len(self.events) + 1,
            "previousEventId": len(self.events) if previous is None else previous,
            "type": kind,
            "timestamp": START + timedelta(seconds=seconds),
        }
        if details:
            event[f"{kind[0].lower()}{kind[1:]}EventDetails"] = details
        self.events.append(event)
        return self

    def enter(self, name: str, seconds: float, previous: int | None = None, kind: str = "Task") -> History:
        self.add(f"{kind}StateEntered", seconds, previous)
        self.events[-1]["stateEnteredEventDetails"] = {"name": name}
        return self

    def leave(self, name: str, seconds: float, kind: str = "Task") -> History:
        self.add(f"{kind}StateExited", seconds)
        self.events[-1]["stateExitedEventDetails"] = {"name": name}
        return self


@pytest.fixture
def history() -> History:
    return History()


def test_a_task_that_is_tried_again_and_succeeds(history: History) -> None:
    history.add("ExecutionStarted", 0).enter("Charge", 0.1).add("TaskScheduled", 0.1)
    history.add("TaskFailed", 0.5, error="Busy", cause="later").add("TaskScheduled", 2.5).add("TaskSucceeded", 3.0)
    history.leave("Charge", 3.0).add("ExecutionSucceeded", 3.1, output='{"ok": true}')

    assert list(HistoryReader(MACHINE).read(history.events)) == [
        StateEntered(0.1, "Charge", "Task"),
        StateRetried(0.5, "Charge", "Busy", "later", delay=2.0, jitter=False, attempt=1, of=3),
        StateDone(3.0, "Charge", "Task", 2.9),
        ExecutionEnded(3.1, "SUCCEEDED", output='{"ok": true}'),
    ]


def test_a_failure_that_is_caught_names_where_it_goes(history: History) -> None:
    history.add("ExecutionStarted", 0).enter("Charge", 0).add("TaskScheduled", 0)
    history.add("TaskFailed", 1, error="Declined", cause="no funds").leave("Charge", 1)
    history.add("ExecutionFailed", 2, error="Declined", cause="no funds")

    _, failed, _, ended = HistoryReader(MACHINE).read(history.events)

    assert failed == StateFailed(1, "Charge", "Declined", "no funds", to="Refuse")
    assert ended == ExecutionEnded(2, "FAILED", "Declined", "no funds")


def test_a_time_out_without_a_name_is_told_by_its_name(history: History) -> None:
    history.add("ExecutionStarted", 0).enter("Charge", 0).add("TaskTimedOut", 9)

    *_, retried = HistoryReader(MACHINE).read(history.events)

    assert isinstance(retried, StateRetried)
    assert (retried.error, retried.jitter, retried.attempt, retried.of) == ("States.Timeout", True, 1, 1)


def test_a_failure_is_told_of_its_own_state_when_branches_run_at_the_same_time() -> None:
    machine: dict[str, Any] = {"States": {"Both": {"Branches": [{"States": {"Left": {}}}, {"States": {"Right": {}}}]}}}
    history = History().add("ExecutionStarted", 0).enter("Left", 0).enter("Right", 0, previous=1)
    history.add("TaskFailed", 1, previous=2, error="Gone")

    *_, failed = HistoryReader(machine).read(history.events)

    assert isinstance(failed, StateFailed)
    assert failed.state == "Left"


def test_only_what_is_new_is_told(history: History) -> None:
    reader = HistoryReader(MACHINE)
    history.add("ExecutionStarted", 0).enter("Charge", 0)
    assert len(list(reader.read(history.events))) == 1

    assert list(reader.read(history.events)) == []
    history.leave("Charge", 1)
    assert list(reader.read(history.events)) == [StateDone(1, "Charge", "Task", 1)]


def test_delays_grow_to_their_limit_and_end_with_the_attempts() -> None:
    attempts = Attempts(MACHINE["States"]["Charge"])

    delays = [attempts.after("Busy") for _ in range(4)]

    assert delays == [Delay(2, False, 1, 3), Delay(4, False, 2, 3), Delay(5, False, 3, 3), None]


def test_a_retrier_without_attempts_hides_those_after_it() -> None:
    assert Attempts(MACHINE["States"]["Charge"]).after("Declined") is None


def test_states_inside_of_others_are_found_by_their_names() -> None:
    machine = {
        "States": {
            "Each": {"ItemProcessor": {"States": {"One": {"Type": "Pass"}}}},
            "Both": {"Branches": [{"States": {"Left": {"Type": "Wait"}}}]},
        }
    }

    assert set(states_by_name(machine)) == {"Each", "One", "Both", "Left"}


CAUGHT = [{"ErrorEquals": ["States.ALL"], "Next": "Undo"}]
NESTED: dict[str, Any] = {
    "States": {
        "Both": {
            "Type": "Parallel",
            "Catch": CAUGHT,
            "Branches": [
                {"States": {"Each": {"Type": "Map", "ItemProcessor": {"States": {"Pick": {"Type": "Task"}}}}}},
                {"States": {"Inner": {"Type": "Parallel", "Branches": [{"States": {"Left": {"Type": "Task"}}}]}}},
            ],
        },
        "Undo": {"Type": "Pass"},
    }
}


def test_the_item_of_a_map_that_failed_is_named_with_its_place_and_all_states_around_it_fail(history: History) -> None:
    history.add("ExecutionStarted", 0).enter("Both", 0, kind="Parallel").add("ParallelStateStarted", 0)
    history.enter("Each", 0, kind="Map").add("MapStateStarted", 0)
    history.add("MapIterationStarted", 0, index=0).enter("Pick", 0)
    history.add("MapIterationStarted", 0, previous=5, index=1).enter("Pick", 1)
    history.add("TaskSucceeded", 2, previous=7).leave("Pick", 2)
    history.add("TaskFailed", 3, previous=9, error="Gone", cause="why").add("MapIterationFailed", 3, index=1)
    for failed in ("MapStateFailed", "ParallelStateFailed"):
        history.add(failed, 3, error="Gone", cause="why")
    history.leave("Both", 4, kind="Parallel").enter("Undo", 4, kind="Pass")

    assert list(HistoryReader(NESTED).read(history.events)) == [
        StateEntered(0, "Both", "Parallel"),
        StateEntered(0, "Each", "Map"),
        StateEntered(0, "Pick", "Task", item="0"),
        StateEntered(1, "Pick", "Task", item="1"),
        StateDone(2, "Pick", "Task", 2, item="0"),
        StateFailed(3, "Pick", "Gone", "why", to=None, item="1"),
        StateFailed(3, "Each", "Gone", "why", to=None),
        StateFailed(3, "Both", "Gone", "why", to="Undo"),
        StateDone(4, "Both", "Parallel", 4, failed=True),
        StateEntered(4, "Undo", "Pass"),
    ]


def test_a_parallel_in_a_parallel_fails_before_the_one_around_it(history: History) -> None:
    history.add("ExecutionStarted", 0).enter("Both", 0, kind="Parallel").add("ParallelStateStarted", 0)
    history.enter("Inner", 0, kind="Parallel").add("ParallelStateStarted", 0).enter("Left", 0)
    history.add("TaskFailed", 1, error="Gone")
    for _ in range(2):
        history.add("ParallelStateFailed", 1, error="Gone")

    *_, first, second, third = HistoryReader(NESTED).read(history.events)

    assert [event.state for event in (first, second, third) if isinstance(event, StateFailed)] == [
        "Left",
        "Inner",
        "Both",
    ]
