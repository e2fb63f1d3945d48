"""Checks are quick enough to run at every compile."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pydantic import BaseModel

from tests.pace import slowness
from workflow_dsl import asl
from workflow_dsl.checks.data.expressions import parsed
from workflow_dsl.checks.engine import check_subject
from workflow_dsl.checks.samples import DONE, FAILED, task
from workflow_dsl.checks.subject import Subject


def machine(count: int) -> asl.StateMachine:
    """So many tasks in a row, each with a variable, two expressions, a retrier and a catcher."""
    states: dict[str, Any] = {"Done": DONE, "Failed": FAILED}
    for number in range(count):
        payload = {"id": f"{{% $states.input.id & '{number}' %}}"}
        states[f"Step{number}"] = task(
            Arguments={"FunctionName": "${Charge}", "Payload": payload},
            Assign={f"kept{number}": "{% $states.result.Payload %}"},
            Next=f"Step{number + 1}" if number < count - 1 else "Done",
        )
    return asl.from_json({"QueryLanguage": "JSONata", "StartAt": "Step0", "States": states})


def seconds(count: int, rounds: int = 3) -> float:
    """The CPU time of checking so many states, at best."""
    times = []
    for _ in range(rounds):
        subject = Subject(machine(count))
        parsed.cache_clear()
        begun = time.process_time()
        assert list(check_subject(subject)) == []
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.proof
def test_a_hundred_states_take_less_than_fifty_milliseconds() -> None:
    assert seconds(100) < 0.05 * slowness()


@pytest.mark.proof
def test_five_thousand_states_take_about_ten_times_as_long_as_five_hundred() -> None:
    assert seconds(5_000, rounds=1) < 20 * seconds(500)


class Order(BaseModel, extra="forbid"):
    """The input of a long way."""

    order_id: str


def test_types_are_followed_through_any_number_of_states() -> None:
    """A way as long as this is no recursion, and many ways that meet again are no tree."""
    states: dict[str, Any] = {}
    for number in range(3_000):
        following = f"Step{number + 1}"
        choice = {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.order_id = 'a' %}", "Next": following}]}
        passing = {"Type": "Pass", "Output": "{% $states.input %}", "Next": following}
        states[f"Step{number}"] = {**choice, "Default": following} if number % 2 else passing
    states["Step3000"] = DONE
    machine = asl.from_json({"QueryLanguage": "JSONata", "StartAt": "Step0", "States": states})

    assert list(check_subject(Subject(machine, input=Order))) == []
