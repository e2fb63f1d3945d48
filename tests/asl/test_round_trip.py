"""What is read is written as it was; random machines, great ones and deep ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from tests.asl.corpus import canonical
from tests.asl.machines import machines
from workflow_dsl import asl

MACHINE: dict[str, Any] = {
    "StartAt": "Charge",
    "States": {
        "Charge": {
            "Next": "Done",
            "ResultPath": None,
            "Retry": [{"BackoffRate": 2, "ErrorEquals": ["A"]}, {"ErrorEquals": ["B"], "BackoffRate": 2.0}],
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"z": 1, "a": {"é.$": "$.x"}},
            "Type": "Task",
        },
        "Done": {"Type": "Succeed"},
    },
    "Comment": "Zahlung → ok",
}


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    for level in range(depth):
        inner = {"Type": "Map", "ItemProcessor": value} if level % 2 else {"Type": "Parallel", "Branches": [value]}
        value = {"StartAt": "In", "States": {"In": {**inner, "End": True}}}
    return value


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
@given(machines())
def test_a_random_machine_is_written_as_it_was_read(definition: dict[str, Any]) -> None:
    machine = asl.read(json.dumps(definition), file="machine.json")
    text = asl.write(machine)
    assert canonical(json.loads(text)) == canonical(definition)
    assert asl.write(asl.from_json(machine.to_json())) == text


def test_a_definition_in_yaml_is_the_same_definition() -> None:
    text = yaml.safe_dump(MACHINE, allow_unicode=True, sort_keys=False)
    assert asl.write(asl.read(text, file="machine.yaml")) == asl.write(asl.from_json(MACHINE))


def test_the_text_is_in_the_order_of_reading_and_byte_stable() -> None:
    text = asl.write(asl.from_json(MACHINE))
    assert text.startswith('{\n  "Comment": "Zahlung → ok",\n  "StartAt": "Charge",\n  "States": {\n    "Charge": {\n')
    assert text.endswith("}\n")
    charge = json.loads(text)["States"]["Charge"]
    assert list(charge) == ["Type", "Resource", "Parameters", "ResultPath", "Retry", "Next"]
    assert list(charge["Parameters"]) == ["z", "a"]
    assert asl.write(asl.read(text, file="machine.json")) == text


def test_the_text_is_what_the_standard_library_would_write() -> None:
    machine = asl.from_json(MACHINE)
    assert asl.write(machine) == json.dumps(machine.to_json(), indent=2, ensure_ascii=False) + "\n"


def test_a_number_keeps_its_kind() -> None:
    assert '"BackoffRate": 2\n' in asl.write(asl.from_json(MACHINE))
    assert '"BackoffRate": 2.0\n' in asl.write(asl.from_json(MACHINE))


def test_null_and_absent_are_told_apart() -> None:
    machine = asl.from_json(MACHINE)
    charge, done = machine.States.values()
    assert isinstance(charge, asl.Task)
    assert isinstance(done, asl.Succeed)
    assert charge.ResultPath is None
    assert charge.given("ResultPath")
    assert done.OutputPath == "$"
    assert not done.given("OutputPath")


def test_what_is_given_out_can_be_changed_without_changing_the_machine() -> None:
    machine = asl.from_json(MACHINE)
    machine.to_json()["States"]["Charge"]["Parameters"]["a"]["é.$"] = "$.y"
    assert '"é.$": "$.x"' in asl.write(machine)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: 2}, {"a": b""}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    machine = asl.StateMachine(StartAt="P", States={"P": asl.Pass(Result=value, End=True)})
    with pytest.raises((TypeError, ValueError)):
        asl.write(machine)


def test_no_depth_is_too_deep() -> None:
    text = asl.write(asl.from_json(_nested(200)))
    machine = asl.read(text, file="deep.json")
    assert asl.write(machine) == text
    assert len(list(asl.walk(machine))) == 201


def test_rules_may_be_nested_deep() -> None:
    rule: dict[str, Any] = {"Variable": "$.x", "IsPresent": True}
    for _ in range(400):
        rule = {"Not": {"And": [rule]}}
    states = {"C": {"Type": "Choice", "Choices": [{**rule, "Next": "C"}]}}
    machine = asl.from_json({"StartAt": "C", "States": states})
    assert machine.to_json()["States"]["C"]["Choices"][0]["Next"] == "C"


def test_the_text_of_parameters_may_be_nested_deep() -> None:
    value: Any = 1
    for _ in range(2_000):
        value = {"a": [value]}
    machine = asl.from_json({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": value, "End": True}}})
    assert asl.write(asl.read(asl.write(machine), file="p.json")) == asl.write(machine)


def test_five_thousand_states_are_written_and_read() -> None:
    states: dict[str, asl.State] = {f"S{number}": _task(f"S{(number + 1) % 5_000}") for number in range(5_000)}
    text = asl.write(asl.StateMachine(StartAt="S0", QueryLanguage="JSONata", States=states))
    assert len(text) > 1_048_576
    assert len(asl.read(text, file="chain.json").States) == 5_000


def _task(following: str) -> asl.Task:
    return asl.Task(
        Resource="arn:aws:states:::lambda:invoke",
        Arguments={"FunctionName": "charge", "Payload": {"id": "{% $states.input.id %}"}},
        Retry=(asl.Retrier(ErrorEquals=("Lambda.TooManyRequestsException",), MaxAttempts=5),),
        Next=following,
    )
