"""The parameters of a deployment: what is given, what somebody chose before, what the template says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deploy.conftest import Sample
from workflow_dsl.deploy import ParameterError
from workflow_dsl.deploy.parameters import fit_parameters

DECLARED: dict[str, dict[str, Any]] = {
    "AlertEmail": {"Type": "String", "AllowedPattern": r"[^@\s]+@[^@\s]+"},
    "Environment": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "test", "prod"]},
    "Layer": {"Type": "String", "Default": "layer/2", "MaxLength": 8},
}
MAIL = {"AlertEmail": "a@example.com"}


def test_what_nobody_chose_follows_the_new_template() -> None:
    fitted = fit_parameters(DECLARED, {}, {"AlertEmail": True, "Environment": True, "Layer": False})

    assert fitted == [
        {"ParameterKey": "AlertEmail", "UsePreviousValue": True},
        {"ParameterKey": "Environment", "UsePreviousValue": True},
    ]


def test_a_parameter_that_lost_its_default_keeps_its_value() -> None:
    fitted = fit_parameters({"Layer": {"Type": "String"}}, {}, {"Layer": False})

    assert fitted == [{"ParameterKey": "Layer", "UsePreviousValue": True}]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"AlertEmail": "nobody"}, r'AlertEmail: "nobody" does not match [^@\s]+@[^@\s]+'),
        ({**MAIL, "Environment": "staging"}, 'Environment: "staging" is none of dev, test, prod'),
        (
            {**MAIL, "Layer": "layer/100"},
            'Layer: "layer/100" has 9 characters, and there is room for 8; give a shorter one, or write it as a text '
            "into the definition, where one is the same in every stack",
        ),
        ({}, "the template needs a value for AlertEmail; add --alert-email ADDRESS"),
        ({**MAIL, "Color": "red"}, "the template has no parameter Color; it has AlertEmail, Environment, Layer"),
    ],
)
def test_what_the_service_would_refuse_is_told_at_once(given: dict[str, str], told: str) -> None:
    with pytest.raises(ParameterError) as refused:
        fit_parameters(DECLARED, given, {})

    assert str(refused.value) == told


def test_a_secret_value_is_not_repeated() -> None:
    declared = {"Key": {"Type": "String", "NoEcho": True, "AllowedPattern": "sk_[a-z]{8}"}}

    with pytest.raises(ParameterError) as refused:
        fit_parameters(declared, {"Key": "sk_live_NOT_TO_BE_TOLD"}, {})

    assert str(refused.value) == "Key: the value does not match sk_[a-z]{8}"


def test_a_pattern_that_only_java_understands_is_left_to_the_service() -> None:
    declared = {"Name": {"Type": "String", "AllowedPattern": r"\p{L}+"}}

    assert fit_parameters(declared, {"Name": "4"}, {}) == [{"ParameterKey": "Name", "ParameterValue": "4"}]


def test_all_wrong_parameters_are_told_at_once() -> None:
    with pytest.raises(ParameterError) as refused:
        fit_parameters(DECLARED, {"Environment": "staging"}, {})

    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.emulator
def test_a_deployed_stack_takes_the_newer_layer_unless_somebody_chose_one(sample: Sample) -> None:
    def deploy(default: str, **given: str) -> str:
        sample.template["Parameters"]["PowertoolsLayer"] = {"Type": "String", "Default": default}
        # A stack in which nothing but a parameter changes does not change.
        sample.properties("MachineLogs")["RetentionInDays"] = len(default)
        sample.deploy(**given)
        return next(
            str(one["ParameterValue"]) for one in sample.status()["Parameters"] if "Layer" in one["ParameterKey"]
        )

    assert deploy("2", **MAIL) == "2"
    assert deploy("30") == "30"
    assert deploy("400", PowertoolsLayer="mine") == "mine"
    assert deploy("5000") == "mine"
