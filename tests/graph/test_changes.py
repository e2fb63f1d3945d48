"""Two versions of a machine as one picture: added, removed, changed."""

import copy
from collections.abc import Callable
from typing import Any

from tests.graph.geometry import faults
from tests.graph.random_machines import random_machine
from workflow_dsl import asl
from workflow_dsl.graph import Format, Theme, Tone, compare_machines, render_graph
from workflow_dsl.graph.model import walk_nodes
from workflow_dsl.graph.picture import place_graph


def edited(machine: asl.StateMachine, edit: Callable[[dict[str, Any]], object]) -> asl.StateMachine:
    value = copy.deepcopy(machine.to_json())
    edit(value["States"])
    return asl.from_json(value)


def reviewed(states: dict[str, Any]) -> None:
    """The order workflow loses its wait for stock, sends an invoice, and looks twice at fraud."""
    for name in ("WaitForStock", "CheckStock", "StockReady?"):
        del states[name]
    rules = states["RouteOrder"]["Choices"]
    states["RouteOrder"]["Choices"] = [rule for rule in rules if rule["Next"] != "WaitForStock"]
    states["ProcessItems"]["MaxConcurrency"] = 20
    states["ProcessItems"]["ItemProcessor"]["States"]["WaitRestock"]["Seconds"] = 60
    states["Fulfil"]["Next"] = "EmailInvoice"
    send = "arn:aws:states:::aws-sdk:sesv2:sendEmail"
    states["EmailInvoice"] = {"Type": "Task", "Resource": send, "Next": "NotifyBuyer"}
    branch = states["Fulfil"]["Branches"][2]["States"]
    branch["ScoreFraud"].pop("End")
    branch["ScoreFraud"]["Next"] = "HoldOrder"
    branch["HoldOrder"] = {"Type": "Fail", "Error": "Fraud"}


def drawn_changes(before: asl.StateMachine, after: asl.StateMachine, wanted: Format, *, name: str = "") -> str:
    graph, overlay = compare_machines(before, after, name=name)
    return str(render_graph(graph, wanted, theme=Theme.AUTO, overlay=overlay))


def test_a_review_as_text_and_as_svg(order: asl.StateMachine, golden: Callable[[str, str], None]) -> None:
    after = edited(order, reviewed)
    golden("order.changes.txt", drawn_changes(order, after, Format.TEXT))
    golden("order.changes.svg", drawn_changes(order, after, Format.SVG))
    golden("order.changes.mmd", drawn_changes(order, after, Format.MERMAID))


def test_states_are_added_removed_or_changed(order: asl.StateMachine) -> None:
    _, overlay = compare_machines(order, edited(order, reviewed))
    tones = {path.name: mark.tone for path, mark in overlay.states.items()}

    assert tones == {
        "EmailInvoice": Tone.ADDED,
        "HoldOrder": Tone.ADDED,
        "WaitForStock": Tone.REMOVED,
        "CheckStock": Tone.REMOVED,
        "StockReady?": Tone.REMOVED,
        "ProcessItems": Tone.CHANGED,
        "WaitRestock": Tone.CHANGED,
    }
    assert overlay.state(asl.StatePath.of("ProcessItems")).note == "MaxConcurrency"
    assert overlay.title == "2 states added, 3 removed, 2 changed; 3 transitions added, 8 removed"


def test_a_state_that_only_leads_elsewhere_is_not_changed_itself(payment: asl.StateMachine) -> None:
    after = edited(payment, lambda states: states["NotifyCustomer"].update(Next="PaymentAlreadyCompleted"))
    _, overlay = compare_machines(payment, after)

    assert overlay.states == {}
    assert {(edge.target, tone) for (_, edge), tone in overlay.edges.items()} == {
        ("PaymentAlreadyCompleted", Tone.ADDED),
        ("PaymentSucceeded", Tone.REMOVED),
    }


def test_the_order_of_fields_is_no_change(payment: asl.StateMachine) -> None:
    def turn(states: dict[str, Any]) -> None:
        for name, state in states.items():
            states[name] = dict(reversed(state.items()))

    assert compare_machines(payment, edited(payment, turn))[1].title == "no changes"


def test_another_retry_is_a_change_of_the_field(payment: asl.StateMachine) -> None:
    after = edited(payment, lambda states: states["ProcessPayment"].pop("Retry"))
    _, overlay = compare_machines(payment, after)

    assert overlay.state(asl.StatePath.of("ProcessPayment")).note == "Retry"


def test_what_two_random_machines_have_is_all_in_the_one_picture() -> None:
    for seed in range(20):
        before, after = random_machine(seed), random_machine(seed + 1)
        graph, overlay = compare_machines(before, after)
        names = {node.path for node in walk_nodes(graph.scope)}

        assert {path for path, _ in asl.walk(before)} | {path for path, _ in asl.walk(after)} <= names
        assert faults(graph, place_graph(graph, overlay)) == []
