"""`check` refuses what `compile` refuses, at the same place."""

from pathlib import Path

import pytest

from tests.cli.test_compile_command import call
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.pipeline.run.load import load_stack

DEFINITION = """\
from pydantic import BaseModel

from workflow_dsl import LambdaFunction, LambdaTask, Workflow, bind


class Order(BaseModel):
    total: int


check = LambdaFunction(
    "CheckOrder",
    handler="lambdas.check.handler",
    input=Order,
    output=Order,
)
workflow = Workflow("Shop", input=Order, steps=[LambdaTask("Check", check, payload=bind(Order, total=1))])
"""
HANDLER = "def handler(event, context):\n    return event\n"
BROKEN = {
    "a handler that cannot be imported": (
        "lambdas/check.py",
        "import requests\n\n\ndef handler(event, context):\n    return requests.post(event)\n",
        "lambdas/check.py:1:1: WF612 error: ",
    ),
    "a definition that says nonsense": (
        "definitions/shop.py",
        DEFINITION.replace('"Check", check', '"Check", check, vlue=1, next="X"'),
        "definitions/shop.py:16:",
    ),
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with a workflow of one function."""
    for name, text in {"definitions/shop.py": DEFINITION, "lambdas/check.py": HANDLER}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _findings(command: str, folder: Path) -> list[str]:
    done = call(command, folder=folder)
    assert done.returncode == 1, done.stderr
    return sorted(line for line in (done.stdout + done.stderr).splitlines() if " error: " in line)


@pytest.mark.parametrize("name", BROKEN)
def test_check_says_what_compile_says(shop: Path, name: str) -> None:
    file, text, told = BROKEN[name]
    (shop / file).write_text(text, encoding="utf-8")

    checked = _findings("check", shop)

    assert checked[0].startswith(told)
    assert checked == _findings("compile", shop)


def test_a_handler_that_is_a_class_is_told_where_it_is_named(shop: Path) -> None:
    (shop / "lambdas" / "check.py").write_text("class handler:\n    pass\n", encoding="utf-8")

    (told,) = _findings("check", shop)

    assert told.startswith('definitions/shop.py:12:5: WF613 error: "lambdas.check.handler" is a class')
    assert [told] == _findings("compile", shop)


@pytest.mark.parametrize(("encoding", "cookie"), [("utf-8-sig", ""), ("latin-1", "# coding: latin-1\n")])
def test_a_definition_in_a_folder_is_checked_in_every_encoding(shop: Path, encoding: str, cookie: str) -> None:
    text = f"{cookie}# Größe\n{DEFINITION.replace('handler=', 'handlr=')}"
    (shop / "definitions" / "shop.py").write_text(text, encoding=encoding)

    done = call("check", "definitions", folder=shop)

    assert done.returncode == 1, done.stderr
    assert "WF103 error: LambdaFunction has no argument handlr; did you mean handler?" in done.stdout


def test_an_error_inside_of_a_handler_is_refused_before_anything_is_committed_run_or_deployed(shop: Path) -> None:
    assert call("compile", folder=shop).returncode == 0
    (shop / "lambdas/check.py").write_text("def handler(event):\n    return event\n", encoding="utf-8")
    assert call("compile", folder=shop).returncode == 0

    refused = [call(*words, folder=shop) for words in (["check"], ["compile", "--check"], ["run", "shop"])]

    told = "lambdas/check.py:1:1: WF622 error: the handler of CheckOrder takes 1 argument, and is called with two"
    for done in refused:
        assert told in done.stdout + done.stderr
        assert done.returncode == 1


def test_deploying_reads_handlers(shop: Path) -> None:
    (shop / "lambdas/check.py").write_text("def handler(event):\n    return event\n", encoding="utf-8")

    with pytest.raises(FindingsError, match="WF622"):
        load_stack("shop", shop)
