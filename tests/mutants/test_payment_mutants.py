"""The proof has teeth: every broken handler and every broken definition is caught, by the invariant that it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions.payments.chaos import chaos
from definitions.payments.invariants import invariants
from definitions.payments.mutants import mutants
from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.run import load_target
from workflow_dsl.testing.chaos import Chaos, Mutant, read_case
from workflow_dsl.testing.chaos.inject import apply_edits

QUICK = ("fresh-key", "late-claim", "catch-order")
"""Tried on every run: one of a handler, one that only a zombie shows, one of the definition."""


def attempt(mutant: Mutant, root: Path) -> None:
    result = Chaos(load_target("payments", root), chaos, seed=11).try_mutant(mutant)
    assert result.caught, f"{mutant.name} broke {result.broken or 'nothing'}, and not {mutant.caught_by}"


def test_there_are_many_mutants_and_every_invariant_they_name_exists() -> None:
    assert len({mutant.name for mutant in mutants}) == len(mutants) >= 10
    assert {mutant.caught_by for mutant in mutants} <= {invariant.name for invariant in invariants}


@pytest.mark.parametrize("mutant", mutants, ids=lambda mutant: mutant.name)
def test_a_mutant_applies_to_the_template_and_its_cases_can_be_read(mutant: Mutant, root: Path) -> None:
    template = read_template((root / "infra" / "payments" / "template.yaml").read_text(encoding="utf-8"))
    assert apply_edits(template, mutant.edits) != template
    assert all(read_case(text) for text in mutant.cases)


@pytest.mark.emulator
@pytest.mark.parametrize("mutant", [one for one in mutants if one.name in QUICK], ids=lambda mutant: mutant.name)
def test_a_mutant_is_caught(mutant: Mutant, root: Path) -> None:
    attempt(mutant, root)


@pytest.mark.emulator
@pytest.mark.proof
@pytest.mark.parametrize("mutant", [one for one in mutants if one.name not in QUICK], ids=lambda mutant: mutant.name)
def test_every_other_mutant_is_caught(mutant: Mutant, root: Path) -> None:
    attempt(mutant, root)
