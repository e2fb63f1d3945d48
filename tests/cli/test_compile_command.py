"""`compile`: what it writes, what it prints, and with which code it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEFINITION = """\
from pydantic import BaseModel

from workflow_dsl import Pass, Workflow


class Order(BaseModel):
    total: int


workflow = Workflow("Shop", input=Order, steps=[Pass("Keep")])
"""


def call(*arguments: str, folder: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user calls it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "workflow_dsl", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one definition, `shop`."""
    (tmp_path / "definitions" / "shop").mkdir(parents=True)
    (tmp_path / "definitions" / "shop" / "workflow.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


def test_compile_writes_the_machine_the_template_and_the_page(project: Path) -> None:
    done = call("compile", folder=project)

    assert done.returncode == 0, done.stderr
    written = {file.name for file in (project / "infra" / "shop").iterdir()}
    assert {"README.md", "state-machine.asl.json", "template.yaml"} <= written
    assert "wrote infra/shop/template.yaml" in done.stderr


def test_compile_again_writes_nothing(project: Path) -> None:
    call("compile", folder=project)
    before = {file: file.stat().st_mtime_ns for file in (project / "infra" / "shop").iterdir()}

    done = call("compile", folder=project)

    assert done.returncode == 0
    assert {file: file.stat().st_mtime_ns for file in (project / "infra" / "shop").iterdir()} == before


def test_check_says_which_file_is_stale_and_what_renews_it(project: Path) -> None:
    call("compile", folder=project)
    assert call("compile", "--check", folder=project).returncode == 0
    definition = project / "definitions" / "shop" / "workflow.py"
    definition.write_text(DEFINITION.replace('"Keep"', '"Hold"'), encoding="utf-8")

    done = call("compile", "--check", "shop", folder=project)

    assert done.returncode == 1
    assert "infra/shop/state-machine.asl.json:1:1: WF803 error: the file is stale" in done.stderr
    assert "renew it with: python -m workflow_dsl compile shop" in done.stderr


def test_check_writes_nothing(project: Path) -> None:
    done = call("compile", "--check", folder=project)

    assert done.returncode == 1
    assert not (project / "infra").exists()


def test_one_text_can_be_printed(project: Path) -> None:
    done = call("compile", "shop", "--to", "asl", "--output", "-", folder=project)

    assert done.returncode == 0
    assert done.stdout.startswith("{\n")
    assert '"StartAt": "Keep"' in done.stdout
    assert not (project / "infra").exists()


def test_one_text_can_be_written_where_it_is_wanted(project: Path) -> None:
    done = call("compile", "shop", "--to", "template", "--output", "out/stack.yaml", folder=project)

    assert done.returncode == 0, done.stderr
    assert (project / "out" / "stack.yaml").read_text(encoding="utf-8").startswith("AWSTemplateFormatVersion")


def test_a_wrong_definition_leaves_everything_as_it_was(project: Path) -> None:
    call("compile", folder=project)
    before = {file: file.read_bytes() for file in (project / "infra" / "shop").iterdir()}
    definition = project / "definitions" / "shop" / "workflow.py"
    definition.write_text(DEFINITION.replace('Pass("Keep")', 'Pass("Keep", vlue=1, next="Nowhere")'), encoding="utf-8")

    done = call("compile", folder=project)

    assert done.returncode == 1
    assert {file: file.read_bytes() for file in (project / "infra" / "shop").iterdir()} == before
    first, second, count = done.stderr.splitlines()
    assert first.startswith(
        "definitions/shop/workflow.py:10:62: WF103 error: Pass has no argument vlue; did you mean value?"
    )
    assert "WF102 error" in second
    assert count == "2 findings"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["compile", "shp"], 2, 'no definition is named "shp", and there is no such file; did you mean "shop"?'),
        (
            ["compile", "missing.py"],
            2,
            'no definition is named "missing.py", and there is no such file; there are: shop',
        ),
        (["compile", "notes.txt"], 2, "notes.txt is not a definition"),
        (["compile", "--output", "-"], 2, "say which with --to asl or --to template"),
        (["compile", "--to", "asl", "--output", "-", "--check"], 2, "leave one of them out"),
        (["compile", "--to", "terraform"], 2, "invalid choice"),
        (["compil"], 2, 'no command is named "compil"; did you mean "compile"?'),
        (["--wrong"], 2, "--help"),
        ([], 2, ""),
        (["--version"], 0, ""),
        (["--help"], 0, ""),
        (["compile", "--help"], 0, ""),
    ],
)
def test_a_wrong_call_is_told_what_to_write(arguments: list[str], code: int, said: str, project: Path) -> None:
    (project / "notes.txt").write_text("nothing", encoding="utf-8")

    done = call(*arguments, folder=project)

    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_two_definitions_are_no_one_text(project: Path) -> None:
    (project / "definitions" / "mall").mkdir()
    (project / "definitions" / "mall" / "workflow.py").write_text(DEFINITION, encoding="utf-8")

    done = call("compile", "--to", "asl", "--output", "-", folder=project)

    assert (done.returncode, done.stdout) == (2, "")
    assert "there are 2 definitions; name one: mall, shop" in done.stderr


def test_help_lists_the_exit_codes(project: Path) -> None:
    told = call("--help", folder=project).stdout

    for code in ("0 ", "1 ", "2 ", "3 ", "70 "):
        assert f"\n  {code}" in told


def test_an_output_that_cannot_be_written_is_said(project: Path) -> None:
    (project / "infra").write_text("in the way", encoding="utf-8")

    done = call("compile", folder=project)

    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_definitions_is_said(tmp_path: Path) -> None:
    done = call("compile", folder=tmp_path)

    assert done.returncode == 2
    assert "there is no folder definitions/ here" in done.stderr


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    texts = {
        call("compile", "payments", "--to", form, "--output", "-", folder=ROOT, seed=seed).stdout
        for form in ("asl", "template")
        for seed in ("0", "1", "42")
    }

    assert len(texts) == 2


def test_compiling_imports_neither_aws_nor_the_emulator() -> None:
    program = (
        "import sys; from workflow_dsl.cli.main import main;"
        "main(['compile', 'payments', '--to', 'template', '--output', '-']);"
        "heavy = {'boto3', 'botocore', 'ministack', 'stepfunctions', 'rich', 'sfnx'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)

    assert done.stderr.strip() == "[]"
