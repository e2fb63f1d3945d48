"""What others say of generated templates, without asking the network."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from workflow_dsl.asl import from_json
from workflow_dsl.deploy import read_template
from workflow_dsl.program import Program
from workflow_dsl.stack import StackOptions, build_template, write_template

TEMPLATES = sorted((Path(__file__).parents[2] / "infra").glob("*/template.yaml"))
BOUNDARY = "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary"
OPTIONS = {
    "default": StackOptions(),
    "every option": StackOptions(architecture="arm64", permissions_boundary=BOUNDARY, canary=timedelta(minutes=5)),
}


def lint(folder: Path, text: str) -> str:
    """What cfn-lint finds, informational rules included. It knows CloudFormation's own resource schemas."""
    file = folder / "template.yaml"
    file.write_text(text, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--include-checks", "I", "--template", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    return run.stdout + run.stderr


@pytest.mark.parametrize("options", OPTIONS)
def test_cfn_lint_finds_nothing(
    options: str, program: Program, code: Callable[[Program], Mapping[str, str]], tmp_path: Path
) -> None:
    template = build_template(program, code(program), OPTIONS[options])

    assert lint(tmp_path, write_template(template)) == ""


@pytest.mark.parametrize("file", TEMPLATES, ids=[file.parent.name for file in TEMPLATES])
def test_cfn_lint_finds_nothing_in_a_committed_template(file: Path, tmp_path: Path) -> None:
    assert lint(tmp_path, file.read_text(encoding="utf-8")) == ""


@pytest.mark.parametrize("file", TEMPLATES, ids=[file.parent.name for file in TEMPLATES])
def test_a_committed_stack_reserves_concurrency_in_production_alone_and_leaves_enough_of_it(file: Path) -> None:
    """Lambda wants 100 left unreserved; an account has 1,000 unless it asks for more, and 10 when it is new."""
    resources = read_template(file.read_text(encoding="utf-8"))["Resources"].values()
    reserved = [
        each["Properties"]["ReservedConcurrentExecutions"]["Fn::If"]
        for each in resources
        if "ReservedConcurrentExecutions" in each["Properties"]
    ]

    assert {condition for condition, _, _ in reserved} <= {"IsProduction"}
    assert all(otherwise == {"Ref": "AWS::NoValue"} for _, _, otherwise in reserved)
    assert sum(number for _, number, _ in reserved) <= 900


def test_cfn_lint_finds_nothing_in_the_smallest_stack(tmp_path: Path) -> None:
    machine = from_json({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})

    assert lint(tmp_path, write_template(build_template(Program("Small", machine), {}))) == ""


def test_cfn_lint_finds_what_is_wrong(
    tmp_path: Path, program: Program, code: Callable[[Program], Mapping[str, str]]
) -> None:
    text = write_template(build_template(program, code(program))).replace("BillingMode", "BillingMood")

    assert "BillingMood" in lint(tmp_path, text)
