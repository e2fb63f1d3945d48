"""`check` and `rules`, as they are called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.checks.catalogue import catalogue
from workflow_dsl.cli.exit_codes import ExitCode
from workflow_dsl.cli.main import main

ROOT = Path(__file__).parents[2]
BROKEN = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}
_RULES = [{"Variable": "$.x", "IsNull": True, "Next": "B"}]
DOUBTFUL = {"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": _RULES}, "B": {"Type": "Succeed"}}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a project without anything in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    return tmp_path


def write(file: Path, value: Any) -> str:
    """Writes a value as JSON; the file's name."""
    file.write_text(json.dumps(value, indent=2))
    return file.name


def test_an_error_ends_with_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write(folder / "a.asl.json", BROKEN)]) == ExitCode.FINDINGS

    printed = capsys.readouterr()
    assert printed.out == ('a.asl.json:6:15: WF102 error: "A" goes to "B", which no state is named; name one of A\n')
    assert printed.err == "1 file checked: 1 error\n"


def test_a_warning_is_shown_and_ends_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", write(folder / "a.asl.json", DOUBTFUL)]) == ExitCode.OK

    assert " WF109 warning: " in capsys.readouterr().out


def test_json_is_a_list_of_objects(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "json", write(folder / "a.asl.json", BROKEN)])

    assert json.loads(capsys.readouterr().out) == [
        {
            "file": "a.asl.json",
            "line": 6,
            "column": 15,
            "code": "WF102",
            "severity": "error",
            "message": '"A" goes to "B", which no state is named',
            "instead": "name one of A",
        }
    ]


def test_json_of_nothing_is_an_empty_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}

    assert main(["check", "--format", "json", write(folder / "a.asl.json", good)]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == []


def test_sarif_has_a_rule_and_a_place_for_each_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "sarif", write(folder / "a.asl.json", BROKEN)])

    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "WF102"
    assert result["level"] == "error"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a.asl.json"},
                "region": {"startLine": 6, "startColumn": 15},
            }
        }
    ]


def test_github_is_told_by_a_workflow_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "github", write(folder / "a.asl.json", BROKEN)])

    assert capsys.readouterr().out == (
        '::error file=a.asl.json,line=6,col=15,title=WF102::"A" goes to "B", which no state is named; name one of A\n'
    )


def test_codes_are_selected_and_ignored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write(folder / "a.asl.json", BROKEN)

    assert main(["check", "--select", "WF3", name]) == ExitCode.OK
    assert main(["check", "--ignore", "wf102", name]) == ExitCode.OK
    assert main(["check", "--select", "WF1,WF3", name]) == ExitCode.FINDINGS


def test_a_folder_is_searched_for_definitions_and_templates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "infra").mkdir()
    write(folder / "infra" / "a.asl.json", BROKEN)
    write(folder / "infra" / "settings.json", {"port": 80})
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": BROKEN}}
    write(folder / "infra" / "template.json", {"Resources": {"Pay": machine}})

    assert main(["check", "infra"]) == ExitCode.FINDINGS
    assert capsys.readouterr().err == "2 files checked: 2 errors\n"


def test_python_that_defines_no_workflow_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "shop").mkdir()
    (folder / "shop" / "prices.py").write_text('TEXT = """\nworkflow = Workflow("Shop")\n"""\n')

    assert main(["check", "shop"]) == ExitCode.USAGE
    assert "shop holds no definition" in capsys.readouterr().err


def test_a_definition_that_is_no_python_is_not_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "shop").mkdir()
    (folder / "shop" / "workflow.py").write_text("from workflow_dsl import Workflow\nworkflow = Workflow(\n")

    assert main(["check", "shop"]) == ExitCode.FINDINGS
    assert "WF801 error: not Python" in capsys.readouterr().out


def test_a_project_leaves_findings_with_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write(folder / "a.asl.json", BROKEN)
    (folder / "pyproject.toml").write_text('[tool.workflow_dsl]\nignore = { WF102 = "B comes next week" }\n')

    assert main(["check", name]) == ExitCode.OK


def test_a_project_cannot_leave_findings_without_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write(folder / "a.asl.json", BROKEN)
    (folder / "pyproject.toml").write_text('[tool.workflow_dsl]\nignore = { WF102 = "" }\n')

    assert main(["check", name]) == ExitCode.USAGE
    assert "wants a reason for each code" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tool.workflow_dsl\n", "pyproject.toml: not TOML: Expected ']' at the end of a table declaration (at line 1"),
        ('[tool.workflow_dsl.ignor]\nWF102 = "why"\n', "[tool.workflow_dsl] has no setting 'ignor'; it has 'ignore'"),
        ("[tool]\nworkflow_dsl = 5 # tool.workflow_dsl\n", "[tool.workflow_dsl] has no setting ''; it has 'ignore'"),
    ],
)
def test_settings_that_cannot_be_read_are_not_taken_for_none(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (folder / "pyproject.toml").write_text(text)

    assert main(["check", write(folder / "a.asl.json", BROKEN)]) == ExitCode.USAGE
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("missing.json", None, ExitCode.USAGE, "no definition is named"),
        ("broken.json", "{", ExitCode.FINDINGS, "WF001 error: not JSON"),
        ("broken.yaml", "a: [", ExitCode.FINDINGS, "WF001 error: not YAML"),
        ("other.json", "{}", ExitCode.USAGE, "neither a state machine (States) nor a template (Resources)"),
        ("list.json", "[1]", ExitCode.USAGE, "neither a state machine (States) nor a template (Resources)"),
        ("latin.json", b'{"States": "\xe9"}', ExitCode.USAGE, "is not UTF-8"),
        ("notes.txt", "hello", ExitCode.USAGE, "notes.txt is not a definition"),
    ],
)
def test_what_cannot_be_read_is_told_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | bytes | None, code: ExitCode, said: str
) -> None:
    if text is not None:
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    assert main(["check", name]) == code
    printed = capsys.readouterr()
    assert said in printed.out + printed.err


def test_a_code_that_is_none_is_a_wrong_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "E501", write(folder / "a.asl.json", BROKEN)]) == ExitCode.USAGE
    assert '"E501" is no code' in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_there_is_not_is_no_silence(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", option, "WF302,wf99"]) == 2
    assert 'no code begins with "WF99"; list them all with' in capsys.readouterr().err


def test_the_definitions_of_this_project_have_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "definitions")]) == ExitCode.OK
    assert capsys.readouterr().out == ""


def test_the_committed_output_of_this_project_has_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "infra")]) == ExitCode.OK
    assert capsys.readouterr().out == ""


def test_watching_checks_again_when_a_file_changes(folder: Path) -> None:
    name = write(folder / "a.asl.json", BROKEN)
    command = [sys.executable, "-m", "workflow_dsl", "check", "--watch", name]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    watching = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert watching.stdout is not None
        assert "WF102" in watching.stdout.readline()
        # At one blow: half of a file would be checked as well.
        os.replace(write(folder / "new", {**BROKEN, "StartAt": "C"}), name)
        assert any('"C"' in line for line in watching.stdout)
    finally:
        watching.terminate()
        watching.communicate()


def test_rules_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == ExitCode.OK

    printed = capsys.readouterr().out
    assert all(f"  {code}  " in printed for code in catalogue())


def test_rules_explains_a_code_in_either_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "wf302"]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("WF302 error: A retrier that can never match.")


def test_rules_of_an_unknown_code_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "WF999"]) == ExitCode.USAGE
    assert 'there is no code "WF999"' in capsys.readouterr().err


def test_rules_of_the_beginning_of_a_code_lists_the_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "wf3"]) == ExitCode.OK

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Errors, retries and time-outs"
    assert all(line.startswith("  WF3") for line in lines[1:])


def test_the_page_of_a_rule_says_what_fields_are_called_in_python(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "WF306"])

    assert "In Python TimeoutSeconds is timeout=, " in capsys.readouterr().out
