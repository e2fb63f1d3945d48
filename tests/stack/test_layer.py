"""The libraries of the functions: those of the tests, at every deployment."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

import pytest

from workflow_dsl.program import Program
from workflow_dsl.stack import StackOptions, build_template
from workflow_dsl.stack.lambda_ import POWERTOOLS, RUNTIME

Architecture = Literal["x86_64", "arm64"]
LOCKED = Path(__file__).parents[2] / "requirements/dev.txt"


@pytest.mark.parametrize("architecture", get_args(Architecture))
def test_the_layer_is_of_one_release_and_not_of_whatever_is_latest(
    program: Program, code: Callable[[Program], Mapping[str, str]], architecture: Architecture
) -> None:
    options = StackOptions(architecture=architecture)
    layer = build_template(program, code(program), options).parameters["PowertoolsLayer"]

    assert layer["Type"] == "AWS::SSM::Parameter::Value<String>"
    assert layer["Default"] == f"/aws/service/powertools/python/{architecture}/{RUNTIME}/{POWERTOOLS}"


def test_the_layer_is_of_the_release_that_the_handlers_are_tested_with() -> None:
    assert f"aws-lambda-powertools=={POWERTOOLS} " in LOCKED.read_text(encoding="utf-8")
