"""Whatever a file holds, checking it gives findings and never an exception."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from tests.checks.payment_machine import good_machine
from tests.checks.test_template_faults import good_template
from workflow_dsl.checks import check_definition
from workflow_dsl.checks.template_engine import check_template
from workflow_dsl.diagnostics import Finding
from workflow_dsl.source import read_json

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "{%",
    "{% %}",
    "{% $ %}",
    "$.",
    "${",
    [],
    [None],
    {},
    {"Ref": "x"},
    {"Fn::Sub": []},
)
SEEDS = range(150)


def spoilt(value: Any, seed: int) -> Any:
    """The value with one to three of its parts replaced by something odd."""
    chance = random.Random(seed)
    result = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        holder: Any = result
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = chance.choice(keys)
            inner = holder[key]
            if not isinstance(inner, dict | list) or not inner or chance.random() < 0.15:
                holder[key] = copy.deepcopy(chance.choice(ODD))
                break
            holder = inner
        if not isinstance(result, dict) or not result:
            break
    return result


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoilt_definition_gives_findings_only(seed: int) -> None:
    text = json.dumps(spoilt(good_machine(), seed))

    assert isinstance(check_definition(text, file="a.json"), list)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoilt_template_gives_findings_only(seed: int) -> None:
    text = json.dumps(spoilt(good_template(), seed))

    assert isinstance(check_template(read_json(text, file="template.json")), list)


def test_an_intrinsic_function_in_a_definition_is_read_as_what_it_names() -> None:
    task = {
        "Type": "Task",
        "Resource": {"Fn::GetAtt": ["Charge", "Arn"]},
        "TimeoutSeconds": 10,
        "Retry": [{"ErrorEquals": ["States.ALL"]}],
        "End": True,
    }
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"Definition": {"StartAt": "A", "States": {"A": task}}},
    }
    function = {"Type": "AWS::Lambda::Function", "Properties": {"Timeout": 30}}
    text = json.dumps({"Resources": {"Pay": machine, "Charge": function}})

    assert [finding.code for finding in check_template(read_json(text, file="template.json"))] == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "WF001 error: the definition of Shop is not JSON: expecting property name enclosed in double quotes"),
        (
            {"Fn::Sub": '{"StartAt": ${Start}'},
            "WF001 error: the definition of Shop is not JSON: expecting ',' delimiter",
        ),
        (5, "WF005 error: the definition of Shop is no object"),
        ("[]", "WF005 error: the definition of Shop is no object"),
    ],
)
def test_a_definition_in_a_template_that_is_none_is_found(written: Any, told: str) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": written}}
    text = json.dumps({"Resources": {"Shop": machine}})

    assert told in [str(finding.render("/")).partition(": ")[2].partition("; ")[0] for finding in _checked(text)]


def test_a_definition_that_is_json_once_its_placeholders_are_replaced_is_left_alone() -> None:
    written = {"Fn::Sub": '{"StartAt": "A", "TimeoutSeconds": ${T}, "States": {"A": {"Type": "Succeed"}}}'}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": written}}

    assert not [found for found in _checked(json.dumps({"Resources": {"Shop": machine}})) if found.code < "WF1"]


def test_all_signs_of_a_name_that_cannot_be_shown_are_told_at_once_and_each_once() -> None:
    name = "Prüfen\tübergroß"
    text = json.dumps({"StartAt": name, "States": {name: {"Type": "Succeed"}}})

    (finding,) = [found for found in check_definition(text, file="a.json") if found.code == "WF505"]

    assert finding.message.endswith(r"""has 'ü' '\t' 'ß', which metrics and traces cannot show""")


def _checked(text: str) -> list[Finding]:
    return check_template(read_json(text, file="template.json"))
