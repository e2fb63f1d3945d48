"""The README cannot drift: its example compiles, its mistakes are answered as it says, its files and commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workflow_dsl.cli.commands import COMMANDS

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
    return tmp_path


def compile_shop(project: Path) -> subprocess.CompletedProcess[str]:
    """The command of the README, in a project of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "workflow_dsl", "compile", "shop", "--to", "asl"]
    return subprocess.run(command, capture_output=True, text=True, cwd=project, env=environment, check=False)


def test_the_example_compiles(shop: Path) -> None:
    done = compile_shop(shop)

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    assert (shop / "infra" / "shop" / "state-machine.asl.json").exists()


def test_the_example_type_checks(shop: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", str(shop / "definitions" / "shop" / "workflow.py")]
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

    done = compile_shop(shop)

    assert done.returncode == 1
    command, *shown = block("mistakes: shop").splitlines()
    assert command == "$ python -m workflow_dsl compile shop"
    assert done.stderr.splitlines() == shown


def test_every_link_leads_to_a_file() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"python -m workflow_dsl (\w+)", README))

    assert named == set(COMMANDS)
