"""Faults that one object shows: each is said once, at its place, with what to write instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.asl.corpus import canonical
from tests.asl.machines import machines
from workflow_dsl import asl
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.source import Place

ALL_FAULTS = """\
flow.asl.json:4:15: WF004 error: state "Charge": a Task has neither "Next" nor "End"; write "Next": "..." or "End": true
flow.asl.json:7:7: WF003 error: state "Charge": a Task has no field "Retyr"; did you mean "Retry"?
flow.asl.json:8:17: WF004 error: state "Charge": a catcher has no "Next"; write "Next": ...
flow.asl.json:8:40: WF003 error: state "Charge": a catcher has no field "Nxt"; did you mean "Next"?
flow.asl.json:11:5: WF002 error: "Done" stands twice in the same object, and only the last one counts; \
keep one of them, or give it another name
flow.asl.json:11:41: WF005 error: state "Done": "5" is not a whole number; \
write a whole number from 0 to 99,999,999 or an expression {% ... %}"""


def _findings(definition: Any, **places: Any) -> tuple[Finding, ...]:
    with pytest.raises(FindingsError) as refused:
        asl.read(json.dumps(definition, indent=1), file="machine.json")
    return refused.value.findings


def _of_state(state: Any, **machine: Any) -> list[tuple[str, str, str]]:
    found = _findings({**machine, "StartAt": "S", "States": {"S": state, "T": {"Type": "Succeed"}}})
    return [(finding.code, finding.message, finding.instead) for finding in found]


def test_all_faults_are_said_at_once_each_at_its_place() -> None:
    text = """{
  "StartAt": "Charge",
  "States": {
    "Charge": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Retyr": [],
      "Catch": [{"ErrorEquals": ["A"], "Nxt": "Done"}]
    },
    "Done": {"Type": "Suceed"},
    "Done": {"Type": "Wait", "Seconds": "5", "End": true}
  }
}"""
    with pytest.raises(FindingsError) as refused:
        asl.read(text, file="flow.asl.json")
    assert str(refused.value) == ALL_FAULTS


def test_the_place_of_a_fault_deep_inside_is_exact() -> None:
    inner = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True, "Reslt": 1}}}
    outer = {
        "Type": "Map",
        "ItemProcessor": {"StartAt": "F", "States": {"F": {"Type": "Parallel", "Branches": [inner]}}},
    }
    found = _findings({"StartAt": "M", "States": {"M": {**outer, "End": True}}})
    assert [(finding.code, finding.message) for finding in found] == [
        ("WF004", 'state "F": a Parallel has neither "Next" nor "End"'),
        ("WF003", 'state "A": a Pass has no field "Reslt"'),
    ]
    assert found[1].place is not None
    assert (found[1].place.line, found[1].place.column) == (18, 11)


def test_without_a_text_the_message_says_the_path() -> None:
    definition = {"StartAt": "S", "States": {"S": {"Type": "Task", "Resource": "r", "End": True, "Retry": [{}]}}}
    with pytest.raises(FindingsError) as refused:
        asl.from_json(definition)
    assert str(refused.value) == (
        'WF004 error: state "S": Retry[0]: a retrier has no "ErrorEquals"; write "ErrorEquals": ...'
    )


@pytest.mark.parametrize(
    ("state", "code", "message"),
    [
        ({}, "WF004", 'a state has no "Type"'),
        ({"Type": "Tsk"}, "WF009", 'there is no state type "Tsk"'),
        ({"Type": 3}, "WF009", "there is no state type 3"),
        (7, "WF005", "7 is not an object"),
        ({"Type": "Pass"}, "WF004", 'a Pass has neither "Next" nor "End"'),
        ({"Type": "Pass", "End": False}, "WF004", 'a Pass has neither "Next" nor "End"'),
        ({"Type": "Pass", "Next": "T", "End": True}, "WF007", 'a Pass has both "Next" and "End"'),
        ({"Type": "Pass", "Next": ["T"]}, "WF005", "an array is not a string"),
        ({"Type": "Pass", "End": True, "Comment": None}, "WF005", '"Comment" is null'),
        ({"Type": "Task", "End": True}, "WF004", 'a Task has no "Resource"'),
        ({"Type": "Wait", "End": True}, "WF004", "a Wait does not say how long"),
        ({"Type": "Wait", "End": True, "Seconds": -1}, "WF006", "-1 is out of range"),
        ({"Type": "Wait", "End": True, "Seconds": True}, "WF005", "true is not a whole number"),
        (
            {"Type": "Wait", "End": True, "Seconds": 1, "Timestamp": "2026-01-01T00:00:00Z"},
            "WF007",
            'a Wait has both "Seconds" and "Timestamp"',
        ),
        ({"Type": "Wait", "End": True, "Timestamp": "tomorrow"}, "WF006", '"tomorrow" is not a time stamp'),
        (
            {"Type": "Wait", "End": True, "Timestamp": "2026-13-01T00:00:00Z"},
            "WF006",
            '"2026-13-01T00:00:00Z" is not a time stamp',
        ),
        ({"Type": "Choice", "Choices": []}, "WF006", "a Choice has no rules"),
        ({"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True}]}, "WF004", 'a choice rule has no "Next"'),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.x", "Next": "T"}]},
            "WF004",
            "a choice rule compares by no operator",
        ),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": True, "IsString": True, "Next": "T"}]},
            "WF007",
            'a choice rule has both "IsNull" and "IsString"',
        ),
        (
            {"Type": "Choice", "Choices": [{"Not": {"Variable": "$.x", "IsNull": True, "Next": "T"}, "Next": "T"}]},
            "WF003",
            'a rule inside of a rule has "Next"',
        ),
        ({"Type": "Choice", "Choices": [{"And": [], "Next": "T"}]}, "WF006", '"And" combines no rules'),
        ({"Type": "Parallel", "Branches": [], "End": True}, "WF006", "a Parallel has no branches"),
        ({"Type": "Map", "End": True}, "WF004", 'a Map has no "ItemProcessor"'),
        ({"Type": "Succeed", "Next": "T"}, "WF003", 'a Succeed has no field "Next"'),
        ({"Type": "Fail", "Error": "A", "ErrorPath": "$.e"}, "WF007", 'a Fail has both "Error" and "ErrorPath"'),
        ({"Type": "Pass", "End": True, "Output": 1}, "WF008", '"Output" belongs to JSONata, and this is JSONPath'),
        (
            {"Type": "Pass", "End": True, "QueryLanguage": "JSONata", "ResultPath": "$"},
            "WF008",
            '"ResultPath" belongs to JSONPath, and this is JSONata',
        ),
        ({"Type": "Pass", "End": True, "QueryLanguage": "Jsonata"}, "WF006", '"Jsonata" is none of the values'),
    ],
)
def test_a_fault_of_a_state_is_said_once(state: Any, code: str, message: str) -> None:
    assert [found[:2] for found in _of_state(state)] == [(code, f'state "S": {message}')]


@pytest.mark.parametrize(
    ("retrier", "code"),
    [
        ({"ErrorEquals": []}, "WF006"),
        ({"ErrorEquals": ["A"], "BackoffRate": 0.5}, "WF006"),
        ({"ErrorEquals": ["A"], "MaxAttempts": -1}, "WF006"),
        ({"ErrorEquals": ["A"], "IntervalSeconds": 0}, "WF006"),
        ({"ErrorEquals": ["A"], "IntervalSeconds": 1.5}, "WF005"),
        ({"ErrorEquals": ["A"], "IntervalSeconds": 9, "MaxDelaySeconds": 9}, "WF006"),
        ({"ErrorEquals": ["A"], "JitterStrategy": "full"}, "WF006"),
        ({"ErrorEquals": "A"}, "WF005"),
    ],
)
def test_a_fault_of_a_retrier_is_said_once(retrier: Any, code: str) -> None:
    state = {"Type": "Task", "Resource": "r", "End": True, "Retry": [retrier]}
    assert [found[0] for found in _of_state(state)] == [code]


def test_a_fault_inside_does_not_hide_one_outside() -> None:
    state = {"Type": "Map", "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "?"}}}, "Label": 3}
    assert [found[0] for found in _of_state(state)] == ["WF004", "WF009", "WF005"]


def test_inner_states_take_the_language_of_the_machine_not_of_their_map() -> None:
    inner = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True, "Parameters": {}}}}
    mapped = {"Type": "Map", "QueryLanguage": "JSONata", "Items": [1], "ItemProcessor": inner, "End": True}
    asl.from_json({"StartAt": "M", "States": {"M": mapped}})
    found = _findings({"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": mapped}})
    assert [(finding.code, finding.instead) for finding in found] == [
        ("WF008", 'use "Arguments", in a Map "ItemSelector", in a Pass "Output"')
    ]


def test_a_jsonpath_state_in_a_jsonata_machine_is_refused_as_aws_does() -> None:
    state = {"Type": "Pass", "End": True, "QueryLanguage": "JSONPath"}
    assert _of_state(state, QueryLanguage="JSONata")[0][:2] == (
        "WF008",
        'state "S": a JSONPath state in a JSONata state machine',
    )


def test_placeholders_of_a_template_stand_for_numbers() -> None:
    state = {"Type": "Task", "Resource": "${Function}", "TimeoutSeconds": "${Limit}", "End": True}
    asl.from_json({"StartAt": "S", "States": {"S": state}})


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "null", '"StartAt"', "a: [", "\x00"])
def test_a_text_that_is_no_definition_is_a_finding_not_a_traceback(text: str) -> None:
    for file in ("machine.json", "machine.yaml"):
        with pytest.raises(FindingsError) as refused:
            asl.read(text, file=file)
        assert refused.value.findings[0].place is not None


def test_a_byte_order_mark_is_no_fault() -> None:
    text = '\ufeff{"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}'
    assert asl.read(text, file="machine.json").StartAt == "S"


MACHINES = machines()
FIELDS = ["Type", "Next", "And", "Not", "Condition", "StartAt", "States", "Mode", "ErrorEquals", "Choices", "x"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["JSONata", "Map"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def _damaged(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """A definition in which one place holds anything."""
    definition = draw(MACHINES)
    holder: Any = {"": definition}
    step: Any = ""
    value: Any = definition
    while isinstance(value, (dict, list)) and value and draw(st.integers(0, 4)):
        holder, step = value, draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
        value = holder[step]
    holder[step] = draw(ANYTHING)
    return definition


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(_damaged())
def test_whatever_is_in_a_definition_it_is_read_or_refused_with_places(definition: Any) -> None:
    text = json.dumps(definition)
    try:
        machine = asl.read(text, file="machine.json")
    except FindingsError as error:
        assert all(finding.place and finding.instead for finding in error.findings)  # noqa: PT017
    else:
        assert canonical(machine.to_json()) == canonical(definition)


@pytest.mark.parametrize("value", ["1e999", "-1e999", "NaN", "-Infinity", "9" * 5_000])
def test_a_number_that_is_none_is_a_finding(value: str) -> None:
    text = f'{{"StartAt": "S", "States": {{"S": {{"Type": "Pass", "Result": {value}, "End": true}}}}}}'
    with pytest.raises(FindingsError, match="WF001") as refused:
        asl.read(text, file="machine.json")
    assert refused.value.findings[0].place == Place("machine.json", 1, 61)


def test_half_a_character_is_kept_and_can_be_encoded() -> None:
    text = '{"StartAt": "S", "States": {"S": {"Type": "Pass", "Result": "a\\ud800b", "End": true}}}'
    written = asl.write(asl.read(text, file="machine.json"))
    assert json.loads(written.encode()) == json.loads(text)


@pytest.mark.parametrize("depth", [10, 2_000])
def test_a_deep_value_where_another_is_expected_is_a_finding(depth: int) -> None:
    value = "[" * depth + "]" * depth
    for field in ("Next", "TimeoutSeconds", "Retry", "Comment", "Type", "Catch", "QueryLanguage"):
        text = f'{{"StartAt": "S", "States": {{"S": {{"Type": "Task", "Resource": "r", "{field}": {value}}}}}}}'
        with pytest.raises(FindingsError):
            asl.read(text, file="machine.json")


@pytest.mark.parametrize("code", list(asl.FaultCode))
def test_the_examples_of_a_code_show_it(code: asl.FaultCode) -> None:
    manual = asl.FAULT_MANUAL[code]
    frame = "{}" if code is asl.FaultCode.SYNTAX else '{{"StartAt": "S", "States": {{"S": {}}}}}'
    with pytest.raises(FindingsError) as refused:
        asl.read(frame.format(manual.invalid), file="machine.json")
    assert [finding.code for finding in refused.value.findings] == [code.value]
    asl.read(frame.format(manual.valid), file="machine.json")
    assert manual.source.startswith("https://")
