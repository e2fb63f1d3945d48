"""The history of an execution is told as a reader thinks of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workflow_dsl.pipeline.run import (
    ExecutionEnded,
    InnerTaskFailed,
    StateDone,
    StateEntered,
    StateFailed,
    StateRetried,
)
from workflow_dsl.pipeline.run.history import HistoryReader
from workflow_dsl.pipeline.run.retries import Attempts, Delay, matches, states_by_name

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
    """A history that grows, with the links between events that AWS gives or, as the emulator does, without."""

    def __init__(self, *, linked: bool) -> None:
        self._linked = linked
        self.events: list[dict[str, Any]] = []

    def add(self, kind: str, seconds: float, previous: int | None = None, **details: Any) -> History:
        event: dict[str, Any] = {
            "id": len(self.events) + 1,
            "type": kind,
            "timestamp": START + timedelta(seconds=seconds),
        }
        if self._linked:
            event["previousEventId"] = len(self.events) if previous is None else previous
        if details:
            event[f"{kind[0].lower()}{kind[1:]}EventDetails"] = details
        self.events.append(event)
        return self

    def enter(self, name: str, seconds: float, previous: int | None = None) -> History:
        self.add("TaskStateEntered", seconds, previous)
        self.events[-1]["stateEnteredEventDetails"] = {"name": name}
        return self

    def leave(self, name: str, seconds: float) -> History:
        self.add("TaskStateExited", seconds)
        self.events[-1]["stateExitedEventDetails"] = {"name": name}
        return self


@pytest.fixture(params=[True, False], ids=["as-aws-links-it", "as-the-emulator-does-not"])
def history(request: pytest.FixtureRequest) -> History:
    return History(linked=request.param)


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
    history = History(linked=True).add("ExecutionStarted", 0).enter("Left", 0).enter("Right", 0, previous=1)
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


@pytest.mark.parametrize(
    ("names", "error", "taken"),
    [
        (["A", "B"], "B", True),
        (["A"], "B", False),
        (["States.ALL"], "B", True),
        (["States.ALL"], "States.DataLimitExceeded", False),
        (["States.ALL"], "States.Runtime", False),
        (["States.TaskFailed"], "B", True),
        (["States.TaskFailed"], "States.Timeout", False),
    ],
)
def test_reserved_names_take_what_the_service_says(names: list[str], error: str, taken: bool) -> None:
    assert matches(names, error) is taken


def test_states_inside_of_others_are_found_by_their_names() -> None:
    machine = {
        "States": {
            "Each": {"ItemProcessor": {"States": {"One": {"Type": "Pass"}}}},
            "Both": {"Branches": [{"States": {"Left": {"Type": "Wait"}}}]},
        }
    }

    assert set(states_by_name(machine)) == {"Each", "One", "Both", "Left"}


def test_a_failure_inside_of_a_map_that_names_no_state_is_not_taken_for_the_failure_of_the_map() -> None:
    machine = {"States": {"Each": {"Type": "Map", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Undo"}]}}}
    history = (
        History(linked=False)
        .add("ExecutionStarted", 0)
        .enter("Each", 0.1)
        .add("TaskFailed", 0.2, error="Busy", cause="later")
    )
    history.add("MapStateFailed", 0.3, error="Busy", cause="later")

    assert list(HistoryReader(machine).read(history.events))[1:] == [
        InnerTaskFailed(0.2, "Each", "Busy", "later"),
        StateFailed(0.3, "Each", "Busy", "later", "Undo"),
    ]
