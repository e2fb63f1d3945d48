"""`graph`: what it draws, where it writes, and with which code it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.graph.histories import declined_payment

ROOT = Path(__file__).parents[2]
PAYMENT = ROOT / "tests" / "graph" / "samples" / "payment.asl.json"


def call(*arguments: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user calls it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "workflow_dsl", "graph", *arguments],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=folder,
        env=environment,
        input=stdin,
        check=False,
    )


def test_a_file_in_amazon_states_language_is_drawn_as_an_outline(tmp_path: Path) -> None:
    done = call(str(PAYMENT), folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("■ ValidatePayment  Lambda ValidatePayment")
    assert "\x1b" not in done.stdout


def test_standard_input_is_drawn_too(tmp_path: Path) -> None:
    done = call("-", "--format", "mermaid", folder=tmp_path, stdin=PAYMENT.read_text(encoding="utf-8"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("flowchart TD\n")


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg "),
        ("html", b"<!DOCTYPE html>"),
        ("mmd", b"flowchart"),
        ("gv", b"digraph"),
        ("json", b"{"),
        ("png", b"\x89PNG"),
    ],
)
def test_the_format_is_told_by_the_ending_of_the_file(tmp_path: Path, ending: str, start: bytes) -> None:
    if ending == "png":
        pytest.importorskip("resvg_py", reason="the extra png is not installed")
    done = call(str(PAYMENT), "--output", f"picture.{ending}", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"picture.{ending}").read_bytes().startswith(start)
    assert done.stderr == f"wrote picture.{ending}\n"


def test_the_folder_of_a_picture_is_made(tmp_path: Path) -> None:
    done = call(str(PAYMENT), "--output", "new/folder/payment.svg", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "wrote new/folder/payment.svg\n")
    assert (tmp_path / "new" / "folder" / "payment.svg").is_file()


def test_an_execution_of_something_else_is_told_as_such(tmp_path: Path) -> None:
    events = [event | {"timestamp": event["timestamp"].isoformat()} for event in declined_payment()]
    history = tmp_path / "history.json"
    history.write_text(json.dumps({"events": events}), encoding="utf-8")
    other = tmp_path / "other.json"
    other.write_text('{"StartAt": "ProcessPayment", "States": {"ProcessPayment": {"Type": "Pass", "End": true}}}')

    assert "has no state" not in call(str(PAYMENT), "--execution", str(history), folder=tmp_path).stderr
    done = call(str(other), "--execution", str(history), folder=tmp_path)

    assert done.returncode == 0
    assert done.stderr.startswith("other has no state ValidatePayment, ")
    assert done.stderr.endswith("which the execution entered; it ran another version, or another workflow\n")


def test_a_picture_of_a_file_says_where_each_state_stands(tmp_path: Path) -> None:
    text = '{\n  "StartAt": "A",\n  "States": {\n    "A": {"Type": "Succeed"}\n  }\n}\n'
    (tmp_path / "small.asl.json").write_text(text, encoding="utf-8")
    done = call("small.asl.json", "--format", "json", folder=tmp_path)

    assert json.loads(done.stdout)["scope"]["states"][0]["place"] == "small.asl.json:4"


def test_an_execution_is_laid_over_the_outline(tmp_path: Path) -> None:
    events = [event | {"timestamp": event["timestamp"].isoformat()} for event in declined_payment()]
    (tmp_path / "history.json").write_text(json.dumps({"events": events}), encoding="utf-8")
    done = call(str(PAYMENT), "--execution", "history.json", "--ascii", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "FAILED · PaymentDeclined · 9.0 s"
    assert any(line.startswith("! # ProcessPayment") and "[3 retries - 8.0 s]" in line for line in lines)


def test_what_changed_since_an_earlier_version_is_shown_in_every_format(tmp_path: Path) -> None:
    after = json.loads(PAYMENT.read_text(encoding="utf-8"))
    after["States"]["ProcessPayment"]["TimeoutSeconds"] = 99
    (tmp_path / "after.json").write_text(json.dumps(after), encoding="utf-8")

    outline = call("after.json", "--before", "-", "--ascii", folder=tmp_path, stdin=PAYMENT.read_text(encoding="utf-8"))
    drawn = call("after.json", "--before", str(PAYMENT), "--format", "svg", folder=tmp_path)
    same = call(str(PAYMENT), "--before", str(PAYMENT), folder=tmp_path)

    assert outline.stdout.startswith("1 state changed\n")
    assert [line.split()[2:5] for line in outline.stdout.splitlines() if line.startswith("~")] == [
        ["ProcessPayment", "Lambda", "ProcessPayment"]
    ]
    assert drawn.stdout.count('class="state Task t-changed"') == 1
    assert same.stdout.startswith("no changes\n")


@pytest.mark.parametrize("arguments", [["-"], [str(PAYMENT), "--before", "-"]])
def test_standard_input_that_is_no_text_is_told(tmp_path: Path, arguments: list[str]) -> None:
    done = call(*arguments, folder=tmp_path, stdin='{"StartAt": "Z\udcfcrich"}')

    assert (done.returncode, done.stderr) == (
        2,
        "workflow-dsl: standard input is not UTF-8 text; save it as UTF-8\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.json"], '"nothing.json" cannot be read: No such file or directory; name a file that is there'),
        ([str(PAYMENT), "--output", "picture.bmp"], '"picture.bmp" does not end in a known format; add --format'),
        ([str(PAYMENT), "--output", f"{PAYMENT}/in/a/file.svg"], 'file.svg" cannot be written: Not a directory'),
        ([str(PAYMENT), "--level", "-1"], "--level"),
        ([str(PAYMENT), "--format", "bmp"], "invalid choice"),
        ([str(PAYMENT), "--execution", "nothing.json"], "give the ARN of an execution, or a file with its history"),
        ([str(PAYMENT), "--execution", str(PAYMENT)], "is not a history; give what get-execution-history answers"),
        (["-", "--execution", "-"], "cannot both come from standard input; give one as a file"),
        (["-", "--before", "-"], "both versions cannot come from standard input; give one as a file"),
        ([str(PAYMENT), "--before", str(PAYMENT), "--level", "0"], "leave out --execution and --level"),
        ([str(PAYMENT), "--before", "nothing.json"], '"nothing.json" cannot be read'),
    ],
)
def test_a_wrong_call_is_told_what_to_write_and_ends_with_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = call(*arguments, folder=tmp_path)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_definition_that_is_wrong_ends_with_1_and_its_findings(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Sleep"}}}', encoding="utf-8")
    done = call("bad.json", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("bad.json:1:")


@pytest.mark.parametrize(
    "arn", ["arn:aws:foo", "arn:aws:states:eu-west-1:111122223333:stateMachine:Shop", "arn:aws:lambda:::::::"]
)
def test_an_arn_that_is_none_of_an_execution_is_a_wrong_call(arn: str, tmp_path: Path) -> None:
    done = call(str(PAYMENT), "--execution", arn, folder=tmp_path)

    assert done.returncode == 2
    assert f'"{arn}" is not the ARN of an execution' in done.stderr
