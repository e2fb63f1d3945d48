"""Machines made in Python, and the ways to their states."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from workflow_dsl import asl

INNER = asl.Processor(StartAt="Charge", States={"Charge": asl.Task(Resource="r", End=True)})
FORK = asl.Parallel(
    Branches=(asl.Branch(StartAt="A", States={"A": asl.Succeed()}), asl.Branch(StartAt="B", States={"B": asl.Fail()})),
    End=True,
)
MACHINE = asl.StateMachine(
    StartAt="Each",
    States={"Each": asl.Map(ItemProcessor=INNER, Next="Fork"), "Fork": FORK},
)


def test_every_state_is_walked_in_the_order_of_the_definition() -> None:
    assert [(str(path), state.Type) for path, state in asl.walk(MACHINE)] == [
        ("Each", "Map"),
        ("Each > Charge", "Task"),
        ("Fork", "Parallel"),
        ("Fork[0] > A", "Succeed"),
        ("Fork[1] > B", "Fail"),
    ]


def test_a_path_leads_through_the_written_definition() -> None:
    written = MACHINE.to_json()
    for path, state in asl.walk(MACHINE):
        found: Any = written
        for step in path.json_path:
            found = found[step]
        assert found == state.to_json()


def test_the_older_iterator_is_walked_too() -> None:
    machine = asl.StateMachine(StartAt="Each", States={"Each": asl.Map(Iterator=INNER, End=True)})
    assert [path.json_path[2] for path, _ in asl.walk(machine) if path.parent] == ["Iterator"]


def test_a_path_knows_its_name_and_what_is_around_it() -> None:
    path = asl.StatePath.of("Fork").branch(1, "Each").within("ItemProcessor", "Charge > it")
    assert path.name == "Charge > it"
    assert path.parent == asl.StatePath.of("Fork").branch(1, "Each")
    assert path.parent.parent == asl.StatePath.of("Fork")
    assert asl.StatePath.of("Fork").parent is None
    assert str(path) == "Fork[1] > Each > Charge > it"


def test_states_named_like_fields_are_states() -> None:
    path = asl.StatePath.of("States").within("ItemProcessor", "Branches").branch(0, "States")
    assert str(path) == "States > Branches[0] > States"
    assert path.parent is not None
    assert path.parent.parent == asl.StatePath.of("States")


def test_objects_are_frozen() -> None:
    with pytest.raises(ValidationError):
        MACHINE.StartAt = "Fork"


def test_defaults_are_those_of_the_language_and_are_not_written() -> None:
    retrier = asl.Retrier(ErrorEquals=("States.ALL",))
    assert (retrier.IntervalSeconds, retrier.MaxAttempts, retrier.BackoffRate) == (1, 3, 2.0)
    assert retrier.to_json() == {"ErrorEquals": ["States.ALL"]}
    assert asl.Succeed().to_json() == {"Type": "Succeed"}


def test_a_comparison_knows_its_operator_and_operand() -> None:
    rule = asl.Comparison(Variable="$.total", NumericGreaterThanEquals=10, Next="Review")
    assert (rule.operator, rule.operand) == ("NumericGreaterThanEquals", 10)


def test_what_python_makes_is_held_to_the_same_rules() -> None:
    with pytest.raises(ValidationError, match='a Pass has neither "Next" nor "End"'):
        asl.Pass()
    with pytest.raises(ValidationError, match='"Arguments" belongs to JSONata'):
        asl.Task(QueryLanguage="JSONPath", Resource="r", Arguments={}, End=True)
