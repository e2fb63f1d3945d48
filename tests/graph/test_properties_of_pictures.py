"""What every picture keeps, whatever the graph: held on random nested machines."""

from itertools import pairwise
from time import process_time

import pytest

from tests.graph.geometry import faults
from tests.graph.random_machines import random_machine
from tests.pace import slowness
from workflow_dsl import asl
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.model import END, START, Edge, EdgeKind, Graph, Node, Scope, Shape
from workflow_dsl.graph.picture import PlacedBox, place_graph


def broken_seeds(seeds: range) -> dict[int, list[str]]:
    found = {}
    for seed in seeds:
        graph = build_graph(random_machine(seed))
        wrong = faults(graph, place_graph(graph))
        if wrong:
            found[seed] = wrong[:3]
    return found


def test_boxes_lines_and_labels_keep_clear_of_one_another_in_60_random_machines() -> None:
    assert broken_seeds(range(60)) == {}


@pytest.mark.proof
def test_boxes_lines_and_labels_keep_clear_of_one_another_in_500_random_machines() -> None:
    assert broken_seeds(range(1_000, 1_500)) == {}


@pytest.mark.proof
def test_large_random_machines_keep_clear_too() -> None:
    found = {}
    for seed in range(6):
        graph = build_graph(random_machine(seed, most_states=30))
        wrong = faults(graph, place_graph(graph))
        if wrong:
            found[seed] = wrong[:3]
    assert found == {}


def test_the_checks_of_these_tests_notice_a_box_that_was_moved(order: asl.StateMachine) -> None:
    graph = build_graph(order)
    picture = place_graph(graph)
    box = picture.boxes[5]
    left, top, width, height = box.rectangle
    picture.boxes[5] = PlacedBox(box.node, (left + 60, top + 60, width, height), box.lines)

    assert faults(graph, picture)


def test_the_checks_of_these_tests_notice_a_line_that_was_lost(order: asl.StateMachine) -> None:
    graph = build_graph(order)
    picture = place_graph(graph)
    lost = picture.edges.pop()

    assert any(lost.edges[0].source in fault for fault in faults(graph, picture))


def columns(machine: asl.StateMachine) -> dict[str, int]:
    picture = place_graph(build_graph(machine))
    return {box.node.name: box.rectangle[0] + box.rectangle[2] // 2 for box in picture.boxes}


def test_the_main_path_to_success_is_one_straight_column(payment: asl.StateMachine) -> None:
    place = columns(payment)
    main = [
        START,
        "ValidatePayment",
        "RouteDuplicate",
        "ProcessPayment",
        "StoreTransaction",
        "NotifyCustomer",
        "PaymentSucceeded",
    ]

    assert len({place[name] for name in main}) == 1


def test_the_main_path_goes_through_the_heaviest_way(order: asl.StateMachine) -> None:
    place = columns(order)
    main = ["LoadOrder", "RouteOrder", "WaitForStock", "CheckStock", "StockReady?", "NotifyBuyer", "OrderDone"]

    assert len({place[name] for name in main}) == 1


def test_loops_point_up(order: asl.StateMachine) -> None:
    picture = place_graph(build_graph(order))
    (loop,) = (edge for edge in picture.edges if _ends(edge.edges[0]) == ("StockReady?", "WaitForStock"))

    assert loop.pieces[0][0][1] > loop.pieces[-1][-1][1]


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def test_lines_of_one_kind_run_together_before_their_state_and_share_one_arrow(payment: asl.StateMachine) -> None:
    picture = place_graph(build_graph(payment))
    into = [edge for edge in picture.edges if edge.edges[0].target == "RecordUnknown"]

    assert len(into) == 2
    assert len({edge.pieces[-1][-1] for edge in into}) == 1
    assert sum(edge.arrow for edge in into) == 1


def test_a_choice_with_forty_rules_stays_on_a_page() -> None:
    names = [f"Handle{number}" for number in range(40)]
    rules = [{"Variable": "$.kind", "StringEquals": name, "Next": name} for name in names]
    states = {name: {"Type": "Pass", "End": True} for name in names}
    machine = asl.from_json({"StartAt": "Route", "States": {"Route": {"Type": "Choice", "Choices": rules}, **states}})
    graph = build_graph(machine)
    picture = place_graph(graph)

    assert faults(graph, picture) == []
    assert picture.width < 40 * 170


def test_a_chain_of_three_thousand_states_is_drawn_without_recursion() -> None:
    names = [f"S{number}" for number in range(3_000)]
    states = {name: {"Type": "Pass", "Next": following} for name, following in pairwise(names)}
    machine = asl.from_json({"StartAt": "S0", "States": {**states, names[-1]: {"Type": "Succeed"}}})

    assert len(place_graph(build_graph(machine)).boxes) == 3_001


def test_a_transition_to_a_state_that_is_missing_is_drawn_to_a_box_that_says_so() -> None:
    machine = asl.from_json({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Nowhere"}}})
    picture = place_graph(build_graph(machine))

    (missing,) = (box for box in picture.boxes if box.node.shape is Shape.MISSING)
    assert [line.text for line in missing.lines] == ["Nowhere", "no such state"]


def test_an_empty_graph_has_a_picture() -> None:
    path = asl.StatePath.of("A")
    scope = Scope((), "", "A", (Node(path, "A", Shape.PASS),), (Edge("A", END, EdgeKind.END),))

    assert len(place_graph(Graph("", "", scope)).boxes) == 3


def long_machine(count: int) -> asl.StateMachine:
    """Tasks with a catcher and choices that skip some, all in one scope."""
    names = [f"State{number}" for number in range(count)]
    states: dict[str, dict[str, object]] = {"Failed": {"Type": "Fail"}, names[-1]: {"Type": "Succeed"}}
    for number, (name, following) in enumerate(pairwise(names)):
        if number % 5 == 0:
            rule = {"Variable": "$.skip", "BooleanEquals": True, "Next": names[min(count - 1, number + 4)]}
            states[name] = {"Type": "Choice", "Choices": [rule], "Default": following}
        else:
            catch = [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}]
            states[name] = {
                "Type": "Task",
                "Resource": "arn:aws:states:::sns:publish",
                "Next": following,
                "Catch": catch,
            }
    return asl.from_json({"StartAt": names[0], "States": states})


def seconds_to_place(machine: asl.StateMachine, times: int) -> float:
    graph = build_graph(machine)
    best = float("inf")
    for _ in range(times):
        start = process_time()
        place_graph(graph)
        best = min(best, process_time() - start)
    return best


@pytest.mark.proof
def test_sixty_states_are_laid_out_in_less_than_fifty_milliseconds() -> None:
    assert seconds_to_place(long_machine(60), 7) < 0.05 * slowness()


@pytest.mark.proof
def test_a_thousand_states_are_laid_out_in_seconds() -> None:
    assert seconds_to_place(long_machine(1_000), 1) < 8 * slowness()


def test_a_state_that_nothing_reaches_says_so() -> None:
    states = {"A": {"Type": "Succeed"}, "Lost": {"Type": "Pass", "Next": "A"}}
    picture = place_graph(build_graph(asl.from_json({"StartAt": "A", "States": states})))
    said = {box.node.name: [line.text for line in box.lines] for box in picture.boxes}

    assert said["Lost"] == ["Lost", "Pass", "nothing leads here"]
    assert said["A"] == ["A", "Succeed"]
