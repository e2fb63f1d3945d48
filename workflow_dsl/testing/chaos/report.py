"""What a chaos run came to, as values, as JSON and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.testing.chaos.evidence import Outcome, Violation
from workflow_dsl.testing.chaos.fault import PointFault

Row = tuple[str, ...]


@dataclass(slots=True)
class FamilyResult:
    """Cases of one kind together. `fired` are faults inside of functions that happened, of those `armed`."""

    name: str
    cases: int = 0
    executions: int = 0
    succeeded: int = 0
    failed: int = 0
    cut_off: int = 0
    armed: int = 0
    fired: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    violations: int = 0
    seconds: float = 0.0

    def add(self, outcome: Outcome, counts: Mapping[str, int]) -> None:
        """Count one case."""
        self.cases += 1
        self.executions += len(outcome.executions)
        self.succeeded += sum(one.status == "SUCCEEDED" for one in outcome.executions)
        self.cut_off += sum(one.cut_off for one in outcome.executions)
        self.failed += sum(one.status == "FAILED" and not one.cut_off for one in outcome.executions)
        self.armed += sum(isinstance(fault, PointFault) for fault in outcome.case.faults)
        self.fired += len(outcome.fired)
        self.counts.update(counts)


@dataclass(frozen=True, slots=True)
class Failure:
    """A violation, the smallest case that still shows it, and the command that repeats it."""

    family: str
    violation: Violation
    smallest: str
    command: str


@dataclass(frozen=True, slots=True)
class MutantResult:
    """What became of a mutant: `broken` are the invariants that it broke."""

    name: str
    about: str
    expected: str
    broken: tuple[str, ...]
    seconds: float

    @property
    def caught(self) -> bool:
        """Whether the invariant that must catch it did."""
        return self.expected in self.broken


@dataclass(slots=True)
class Report:
    """The run. `point_names` are the fault points that were found, `settling` is how many faults happened while
    settling, `seconds` is the time, and `notes` are what whoever asked should know besides.
    """

    name: str
    seed: int
    point_names: tuple[str, ...] = ()
    settling: int = 0
    families: list[FamilyResult] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    mutants: list[MutantResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def points(self) -> int:
        """How many fault points were found."""
        return len(self.point_names)

    @property
    def holds(self) -> bool:
        """Whether every invariant held, and every mutant was caught."""
        return not self.failures and all(mutant.caught for mutant in self.mutants)

    @property
    def cases(self) -> int:
        """All pieces of work."""
        return sum(family.cases for family in self.families)

    def add(self, part: Report) -> None:
        """Take in what was seen on one stack."""
        self.families += part.families
        self.failures += part.failures
        self.settling += part.settling

    def to_json(self) -> dict[str, Any]:
        """Everything, in plain values."""
        return {
            "name": self.name,
            "seed": self.seed,
            "holds": self.holds,
            "points": self.points,
            "pointNames": list(self.point_names),
            "notes": list(self.notes),
            "settlingFaults": self.settling,
            "seconds": round(self.seconds, 1),
            "families": [_family_json(family) for family in self.families],
            "failures": [_failure_json(failure) for failure in self.failures],
            "mutants": [_mutant_json(mutant) for mutant in self.mutants],
        }

    def family_table(self) -> list[Row]:
        """Heads, a row for each family, and the sums."""
        names = list(dict.fromkeys(name for family in self.families for name in family.counts))
        heads = ("", "cases", "executions", "succeeded", "failed", "cut off", "faults inside", *names, "violations")
        rows = [heads, *(_cells(family, names) for family in self.families)]
        return [*rows, _cells(_sum(self.families), names)]

    def mutant_table(self) -> list[Row]:
        """Heads, and a row for each mutant."""
        heads = ("mutant", "what is broken", "must be caught by", "broke")
        rows = [(one.name, one.about, one.expected, ", ".join(one.broken) or "survived") for one in self.mutants]
        return [heads, *rows]


def _cells(family: FamilyResult, names: Sequence[str]) -> Row:
    numbers = [family.cases, family.executions, family.succeeded, family.failed, family.cut_off, family.fired]
    return (family.name, *map(str, [*numbers, *(family.counts[name] for name in names), family.violations]))


def _sum(families: Sequence[FamilyResult]) -> FamilyResult:
    total = FamilyResult("all")
    for family in families:
        for name in ("cases", "executions", "succeeded", "failed", "cut_off", "armed", "fired", "violations"):
            setattr(total, name, getattr(total, name) + getattr(family, name))
        total.counts.update(family.counts)
    return total


def _family_json(family: FamilyResult) -> dict[str, Any]:
    return {
        "name": family.name,
        "cases": family.cases,
        "executions": family.executions,
        "succeeded": family.succeeded,
        "failed": family.failed,
        "cutOff": family.cut_off,
        "faultsArmed": family.armed,
        "faultsFired": family.fired,
        "counts": dict(family.counts),
        "violations": family.violations,
        "seconds": round(family.seconds, 1),
    }


def _failure_json(failure: Failure) -> dict[str, Any]:
    return {
        "family": failure.family,
        "invariant": failure.violation.invariant,
        "problem": failure.violation.problem,
        "case": str(failure.violation.case or ""),
        "smallest": failure.smallest,
        "command": failure.command,
    }


def _mutant_json(mutant: MutantResult) -> dict[str, Any]:
    return {
        "name": mutant.name,
        "about": mutant.about,
        "expected": mutant.expected,
        "broke": list(mutant.broken),
        "caught": mutant.caught,
        "seconds": round(mutant.seconds, 1),
    }
