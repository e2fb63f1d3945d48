"""Payments under chaos on the emulator: a sample on every run, everything with `make proof`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from definitions.payments.chaos import chaos as setup
from definitions.payments.mutants import mutants
from workflow_dsl.cli.main import main
from workflow_dsl.pipeline.run import load_target
from workflow_dsl.testing.chaos import Chaos, read_case
from workflow_dsl.testing.chaos.plan import Family
from workflow_dsl.testing.chaos.report import Report

pytestmark = pytest.mark.emulator

SEED = 7
PROOF = 1500
SAMPLE = 24


def told(report: Report) -> str:
    return "\n".join(f"{one.violation.invariant} {one.violation.problem}: {one.command}" for one in report.failures)


def test_a_sample_of_the_matrix_breaks_no_invariant(root: Path) -> None:
    """Something of every family: each stack, the restart and the deployment in the middle included."""
    report = Chaos(load_target("payments", root), setup, seed=SEED).prove(SAMPLE)

    assert report.holds, told(report)
    assert report.points > 40
    assert {family.name for family in report.families} > {"every point", "zombies", "emulator restarted"}
    assert sum(family.fired for family in report.families) >= SAMPLE / 4
    (again,) = (family for family in report.families if family.name == "emulator restarted")
    assert again.executions > again.cases


def test_a_payment_that_cannot_be_recorded_is_never_told_two_things(root: Path) -> None:
    """The execution knows that it was refused, declined or rejected, and its row cannot say so."""
    cases = [
        "outside:refused crash:StoreTransaction.entry:always",
        "outside:declined crash:StoreTransaction.entry:always",
        "outside:refused crash:StoreTransaction.exit:always",
        "beside:invalid raise:StoreTransaction.entry:always",
    ]
    report = Chaos(load_target("payments", root), setup, seed=SEED).try_family(
        Family("two faults at a time", tuple(map(read_case, cases)))
    )

    assert report.holds, told(report)
    assert report.families[0].fired == len(cases)


def test_what_is_broken_is_found_shrunk_and_told_with_the_command_that_repeats_it(root: Path) -> None:
    """A handler that charges under a fresh key: of four things that go wrong, only the lost answer matters."""
    mutant = next(one for one in mutants if one.name == "fresh-key")
    chaos = Chaos(load_target("payments", root), setup, seed=SEED)
    case = read_case("throttle:StoreTransaction.dynamodb.UpdateItem.1:once outside:reply-lost duplicates:1")

    failures = chaos.try_family(Family("two faults at a time", (case,)), edits=mutant.edits).failures

    failure = next(one for one in failures if one.violation.invariant == "I1")
    assert failure.smallest == "outside:reply-lost"
    assert failure.command == f'python -m workflow_dsl chaos payments --seed {SEED} --case "outside:reply-lost"'


@pytest.mark.proof
def test_the_whole_matrix_breaks_no_invariant(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/exactly-once.md has it, without the mutants: those are in tests/mutants."""
    monkeypatch.chdir(root)
    file = tmp_path / "report.json"

    code = main(["chaos", "payments", "--seed", str(SEED), "--payments", str(PROOF), "--json", str(file)])

    report = json.loads(file.read_text())
    assert (code, report["failures"]) == (0, [])
    assert sum(family["cases"] for family in report["families"]) >= PROOF
