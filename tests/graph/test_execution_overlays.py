"""How the history of an execution is told: succeeded, failed, caught, running, aborted, not reached."""

import json
from typing import Any

import pytest

from tests.asl.corpus import ABSENT, ROOT
from tests.graph.histories import History, declined_payment, failed_order, picked_items
from workflow_dsl import asl
from workflow_dsl.graph import Overlay, Tone, overlay_from_history
from workflow_dsl.graph.model import Edge, EdgeKind

WITHOUT_ORDER = "the ids of these events are masked in the recording"


def tones(overlay: Overlay) -> dict[str, Tone]:
    return {path.name: mark.tone for path, mark in overlay.states.items()}


def taken(overlay: Overlay) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for _, edge in overlay.edges}


def test_a_caught_state_is_not_a_failed_one(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, declined_payment())

    assert tones(overlay)["ProcessPayment"] is Tone.CAUGHT
    assert tones(overlay)["PaymentDeclined"] is Tone.FAILED
    assert overlay.state(asl.StatePath.of("StoreTransaction")).tone is Tone.NOT_REACHED
    assert overlay.title == "FAILED · PaymentDeclined · 9.0 s"


def test_attempts_and_durations_are_counted(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, declined_payment())

    assert overlay.state(asl.StatePath.of("ProcessPayment")).note == "3 retries · 8.0 s"


def test_only_the_transitions_that_were_taken_are_marked(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, declined_payment())

    assert taken(overlay) == {
        ("ValidatePayment", "RouteDuplicate"),
        ("RouteDuplicate", "ProcessPayment"),
        ("ProcessPayment", "RecordDecline"),
        ("RecordDecline", "NotifyDecline"),
        ("NotifyDecline", "AlertDecline"),
        ("AlertDecline", "PaymentDeclined"),
    }
    caught = Edge("ProcessPayment", "RecordDecline", EdgeKind.CATCH, "PaymentDeclined")
    assert overlay.edge((), caught) is Tone.CAUGHT


def test_what_another_branch_stopped_is_aborted_and_not_failed(order: asl.StateMachine) -> None:
    seen = tones(overlay_from_history(order, failed_order()))

    assert seen["Fulfil"] is Tone.CAUGHT
    assert seen["CardDeclined"] is Tone.FAILED
    assert seen["PrintLabel"] is Tone.ABORTED
    assert seen["ScoreFraud"] is Tone.ABORTED
    assert seen["ReserveStock"] is Tone.SUCCEEDED


def test_loops_are_counted(order: asl.StateMachine) -> None:
    overlay = overlay_from_history(order, failed_order())

    assert overlay.state(asl.StatePath.of("WaitForStock")).note == "2 h 0 min · \N{MULTIPLICATION SIGN}2"


def test_a_map_says_how_its_items_went(order: asl.StateMachine) -> None:
    overlay = overlay_from_history(order, picked_items())

    assert "items: 1 succeeded, 1 aborted, 1 failed" in overlay.state(asl.StatePath.of("ProcessItems")).note
    pick = asl.StatePath.of("ProcessItems").within("ItemProcessor", "PickItem")
    assert overlay.state(pick).note == "1 succeeded, 1 aborted, 1 failed"
    assert tones(overlay)["PackItem"] is Tone.SUCCEEDED


def test_a_history_that_has_not_ended_is_running(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, declined_payment()[:8])

    assert overlay.title == "RUNNING"
    assert Tone.RUNNING in tones(overlay).values()


@pytest.mark.parametrize(("end", "title"), [("ExecutionAborted", "ABORTED"), ("ExecutionTimedOut", "TIMED OUT")])
def test_what_runs_when_an_execution_is_stopped_is_aborted(payment: asl.StateMachine, end: str, title: str) -> None:
    story = History()
    story.enter("Task", "ValidatePayment")
    story.add(end)
    overlay = overlay_from_history(payment, story.events)

    assert tones(overlay) == {"ValidatePayment": Tone.ABORTED}
    assert overlay.title.startswith(title)


def test_a_history_that_does_not_say_what_follows_what_is_read_in_its_order(payment: asl.StateMachine) -> None:
    bare = [{name: value for name, value in event.items() if name != "previousEventId"} for event in declined_payment()]

    assert overlay_from_history(payment, bare) == overlay_from_history(payment, declined_payment())


def test_where_a_state_led_to_says_that_it_was_caught_even_if_no_event_does(order: asl.StateMachine) -> None:
    """Emulators do not tell how a Parallel ended."""
    story = History()
    story.task("LoadOrder")
    story.passes("Choice", "RouteOrder")
    story.passes("Parallel", "Fulfil")
    story.task("Compensate")

    assert tones(overlay_from_history(order, story.events))["Fulfil"] is Tone.CAUGHT


def test_a_history_without_events_marks_nothing(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, [])

    assert overlay.states == {}
    assert overlay.title == "NO EVENTS"


def test_events_of_another_machine_do_no_harm(payment: asl.StateMachine) -> None:
    assert overlay_from_history(payment, failed_order()).title.startswith("FAILED")


def recorded() -> list[tuple[asl.StateMachine, list[dict[str, Any]], str]]:
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "aws_recorded").glob("*.json"))]
    return [
        (asl.from_json(case["definition"]), case["history"], case["expected_status"])
        for case in cases
        if case["history"] and all(isinstance(event["id"], int) for event in case["history"])
    ]


@pytest.mark.skipif(not (ROOT / "aws_recorded").is_dir(), reason=ABSENT)
def test_the_histories_recorded_on_aws_are_told_as_they_ended() -> None:
    cases = recorded()
    assert len(cases) > 200
    for machine, history, status in cases:
        overlay = overlay_from_history(machine, history)
        seen = set(tones(overlay).values())
        assert overlay.title.startswith(status.replace("_", " ")), history
        assert Tone.RUNNING not in seen or status == "RUNNING"
        if status == "SUCCEEDED":
            top = [mark.tone for path, mark in overlay.states.items() if path.parent is None]
            assert Tone.FAILED not in top
        elif status == "FAILED":
            assert Tone.FAILED in seen
