"""The outline: each state once, each transition once, for any graph."""

import re
from collections import Counter

import pytest

from tests.graph.histories import declined_payment
from tests.graph.random_machines import random_machine
from tests.graph.test_changes import edited
from workflow_dsl import asl
from workflow_dsl.graph import overlay_from_history, render_text
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.model import EdgeKind, walk_nodes, walk_scopes
from workflow_dsl.graph.outline import Line, outline
from workflow_dsl.graph.text import visible_width, write_text


def drawn(machine: asl.StateMachine) -> str:
    return render_text(machine)


def test_a_state_without_an_arrow_goes_on_to_the_line_below() -> None:
    machine = asl.from_json({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}})
    assert drawn(machine) == "□ A  Pass\n✔ B  Succeed\n"


def test_what_one_rule_alone_leads_to_stands_below_the_rule() -> None:
    machine = asl.from_json(
        {
            "StartAt": "Route",
            "States": {
                "Route": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "One"}],
                    "Default": "Other",
                },
                "One": {"Type": "Pass", "Next": "Join"},
                "Other": {"Type": "Pass", "Next": "Join"},
                "Join": {"Type": "Succeed"},
            },
        }
    )
    assert drawn(machine).splitlines() == [
        "◇ Route  Choice",
        "├ $.n == 1 → One",
        "│  □ One  Pass  → Join",
        "└ default → Other",
        "   □ Other  Pass  → Join",
        "✔ Join  Succeed",
    ]


def test_a_loop_is_an_arrow_that_points_up() -> None:
    machine = asl.from_json(
        {
            "StartAt": "Ask",
            "States": {
                "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Next": "Sleep"},
                "Sleep": {"Type": "Wait", "Seconds": 60, "Next": "Ask"},
            },
        }
    )
    assert drawn(machine).splitlines()[1] == "◷ Sleep  Wait 1 min  ↑ Ask"


def test_states_that_nothing_reaches_are_listed_as_such() -> None:
    machine = asl.from_json(
        {"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "Lost": {"Type": "Pass", "Next": "A"}}}
    )
    assert drawn(machine).splitlines() == ["✔ A  Succeed", "│ not reachable from A:", "□ Lost  Pass  → A"]


def test_catchers_stand_at_the_end_of_the_line_with_their_errors() -> None:
    machine = asl.from_json(
        {
            "StartAt": "Charge",
            "States": {
                "Charge": {
                    "Type": "Task",
                    "Resource": "arn:aws:lambda:eu-west-1:111111111111:function:charge",
                    "Catch": [{"ErrorEquals": ["CardDeclined", "CardExpired"], "Next": "Declined"}],
                    "End": True,
                },
                "Declined": {"Type": "Fail", "Error": "Declined"},
            },
        }
    )
    assert drawn(machine).splitlines()[0] == "■ Charge  Lambda charge  → end  ⚠ CardDeclined, CardExpired → Declined"


def test_the_ascii_outline_holds_ascii_only(order: asl.StateMachine) -> None:
    assert render_text(order, ascii_only=True).isascii()


def test_no_colour_is_written_unless_it_is_asked_for(order: asl.StateMachine) -> None:
    assert "\x1b" not in render_text(order)
    coloured = render_text(order, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text(order)


@pytest.mark.parametrize("width", [80, 100])
def test_lines_fit_the_terminal(payment: asl.StateMachine, width: int) -> None:
    lines = render_text(payment, width=width).splitlines()

    assert max(map(visible_width, lines)) <= width


def transitions(lines: list[Line]) -> Counter[tuple[object, object]]:
    """Every transition that the lines tell, written out or by the line below at the same level."""
    told: Counter[tuple[object, object]] = Counter()
    for at, line in enumerate(lines):
        if line.rule is not None:
            told[(line.scope, line.rule.edge)] += 1
        for jump in line.jumps:
            told[(line.scope, jump.edge)] += 1
        node = line.node
        if node is None or {jump.edge.kind for jump in line.jumps} & {EdgeKind.NEXT, EdgeKind.END}:
            continue
        follower = next(
            (
                other.node.name
                for other in lines[at + 1 :]
                if other.node is not None and other.scope == line.scope and other.guides == line.guides
            ),
            None,
        )
        told[(line.scope, (node.name, follower))] += 1
    return told


@pytest.mark.parametrize("seed", range(80))
def test_each_state_and_each_transition_of_a_random_machine_is_told_once(seed: int) -> None:
    graph = build_graph(random_machine(seed))
    lines = outline(graph.scope)

    states = Counter(line.node.path for line in lines if line.node is not None)
    assert states == Counter(node.path for node in walk_nodes(graph.scope))
    told = transitions(lines)
    for scope in walk_scopes(graph.scope):
        for edge, count in Counter(scope.edges).items():
            written = told[(scope.path, edge)]
            implied = told[(scope.path, (edge.source, edge.target))] if edge.kind is EdgeKind.NEXT else 0
            # A container writes its Next after what it holds, in a line of its own.
            assert written == count or (written == 0 and implied == 1), edge


def test_a_word_that_is_wider_than_the_room_has_a_line_of_its_own() -> None:
    retrier = {"ErrorEquals": ["com.example.payments.errors.GatewayIsBusyForNow", "Other"], "IntervalSeconds": 2}
    work = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Retry": [retrier], "End": True}
    other = {"ErrorEquals": ["Last"], "MaxAttempts": 9}
    machine = asl.from_json({"StartAt": "Work", "States": {"Work": {**work, "Retry": [retrier, other]}}})

    lines = render_text(machine, width=40).splitlines()

    (long,) = (line for line in lines if visible_width(line) > 40)
    assert long.split() == ["com.example.payments.errors.GatewayIsBusyForNow"]
    assert lines[lines.index(long) + 1].split()[:4] == ["and", "1", "more:", "retries"]


def test_a_catcher_names_all_of_its_errors_where_a_line_has_room_for_them(payment: asl.StateMachine) -> None:
    errors = [f"PaymentTrouble{number}" for number in range(4)]
    catcher = {"ErrorEquals": errors, "Next": "RecordUnknown"}
    machine = edited(payment, lambda states: states["ValidatePayment"].update(Catch=[catcher]))

    assert f"⚠ {', '.join(errors)} → RecordUnknown" in drawn(machine)


def test_an_outline_in_the_margin_of_a_page_is_no_wider_than_the_margin(payment: asl.StateMachine) -> None:
    overlay = overlay_from_history(payment, declined_payment())

    lines = write_text(build_graph(payment), overlay=overlay, width=48).splitlines()

    assert max(map(len, lines)) <= 48
