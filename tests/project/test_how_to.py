"""Every option that the pages tell a reader to type exists, and the definition of docs/how-to.md is as it says."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.cli.main import main
from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.compile import CompiledMachine, compile_machine
from workflow_dsl.pipeline.stack_folder import compile_stack
from workflow_dsl.project import find_definitions

ROOT = Path(__file__).parents[2]
PAGES = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))}
BLOCK = re.compile(r"<!-- file: (\S+) -->\n```python\n(.*?)```", re.DOTALL)
CALL = re.compile(r"(?:python -m workflow_dsl|workflow-dsl) ([a-z]+)((?:[^`#\n]*\\\n)*[^`#\n]*)")
ROW = re.compile(r"^\| `python -m workflow_dsl ([a-z]+)(.*)$", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")


def options() -> set[tuple[str, str, str]]:
    """Page, command and option of each call on a page, and of each row of the table of commands."""
    return {
        (page, command, option)
        for page, text in PAGES.items()
        for command, rest in [*CALL.findall(text), *ROW.findall(text)]
        for option in OPTION.findall(rest)
    }


def test_every_option_on_a_page_is_one_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    @cache
    def helped(command: str) -> set[str]:
        assert main([command, "--help"]) == 0, command
        return set(OPTION.findall(capsys.readouterr().out))

    named = options()
    unknown = {each for each in named if each[2] not in helped(each[1])}

    assert not unknown
    assert len(named) > 30


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> CompiledMachine:
    folder = tmp_path_factory.mktemp("how-to")
    ((name, source),) = BLOCK.findall(PAGES["how-to.md"])
    (folder / name).parent.mkdir(parents=True)
    (folder / "definitions" / "__init__.py").touch()
    (folder / name).with_name("__init__.py").touch()
    (folder / name).write_text(source, encoding="utf-8")
    (definition,) = find_definitions(["adopt"], folder)
    return compile_machine(definition)


def test_the_example_compiles_without_a_word_of_advice(adopted: CompiledMachine) -> None:
    assert [finding.render() for finding in adopted.advice] == []


def test_what_is_there_already_is_granted_alone(adopted: CompiledMachine) -> None:
    resources = read_template(compile_stack(adopted).template)["Resources"]
    statements: list[dict[str, Any]] = resources["IAMManagedPolicyAdopt"]["Properties"]["PolicyDocument"]["Statement"]
    granted = {str(each["Action"]): each["Resource"] for each in statements}
    table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${OrdersTable}"

    assert granted["dynamodb:PutItem"] == {"Fn::Sub": table}
    assert granted["lambda:InvokeFunction"] == {"Fn::Sub": "${ChargeFunctionArn}"}
    assert not [
        name for name, each in resources.items() if each["Type"] in ("AWS::DynamoDB::Table", "AWS::Lambda::Function")
    ]
