"""A function whose code is a zip, from its declaration to its execution, as users call it in projects of their own."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.wheelhouse import Wheelhouse
from tests.run import orders_project
from tests.run.prices_project import write_project
from workflow_dsl.cli.main import main
from workflow_dsl.deploy import read_template
from workflow_dsl.local import keep_down
from workflow_dsl.pipeline.run import load_target
from workflow_dsl.testing.chaos import ChaosSetup, InvocationError, PointFault, open_stage

FIND = """\
from .catalogue import *
from .contracts import Item, Price


def handler(event, context):
    return Price(cents=price(Item.model_validate(event).article)).model_dump()
"""


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheelhouse:
    return Wheelhouse(tmp_path / "wheels", monkeypatch)


@pytest.fixture
def project(tmp_path: Path, wheels: Wheelhouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = write_project(tmp_path / "project", wheels)
    monkeypatch.chdir(folder)
    yield folder
    keep_down(folder)


def key(project: Path) -> str:
    """What the committed template names the zip."""
    template = read_template((project / "infra/prices/template.yaml").read_text())
    return str(template["Resources"]["LambdaFunctionFindPrice"]["Properties"]["Code"]["S3Key"])


@pytest.mark.emulator
def test_a_zip_runs_on_the_emulator_with_its_libraries_and_its_files(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "cup.json").write_text(json.dumps({"article": "cup"}))
    (project / "plate.json").write_text(json.dumps({"article": "plate"}))
    assert main(["local", "up", "--wait-scale", "0.01"]) == 0

    assert main(["run", "prices", "--input", "cup.json", "--verbose"]) == 0
    out, err = capsys.readouterr()
    assert "SUCCEEDED" in out
    assert "LambdaFunctionFindPrice: its zip built anew; libraries come as this Python on this machine runs them" in err
    assert "LambdaFunctionLabelPrice: its zip" not in err

    assert main(["run", "prices", "--input", "plate.json"]) == 3
    assert "PriceUnknown" in capsys.readouterr().out

    assert main(["deploy", "prices", "--local", "--yes"]) == 0
    assert "StepFunctionsStateMachinePrices arn:aws:states:" in capsys.readouterr().out


@pytest.mark.emulator
def test_zips_without_libraries_run_on_the_emulator(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of them has files, and one is a zip because its author said so."""
    (project / "lambdas/prices/catalogue.py").write_text(
        "import json\nfrom pathlib import Path\n\nfrom .contracts import PriceUnknown\n\n"
        'PRICES = json.loads((Path(__file__).parent / "data" / "prices.json").read_text())\n\n\n'
        "def price(article):\n    return PRICES[article]\n"
    )
    (project / "lambdas/prices/find.py").write_text(FIND)
    (project / "lambdas/prices/data/prices.json").write_text('{"cup": 250}')
    definition = project / "definitions/prices/workflow.py"
    text = definition.read_text().replace('    requirements="lambdas/prices/requirements.txt",\n', "")
    text = text.replace("data/*.yaml", "data/*.json").replace(
        "output=contracts.Label,", 'output=contracts.Label, packaging="zip",'
    )
    definition.write_text(text)
    (project / "cup.json").write_text(json.dumps({"article": "cup"}))
    assert main(["compile"]) == 0
    assert main(["package", "prices"]) == 0
    assert len(list((project / "build/prices/functions").glob("*.zip"))) == 2
    capsys.readouterr()

    assert main(["local", "up", "--wait-scale", "0.01"]) == 0
    assert main(["run", "prices", "--input", "cup.json"]) == 0
    assert "SUCCEEDED" in capsys.readouterr().out


@pytest.mark.emulator
def test_a_program_among_the_files_is_executable_on_the_emulator_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = project / "lambdas/prices/data/price.sh"
    program.write_text("#!/bin/sh\necho 250\n")
    program.chmod(0o644)
    (project / "lambdas/prices/catalogue.py").write_text(
        "import subprocess\nfrom pathlib import Path\n\nPROGRAM = Path(__file__).parent / 'data' / 'price.sh'\n\n\n"
        "def price(article):\n    return int(subprocess.run([PROGRAM], capture_output=True, check=True).stdout)\n"
    )
    (project / "lambdas/prices/find.py").write_text(FIND)
    definition = project / "definitions/prices/workflow.py"
    text = definition.read_text().replace('    requirements="lambdas/prices/requirements.txt",\n', "")
    definition.write_text(text.replace("data/*.yaml", "data/*.sh"))
    (project / "cup.json").write_text(json.dumps({"article": "cup"}))
    assert main(["compile"]) == 0

    assert main(["run", "prices", "--input", "cup.json"]) == 0

    assert "SUCCEEDED" in capsys.readouterr().out


@pytest.mark.emulator
def test_chaos_breaks_a_zip_as_it_breaks_a_source(project: Path) -> None:
    setup = ChaosSetup(new_input=lambda _, __: {"article": "cup"}, key=lambda given: given["article"], invariants=[])

    with open_stage(load_target("prices", project), setup) as stage:
        stage.board.arm("cup", [])
        with stage.board.recording():
            assert stage.invoke("FindPrice", {"article": "cup"}) == {"cents": 250}
            assert stage.board.reached() == ("FindPrice.entry", "FindPrice.exit")
        stage.board.arm("cup", [PointFault("raise", "FindPrice.entry")])
        with pytest.raises(InvocationError):
            stage.invoke("FindPrice", {"article": "cup"})


def test_compiling_needs_no_library_and_no_network(project: Path, wheels: Wheelhouse) -> None:
    for wheel in wheels.folder.iterdir():
        wheel.unlink()

    assert main(["compile"]) == 0
    assert main(["compile", "--check"]) == 0
    assert main(["check"]) == 0
    assert not (project / ".workflow_dsl").exists()
    page = (project / "infra/prices/README.md").read_text()
    assert "| FindPrice | `lambdas.prices.find.handler` | `lambdas/prices/requirements.txt` |" in page
    assert "| LabelPrice | `lambdas.prices.label.handler` |" not in page


def test_a_changed_pin_makes_committed_output_stale(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile"]) == 0
    before = key(project)
    pins = project / "lambdas/prices/requirements.txt"
    pins.write_text(pins.read_text() + f"typing-extensions==4.12.2 --hash=sha256:{'a' * 64}\n")

    assert main(["compile", "--check"]) == 1
    assert "WF803" in capsys.readouterr().err
    assert main(["package", "prices"]) == 2
    assert "is not what the definition says now" in capsys.readouterr().err
    assert main(["compile"]) == 0
    assert key(project) != before


def test_a_requirement_that_is_not_pinned_is_told_with_all_other_mistakes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "lambdas/prices/requirements.txt").write_text("pyyaml>=6\n")
    (project / "lambdas/prices/label.py").write_text(
        "import requests\n\n\ndef handler(event, context):\n    requests\n"
    )

    assert main(["compile"]) == 1

    first, second, count = capsys.readouterr().err.splitlines()
    assert first.startswith('lambdas/prices/label.py:1:1: WF612 error: "requests" is not there on Lambda; ')
    assert first.endswith('or give the function what brings it: requirements="lambdas/.../requirements.txt"')
    assert second == (
        'lambdas/prices/requirements.txt:1:1: WF615 error: "pyyaml>=6" is not pinned as name==version; pin it: uv pip '
        "compile lambdas/prices/requirements.in --universal --python-version 3.11 --generate-hashes "
        "-o lambdas/prices/requirements.txt"
    )
    assert count == "2 findings"


@pytest.fixture
def portable(project: Path, wheels: Wheelhouse) -> Path:
    """The project with a library that Lambda can run wherever the tests run."""
    wheels.add("pyyaml", {"yaml/__init__.py": "_yaml = None\n"})
    pins = project / "lambdas/prices/requirements.txt"
    pins.write_text(wheels.requirements("pyyaml", "iniconfig"))
    return project


def test_package_writes_the_zips_by_the_keys_of_the_template(
    portable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compile"]) == 0
    capsys.readouterr()

    assert main(["package", "prices"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{key(portable)}\n"
    assert err.startswith(f"wrote build/prices/{key(portable)}, ")
    names = zipfile.ZipFile(portable / "build/prices" / key(portable)).namelist()
    assert {"lambdas/prices/find.py", "lambdas/prices/data/prices.yaml", "yaml/__init__.py"} <= set(names)
    assert "lambdas/prices/label.py" not in names
    assert (portable / ".workflow_dsl" / ".gitignore").read_text() == "*\n"

    assert main(["package", "prices", "--output", "elsewhere"]) == 0
    assert (portable / "elsewhere/prices" / key(portable)).is_file()


def test_what_another_process_is_writing_is_left_alone(portable: Path) -> None:
    assert main(["compile"]) == 0
    half = (portable / "build/prices" / key(portable)).with_suffix(".part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half of it")

    assert main(["package", "prices"]) == 0

    assert half.read_bytes() == b"half of it"
    zips = sorted(each.name for each in half.parent.iterdir())
    assert zips == [half.name, half.with_suffix(".zip").name]


@pytest.mark.parametrize("taken", ["elsewhere", "elsewhere/prices", "elsewhere/prices/functions", ".workflow_dsl"])
def test_package_says_where_it_cannot_write(portable: Path, capsys: pytest.CaptureFixture[str], taken: str) -> None:
    assert main(["compile"]) == 0
    capsys.readouterr()
    (portable / taken).parent.mkdir(parents=True, exist_ok=True)
    (portable / taken).write_text("a file")

    assert main(["package", "prices", "--output", "elsewhere"]) == 3

    (told,) = capsys.readouterr().err.splitlines()
    assert " cannot be written: " in told
    assert taken in told
    assert told.endswith("; make that a folder that can be written to, or name another")


def test_package_says_what_cannot_be_fetched(
    portable: Path, wheels: Wheelhouse, capsys: pytest.CaptureFixture[str]
) -> None:
    for wheel in wheels.folder.iterdir():
        wheel.unlink()

    assert main(["package", "prices"]) == 3

    err = capsys.readouterr().err
    assert err.startswith(
        "the requirements of lambdas/prices/requirements.txt could not be fetched for Lambda's Python"
    )
    assert "pip config list" in err
    assert not (portable / "build").exists()


def test_package_has_nothing_to_do_for_code_in_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(orders_project.write_project(tmp_path))

    assert main(["package", "orders"]) == 0

    out, err = capsys.readouterr()
    assert out == ""
    assert err == "orders has no zips: the code of its functions is in the template\n"
