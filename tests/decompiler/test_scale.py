"""As large and as deep as definitions get: no recursion error, and time that grows with the size."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest

from tests.decompiler.proving import Json, text_of
from workflow_dsl import asl
from workflow_dsl.pipeline.importing.proof import differs


def chain(length: int, **fields: Any) -> Json:
    names = [f"State {number}" for number in range(length)]
    states = {name: {"Type": "Pass", **fields, "Next": following} for name, following in pairwise(names)}
    return {"StartAt": names[0], "States": {**states, names[-1]: {"Type": "Pass", "End": True}}}


def nested(depth: int) -> Json:
    inner: Json = {"StartAt": "Innermost", "States": {"Innermost": {"Type": "Pass", "End": True}}}
    for level in range(depth):
        held: Json = (
            {"Type": "Map", "ItemProcessor": inner}
            if level % 2
            else {"Type": "Parallel", "Branches": [inner, _leaf(level)]}
        )
        inner = {"StartAt": f"Level {level}", "States": {f"Level {level}": {**held, "End": True}}}
    return inner


def _leaf(level: int) -> Json:
    return {"StartAt": f"Leaf {level}", "States": {f"Leaf {level}": {"Type": "Pass", "End": True}}}


def combined(depth: int) -> Json:
    rule: Json = {"Variable": "$.x", "NumericEquals": 1}
    for level in range(depth):
        rule = {"Not": rule} if level % 2 else {"And": [rule, {"Variable": "$.y", "IsPresent": True}]}
    choice = {"Type": "Choice", "Choices": [{**rule, "Next": "End"}], "Default": "End"}
    return {"StartAt": "Choose", "States": {"Choose": choice, "End": {"Type": "Succeed"}}}


def deep_value(depth: int) -> Json:
    value: Any = 1
    for level in range(depth):
        value = {"inner": value} if level % 2 else [value]
    return {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": value, "End": True}}}


@pytest.mark.parametrize(
    "value",
    [chain(5_000), nested(30), nested(100), combined(150), deep_value(300)],
    ids=["5,000 in a chain", "30 deep", "100 deep", "conditions 150 deep", "values 300 deep"],
)
def test_a_large_definition_compiles_back_equal(value: Json) -> None:
    machine = asl.from_json(value)

    assert differs(text_of(value), machine, "large.py") is None


def test_a_definition_of_a_megabyte_compiles_back_equal() -> None:
    value = chain(1_500, Result={"text": "x" * 500, "numbers": list(range(20))})
    machine = asl.from_json(value)
    assert len(asl.write(machine)) > 1_048_576

    assert differs(text_of(value), machine, "large.py") is None


@pytest.mark.proof
def test_the_time_grows_with_the_size_and_not_with_its_square() -> None:
    small, large = _seconds(chain(500)), _seconds(chain(5_000))

    assert large < 30 * max(small, 0.02)


def _seconds(value: Json) -> float:
    machine = asl.from_json(value)
    begun = time.process_time()
    assert differs(text_of(value), machine, "large.py") is None
    return time.process_time() - begun
