"""The command and the report: tables, the page, and answers to wrong calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflow_dsl.cli.chaos_text import BEGIN, END, aligned, summary, write_document
from workflow_dsl.cli.main import main
from workflow_dsl.packaging.fetching import PackageError
from workflow_dsl.testing.chaos import (
    Case,
    Execution,
    Failure,
    MutantResult,
    Outcome,
    PointFault,
    Report,
    Violation,
    load_chaos,
)
from workflow_dsl.testing.chaos.fault import KINDS
from workflow_dsl.testing.chaos.report import FamilyResult

FAULT = PointFault("crash", "Charge.entry")


def report(**more: object) -> Report:
    family = FamilyResult("every point", seconds=2.0)
    executions = (
        Execution("a", {}, "SUCCEEDED"),
        Execution("b", {}, "FAILED", "Broken"),
        Execution("c", {}, "FAILED", "States.ServiceRestart"),
    )
    outcome = Outcome(Case((FAULT,)), "order-1", {}, None, executions, fired=(FAULT,))
    family.add(outcome, {"charges": 1})
    return Report("shop", 7, point_names=("Charge.entry", "Charge.exit"), families=[family], seconds=61.0, **more)  # type: ignore[arg-type]


def test_the_table_counts_each_family_and_all_of_them() -> None:
    heads, family, total = report().family_table()
    assert heads[:7] == ("", "cases", "executions", "succeeded", "failed", "cut off", "faults inside")
    assert family == ("every point", "1", "3", "1", "1", "1", "1", "1", "0")
    assert total[1:] == family[1:]


def test_columns_stand_under_their_heads() -> None:
    assert aligned([("", "cases"), ("all", "7")]) == ["     cases", "all      7"]


def test_a_report_holds_without_failures_and_with_every_mutant_caught() -> None:
    caught = MutantResult("fresh-key", "", "I1", ("I1", "I2"), 1.0)
    survived = MutantResult("no-claim", "", "I11", ("I2",), 1.0)
    assert report(mutants=[caught]).holds
    assert not report(mutants=[caught, survived]).holds
    assert "1 of 2 mutants caught (no-claim survived)" in summary(report(mutants=[caught, survived]))
    failure = Failure("every point", Violation("I1", "twice"), "", "python -m workflow_dsl chaos shop")
    assert not report(failures=[failure]).holds


def test_the_report_is_json() -> None:
    failure = Failure("every point", Violation("I1", "twice", Case((FAULT,))), "nothing", "repeat")
    told = json.loads(json.dumps(report(failures=[failure]).to_json()))
    assert told["families"][0]["counts"] == {"charges": 1}
    assert told["failures"][0]["case"] == "crash:Charge.entry:once"
    assert told["holds"] is False


def test_a_zip_that_cannot_be_built_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(*_: object) -> None:
        raise PackageError("no wheel of numpy for this platform")

    monkeypatch.setattr("workflow_dsl.cli.chaos.load_chaos", load)

    assert main(["chaos", "payments"]) == 3
    assert capsys.readouterr().err == "no wheel of numpy for this platform\n"


def test_a_page_gets_the_tables_between_its_markers_and_keeps_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n")
    for _ in range(2):
        write_document(page, report(), "python -m workflow_dsl chaos shop")
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith(f"{END}\n\nafter\n")
    assert "old" not in text
    assert text.count("| every point | 1 | 3 |") == 1
    assert "$ python -m workflow_dsl chaos shop" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chaos", "payments", "--case", "explode:a:once"], "is no part of a case"),
        (["chaos", "payments", "--case", "carsh:a:once"], "did you mean crash:...?"),
        (["chaos", "payments", "--case", "crash:StoreTransacton.entry:once"], 'did you mean "StoreTransaction"?'),
        (["chaos", "payments", "--case", "outside:reply-losst"], 'did you mean "reply-lost"?'),
        (["chaos", "payments", "--case", "beside:elephant"], 'competing input is named "elephant"; there are: other-'),
        (["chaos", "payments", "--case", "door:evnt"], 'did you mean "event"?'),
        (["chaos", "payments", "--case", "nothing", "--variant", "alerts"], 'did you mean "alerts-cannot-be-sent"?'),
        (["chaos", "payments", "--variant", "alerts-cannot-be-sent"], "--variant goes with --case"),
        (["chaos", "payments", "--zombies"], "--zombies goes with --case"),
        (["chaos", "payments", "--case", "nothing", "--mutants"], "leave out --mutants"),
        (["chaos", "payments", "--case", "nothing", "--family", "doors"], "not allowed with"),
        (["chaos", "payments", "--json", "no-folder/report.json"], "make it first"),
        (["chaos", "payments", "--document", "README.md"], "README.md is no page with the lines"),
        (["chaos", "payments", "--payments", "0"], "give a number from 1"),
    ],
)
def test_a_wrong_call_is_answered_with_what_to_write(
    arguments: list[str], message: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_the_help_says_what_a_case_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chaos", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {kind}:" in told for kind in KINDS)
    assert "(default: 200)" in " ".join(told.split())


@pytest.mark.emulator
def test_a_point_that_nothing_reaches_is_told_with_the_one_that_was_meant(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty runs in which nothing went wrong are no proof of anything."""
    monkeypatch.chdir(root)
    assert main(["chaos", "orders", "--case", "crash:AcceptOrder.dynamodb.PutItm.1.after:once"]) == 2
    told = capsys.readouterr().err
    assert 'never happened: did you mean "AcceptOrder.dynamodb.PutItem.1.after"?' in told


WORKFLOW = """
from workflow_dsl import Succeed, Workflow

workflow = Workflow("Plain")
workflow.steps = [Succeed("Done")]
"""


SETUP = """
from workflow_dsl.testing.chaos import ChaosSetup

chaos = ChaosSetup(new_input=lambda seed, number: {}, key=str, invariants=[])
"""


@pytest.mark.parametrize(
    ("name", "files", "code", "told"),
    [
        ("plainest", {}, 2, "write chaos = ChaosSetup(...) in definitions/plainest/chaos.py\n"),
        ("plainer", {"chaos.py": "setup = 1\n"}, 2, "write chaos = ChaosSetup(...) in definitions/plainer/chaos.py\n"),
        ("plain", {"chaos.py": "chaos = 5\n"}, 2, "plain/chaos.py: chaos is a value of type int; write chaos = Ch"),
        ("flat", {"chaos.py": "\nchaos = 1 / 0\n"}, 1, "flat/chaos.py:2:9: WF801 error: ZeroDivisionError: division"),
        (
            "smooth",
            {"chaos.py": SETUP.replace("key=str", "key=lambda: 'a'")},
            1,
            "smooth/chaos.py:4:9: WF801 error: TypeError: ChaosSetup.key is called with the input, and does not take",
        ),
        (
            "sheer",
            {"chaos.py": SETUP.replace("[])", "[], outside={'down': lambda double: None})")},
            1,
            "TypeError: ChaosSetup.outside['down'] is called with the double and the key, and does not take that",
        ),
        ("even", {"chaos.py": SETUP, "mutants.py": "mutants = {}\n"}, 0, ""),
        (
            "level",
            {"chaos.py": SETUP, "mutants.py": "mutants = [1]\n"},
            2,
            "level/mutants.py: mutants is a value of type",
        ),
    ],
)
def test_a_definition_that_does_not_say_what_must_hold_is_told_where_to_write_it(
    name: str,
    files: dict[str, str],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "definitions" / name
    folder.mkdir(parents=True)
    for file, text in {"../__init__.py": "", "__init__.py": "", "workflow.py": WORKFLOW, **files}.items():
        (folder / file).write_text(text)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    if code == 0:
        assert load_chaos(name, tmp_path)[2] == ()
    else:
        assert main(["chaos", name]) == code
    assert told in capsys.readouterr().err
