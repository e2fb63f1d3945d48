"""Orders under chaos on the emulator, and their mutants: a sample on every run, everything with `make proof`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from definitions.orders.chaos import chaos as setup
from definitions.orders.chaos import nth_order
from definitions.orders.mutants import mutants
from workflow_dsl.cli.main import main
from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.run import load_target
from workflow_dsl.testing.chaos import Case, Chaos, Mutant, OutsideFault, Watch, read_case
from workflow_dsl.testing.chaos.inject import apply_edits
from workflow_dsl.testing.chaos.plan import Family

SEED = 7
PROOF = 700
QUICK = ("first-line-only-released", "late-claim")
"""Tried on every run: one of the definition, and one of a handler that only a zombie shows."""


def attempt(mutant: Mutant, root: Path) -> None:
    result = Chaos(load_target("orders", root), setup, seed=SEED).try_mutant(mutant)
    assert result.caught, f"{mutant.name} broke {result.broken or 'nothing'}, and not {mutant.caught_by}"


@pytest.mark.parametrize("mutant", mutants, ids=lambda mutant: mutant.name)
def test_a_mutant_of_orders_applies_to_the_template_and_its_cases_can_be_read(mutant: Mutant, root: Path) -> None:
    template = read_template((root / "infra" / "orders" / "template.yaml").read_text(encoding="utf-8"))
    assert apply_edits(template, mutant.edits) != template
    assert all(read_case(text) for text in mutant.cases)


def test_every_invariant_of_orders_but_that_all_ends_is_named_by_a_mutant() -> None:
    """Nothing short makes an execution go on for ever, and the run waits minutes for one that does."""
    assert {mutant.caught_by for mutant in mutants} == {one.name for one in setup.invariants} - {"O4"}


@pytest.mark.emulator
@pytest.mark.parametrize("mutant", [one for one in mutants if one.name in QUICK], ids=lambda mutant: mutant.name)
def test_a_mutant_of_orders_is_caught(mutant: Mutant, root: Path) -> None:
    attempt(mutant, root)


@pytest.mark.emulator
def test_what_is_late_or_cannot_be_undone_breaks_no_invariant_of_orders(root: Path) -> None:
    """A claim, a reservation, a release and an approval of calls that were given up; a carrier that gives no answer."""
    late = [
        "late:AcceptOrder.dynamodb.PutItem.1.before:always",
        # Of a large order: those of a run are small, large, large, and so on.
        "late:AnswerApproval.stepfunctions.SendTaskSuccess.1.before:once",
        "late:ReserveLine.dynamodb.TransactWriteItems.1.before:once raise:ReserveLine.exit:always",
        "late:ReleaseLine.dynamodb.TransactWriteItems.1.before:once outside:carrier-refuses",
    ]
    seen: list[str] = []
    watch = Watch(done=lambda _, outcome: seen.append(outcome.key))
    chaos = Chaos(load_target("orders", root), setup, seed=SEED, watch=watch)
    zombies = chaos.try_family(Family("zombies", tuple(map(read_case, late)), "zombies"))
    undone = [Case((OutsideFault(name),)) for name in ("refused-and-kept", "carrier-always-slow", "replies-lost")]
    doubtful = chaos.try_family(Family("faults of the double", tuple(undone)))

    for report in (zombies, doubtful):
        assert report.holds, "\n".join(f"{one.violation.problem}: {one.command}" for one in report.failures)
    assert zombies.families[0].fired >= len(late)
    # The seed decides the orders: those of each stack begin with the first one. What missed its fault comes once more.
    more = range(len(late), zombies.families[0].cases)
    assert sorted(seen) == sorted(nth_order(SEED, number)["orderId"] for number in (0, 1, 2, 3, *more, 0, 1, 2))


@pytest.mark.emulator
@pytest.mark.proof
@pytest.mark.parametrize("mutant", [one for one in mutants if one.name not in QUICK], ids=lambda mutant: mutant.name)
def test_every_other_mutant_of_orders_is_caught(mutant: Mutant, root: Path) -> None:
    attempt(mutant, root)


@pytest.mark.emulator
@pytest.mark.proof
def test_the_whole_matrix_breaks_no_invariant_of_orders(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    file = tmp_path / "report.json"

    code = main(["chaos", "orders", "--seed", str(SEED), "--work", str(PROOF), "--json", str(file)])

    report = json.loads(file.read_text())
    assert (code, report["failures"]) == (0, [])
    assert sum(family["cases"] for family in report["families"]) >= PROOF
