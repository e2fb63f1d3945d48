"""The README cannot drift: its example compiles, its mistakes are answered as it says, its files and commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workflow_dsl.cli.commands import COMMANDS
from workflow_dsl.deploy import read_template
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """The fenced block behind `<!-- marker -->`."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found is not None, marker
    return found[1]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project that holds the README's example."""
    folder = tmp_path / "definitions" / "shop"
    folder.mkdir(parents=True)
    (tmp_path / "definitions" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "workflow.py").write_text(block("example: shop"), encoding="utf-8")
    handlers = tmp_path / "lambdas" / "shop"
    handlers.mkdir(parents=True)
    (handlers / "charge.py").write_text(block("handler: shop"), encoding="utf-8")
    return tmp_path


def command_on_shop(project: Path, command_name: str) -> subprocess.CompletedProcess[str]:
    """A command of the README, in a project of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "workflow_dsl", command_name, "shop"]
    return subprocess.run(command, capture_output=True, text=True, cwd=project, env=environment, check=False)


@pytest.mark.parametrize("name", ["compile", "check"])
def test_the_example_and_its_handler_are_without_a_finding(shop: Path, name: str) -> None:
    done = command_on_shop(shop, name)

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    assert (shop / "infra" / "shop" / "template.yaml").exists() == (name == "compile")


def test_the_example_type_checks(shop: Path) -> None:
    files = [str(shop / "definitions" / "shop" / "workflow.py"), str(shop / "lambdas" / "shop" / "charge.py")]
    command = [sys.executable, "-m", "mypy", "--strict", *files]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_mistakes_are_answered_as_shown(shop: Path) -> None:
    file = shop / "definitions" / "shop" / "workflow.py"
    text = file.read_text(encoding="utf-8")
    for right, wrong in (
        ("total=order.total)", "total=order.order_id)"),
        ("    timeout=timedelta(seconds=40),\n", "    time_out=timedelta(seconds=40),\n"),
        ("cause=caught.cause", "cause=charge.output.charge_id"),
    ):
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")

    done = command_on_shop(shop, "compile")

    assert done.returncode == 1
    command, *shown = block("mistakes: shop").splitlines()
    assert command == "$ python -m workflow_dsl compile shop"
    assert done.stderr.splitlines() == shown


def test_the_payment_stack_is_as_large_as_told_and_no_parameter_is_left_out() -> None:
    file = ROOT / "infra" / "payments" / "template.yaml"
    told = re.search(r"template of about (\d+) KB", README)
    parameters = re.search(r"^Parameters: .*?Outputs: ", README, re.DOTALL | re.MULTILINE)

    assert told is not None
    assert int(told[1]) * 1000 == pytest.approx(file.stat().st_size, rel=0.1)
    assert parameters is not None
    declared = read_template(file.read_text(encoding="utf-8"))["Parameters"]
    assert {*declared, CODE_BUCKET_PARAMETER} == set(re.findall(r"`(\w+)`", parameters[0]))


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"python -m workflow_dsl (\w+)", README))

    assert named == set(COMMANDS)
