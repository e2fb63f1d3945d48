"""The emulator writes the history of an execution as Step Functions does, inside of Parallel and Map states as well."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local.test_siblings import FAILS, Json, flow, run
from workflow_dsl.pipeline.run import StateFailed, StateRetried
from workflow_dsl.pipeline.run.history import HistoryReader

pytestmark = pytest.mark.emulator

FINE = {"Type": "Succeed"}


def picks(failing: int, items: int) -> Json:
    """A Map of which one item fails, after the one before it."""
    choice = {
        "Type": "Choice",
        "Choices": [{"Condition": f"{{% $states.input = {failing} %}}", "Next": "No"}],
        "Default": "Fine",
    }
    processor = flow(Which=choice, No=FAILS, Fine=FINE)
    return {"Type": "Map", "Items": list(range(items)), "MaxConcurrency": 1, "ItemProcessor": processor, "End": True}


def history_of(client: Any, arn: str) -> list[Json]:
    return list(client("stepfunctions").get_execution_history(executionArn=arn, maxResults=1000)["events"])


def test_each_event_follows_the_one_that_led_to_it(client: Any) -> None:
    told, _ = run(client, "Links", {"Each": picks(failing=1, items=2)})

    history = history_of(client, told["executionArn"])

    assert [(event["id"], event.get("previousEventId", 0), event["type"]) for event in history] == [
        (1, 0, "ExecutionStarted"),
        (2, 1, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "ChoiceStateEntered"),
        (6, 5, "ChoiceStateExited"),
        (7, 6, "SucceedStateEntered"),
        (8, 7, "SucceedStateExited"),
        (9, 8, "MapIterationSucceeded"),
        (10, 3, "MapIterationStarted"),
        (11, 10, "ChoiceStateEntered"),
        (12, 11, "ChoiceStateExited"),
        (13, 12, "FailStateEntered"),
        (14, 13, "MapIterationFailed"),
        (15, 14, "MapStateFailed"),
        (16, 15, "ExecutionFailed"),
    ]
    assert history[9]["mapIterationStartedEventDetails"] == {"name": "Each", "index": 1}


def test_no_two_events_of_branches_have_one_number(client: Any) -> None:
    steps = {f"Step{number}": {"Type": "Pass", "Next": f"Step{number + 1}"} for number in range(20)}
    branches = [flow(**{f"{name}{key}": _renamed(state, name) for key, state in steps.items()}) for name in "ABCD"]
    for name, branch in zip("ABCD", branches, strict=True):
        branch["States"][f"{name}Step20"] = FINE

    told, _ = run(client, "Numbers", {"All": {"Type": "Parallel", "Branches": branches, "End": True}})
    history = history_of(client, told["executionArn"])

    assert told["status"] == "SUCCEEDED"
    assert [event["id"] for event in history] == list(range(1, len(history) + 1))
    assert sum(event["type"] == "SucceedStateExited" for event in history) == 4


def _renamed(state: Json, name: str) -> Json:
    return {**state, "Next": f"{name}{state['Next']}"}


def test_the_failing_state_of_a_branch_is_told_by_its_name_and_so_is_what_comes_of_it(client: Any) -> None:
    asks = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Arguments": {"QueueUrl": "http://127.0.0.1/no/such-queue", "MessageBody": "anybody?"},
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
        "End": True,
    }
    both = {
        "Type": "Parallel",
        "Branches": [flow(Fine=FINE), flow(Ask=asks)],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Undo"}],
        "End": True,
    }
    states = {"Both": both, "Undo": {"Type": "Pass", "End": True}}

    told, _ = run(client, "Failing", states)
    events = list(HistoryReader(flow(**states)).read(history_of(client, told["executionArn"])))

    assert [event.state for event in events if isinstance(event, StateRetried)] == ["Ask"]
    failed = [(event.state, event.to) for event in events if isinstance(event, StateFailed)]
    assert failed == [("Ask", None), ("Both", "Undo")]


def test_the_place_of_the_failing_item_is_told(client: Any) -> None:
    fails = {**FAILS, "Cause": "none left"}
    each = picks(failing=2, items=3)
    each["ItemProcessor"]["States"]["No"] = {"Type": "Parallel", "Branches": [flow(Refuse=fails)], "End": True}

    told, _ = run(client, "Item", {"Each": each})
    events = HistoryReader(flow(Each=each)).read(history_of(client, told["executionArn"]))

    failed = [(event.state, event.item, event.error) for event in events if isinstance(event, StateFailed)]
    assert failed == [("No", "2", "OutOfStock"), ("Each", "", "OutOfStock")]
