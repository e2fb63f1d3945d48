"""A workflow of ten times as many steps takes about ten times as long."""

import time

import pytest

from tests.compiler.test_compile_scale import Order, chain
from workflow_dsl import Workflow
from workflow_dsl.compiler import compile_workflow


def seconds(steps: int, rounds: int) -> float:
    """The CPU time of compiling a chain in which each step reads the one before, at best."""
    times = []
    for _ in range(rounds):
        workflow = Workflow("Chain", input=Order, steps=chain(steps))
        begun = time.process_time()
        compile_workflow(workflow)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.proof
def test_five_thousand_steps_take_about_ten_times_as_long_as_five_hundred() -> None:
    assert seconds(5_000, rounds=2) < 20 * seconds(500, rounds=4)
