"""Calls in odd places and of odd things: what each command says, and with which code it ends."""

import os
import signal
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


INTERRUPTED = """
import runpy, signal, sys

class Interrupting:
    def find_spec(self, name, *_where):
        if name == "workflow_dsl.cli.main":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("workflow_dsl", run_name="__main__", alter_sys=True)
"""


def test_a_call_that_is_interrupted_while_it_is_loaded_tells_nothing_of_python() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


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


def pipe(project: Path, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    """The command with its output buffered, as a shell starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **settings}
    environment.pop("PYTHONUNBUFFERED", None)
    command = [sys.executable, "-m", "workflow_dsl", *arguments]
    return subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["rules", "WF101"], ["check", "--format", "json"]])
def test_whoever_has_read_enough_is_not_complained_to(project: Path, arguments: list[str]) -> None:
    call = pipe(project, *arguments)
    assert call.stdout is not None
    call.stdout.close()

    assert call.stderr is not None
    with call.stderr as told:
        assert told.read() in (b"", b"1 file checked: no findings\n")
    assert call.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_that_cannot_be_written_is_said(project: Path) -> None:
    for arguments in (["rules"], ["--version"], ["check", "--format", "json"], ["graph", "shop"]):
        with open("/dev/full", "wb") as full:
            command = [sys.executable, "-m", "workflow_dsl", *arguments]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            done = subprocess.run(
                command, cwd=project, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )

        assert (done.returncode, done.stderr) == (2, "workflow-dsl: the output: No space left on device\n")


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_is_closed_is_done_without(project: Path, closed: int) -> None:
    program = f"import os, sys; os.close({closed}); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", program, sys.executable, "-m", "workflow_dsl", "graph", "shop"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert ("Keep" in done.stdout) == (closed != 1)


def test_names_in_any_script_are_printed_where_the_system_knows_ascii_only(project: Path) -> None:
    file = project / "definitions" / "shop" / "workflow.py"
    file.write_text(DEFINITION.replace("Keep", "Größe"), encoding="utf-8")
    call = pipe(project, "compile", "shop", "--to", "asl", "--output", "-", PYTHONIOENCODING="ascii")

    out, err = call.communicate()

    assert (call.returncode, '"Größe"' in out.decode()) == (0, True), err


def test_a_file_that_the_system_refuses_is_named(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (orders / ".workflow_dsl").write_text("in the way of a folder", encoding="utf-8")

    assert main(["local", "up"]) == 2

    assert capsys.readouterr().err == "workflow-dsl: .workflow_dsl/emulator: Not a directory\n"


def test_an_option_that_a_command_does_not_take_is_told_with_what_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", "--chek"]) == 2

    told = capsys.readouterr().err
    assert "usage: workflow-dsl compile [-h] [--check]" in told
    assert "workflow-dsl compile: unrecognized arguments: --chek; did you mean --check?" in told
