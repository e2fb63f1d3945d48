"""What a definition says about its local runs is checked where it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from workflow_dsl import testing
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.testing import LocalSetup, Scenario, Tally


def test_the_public_names_are_these() -> None:
    assert testing.__all__ == sorted(testing.__all__)
    assert set(testing.__all__) == {"Double", "LocalSetup", "LocalStack", "Rows", "Scenario", "Tally"}


def test_an_input_that_is_made_is_made_anew_for_each_run() -> None:
    numbers = iter(range(9))
    scenario = Scenario(name="a", about="b", input=lambda: {"n": next(numbers)})

    assert [scenario.new_input(), scenario.new_input()] == [{"n": 0}, {"n": 1}]


def test_an_input_that_is_written_down_is_taken_as_it_is() -> None:
    assert Scenario(name="a", about="b", input={"n": 1}).new_input() == {"n": 1}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Not A Name"), ("status", "DONE"), ("starts", 0), ("starts", 51), ("colour", "red"), ("input", 7)],
)
def test_a_wrong_scenario_is_refused_in_one_line_at_the_argument(field: str, value: Any) -> None:
    with pytest.raises(FindingsError, match=rf"test_scenarios\.py:\d+:\d+: WF103 error: Scenario.*{field}.*; .+$"):
        Scenario(**{"name": "a", "about": "b", "input": {}, field: value})


def test_a_scenario_cannot_be_changed() -> None:
    scenario = Scenario(name="a", about="b", input={})

    with pytest.raises(ValidationError, match="frozen"):
        scenario.starts = 2


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(FindingsError, match=r"LocalSetup has no argument doubles; did you mean double\?"):
        LocalSetup(doubles=None)  # type: ignore[call-arg]


@pytest.mark.parametrize(("count", "expected", "holds"), [(1, 1, True), (1, 2, False), (7, None, True)])
def test_a_tally_holds_when_nothing_or_the_very_number_is_expected(
    count: int, expected: int | None, holds: bool
) -> None:
    assert Tally(label="a", count=count, expected=expected).holds is holds


@pytest.mark.parametrize(
    ("field", "function", "told"),
    [
        ("double", lambda given: given, "no value"),
        ("parameters", lambda: {"Shelf": "a"}, "the double"),
        ("deployed", lambda stack: None, "the double and the stack"),
        ("nth_input", lambda: {"n": 1}, "the number of the run"),
        ("execution_name", lambda: "a", "the input"),
        ("audit", lambda rows: [], "the double and the rows"),
    ],
)
def test_a_function_that_cannot_be_called_as_it_will_be_is_refused_where_it_is_given(
    field: str, function: Any, told: str
) -> None:
    with pytest.raises(
        FindingsError, match=rf"LocalSetup.{field}: it is called with {told}; write a function of {told}$"
    ):
        LocalSetup(**{field: function})


def test_a_function_of_a_scenario_that_cannot_be_called_is_refused_too() -> None:
    with pytest.raises(FindingsError, match=r"Scenario.prepare: it is called with the double and the input; "):
        Scenario(name="a", about="b", input={}, prepare=lambda double: None)  # type: ignore[arg-type, misc]
    with pytest.raises(FindingsError, match=r"Scenario.input: it is called with no value; "):
        Scenario(name="a", about="b", input=lambda number: {"n": number})  # type: ignore[arg-type, misc]


def test_functions_that_do_not_say_what_they_take_are_believed() -> None:
    made: Any = LocalSetup(double=dict)  # type: ignore[arg-type]

    assert made.double is dict
