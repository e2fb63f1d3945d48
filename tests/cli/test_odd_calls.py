"""Calls in odd places and of odd things: what each command says, and with which code it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_compile_command import DEFINITION, ROOT, call
from tests.run.orders_project import write_project
from workflow_dsl.cli.main import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one definition, `shop`."""
    file = tmp_path / "definitions" / "shop" / "workflow.py"
    file.parent.mkdir(parents=True)
    file.write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one definition, `orders`, that can be run and deployed."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_output_of_a_definition_that_was_renamed_is_found_by_check(project: Path) -> None:
    assert call("compile", folder=project).returncode == 0
    (project / "definitions" / "shop").rename(project / "definitions" / "store")
    (project / "infra" / "network").mkdir()
    (project / "infra" / "network" / "README.md").write_text("# Not ours\n", encoding="utf-8")
    assert call("compile", folder=project).returncode == 0

    done = call("compile", "--check", folder=project)

    assert done.returncode == 1
    told = "infra/shop/README.md:1:1: WF803 error: no definition is named shop any more; delete shop/"
    assert done.stderr.splitlines() == [told, "1 finding"]
    assert call("compile", "--check", "store", folder=project).returncode == 0


def test_what_a_definition_prints_does_not_go_into_its_output(project: Path) -> None:
    before = call("compile", "shop", "--to", "asl", "--output", "-", folder=project)
    file = project / "definitions" / "shop" / "workflow.py"
    file.write_text(f'print("loading")\n{DEFINITION}', encoding="utf-8")

    done = call("compile", "shop", "--to", "asl", "--output", "-", folder=project)

    assert done.stdout == before.stdout
    assert done.stderr == "loading\n"


def test_a_template_is_not_drawn_but_named_as_one(project: Path) -> None:
    call("compile", folder=project)

    done = call("graph", "infra/shop/template.yaml", folder=project)

    assert done.returncode == 2
    assert '"infra/shop/template.yaml" is a CloudFormation template' in done.stderr
    assert "python -m workflow_dsl import infra/shop/template.yaml --output definitions" in done.stderr


def test_a_folder_that_was_deleted_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        "import os; os.rmdir(os.getcwd()); from workflow_dsl.cli.main import main; raise SystemExit(main(['compile']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}"],
        capture_output=True,
        text=True,
        cwd=gone,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == "workflow-dsl: the current folder is not there any more; change into one that is\n"


def test_an_interrupted_call_answers_as_the_shell_does(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    file = project / "definitions" / "shop" / "workflow.py"
    file.write_text("raise KeyboardInterrupt\n", encoding="utf-8")

    assert main(["compile"]) == 130

    assert capsys.readouterr().err == "workflow-dsl: interrupted\n"


def test_many_inputs_that_nobody_makes_are_refused_before_anything_starts(
    orders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = orders / "definitions" / "orders" / "scenarios.py"
    scenarios.write_text(scenarios.read_text(encoding="utf-8") + "\nlocal = LocalSetup()\n", encoding="utf-8")

    assert main(["run", "orders", "--count", "3"]) == 2

    err = capsys.readouterr().err
    assert err.startswith("orders does not say how to make many inputs; set nth_input of LocalSetup")
    assert "emulator" not in err


def test_a_deployment_without_a_region_is_a_wrong_call(
    orders: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(orders))

    assert main(["deploy", "orders", "--yes"]) == 2

    assert "no region is configured; add --region" in capsys.readouterr().err
