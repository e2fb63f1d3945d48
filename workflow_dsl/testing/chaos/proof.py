"""The use case: plan, run each family on a stack of its own kind, settle, check, shrink what failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from workflow_dsl.pipeline.run import Target
from workflow_dsl.testing.chaos.again import DISTURBED, again
from workflow_dsl.testing.chaos.evidence import Outcome, Violation, check_outcomes, check_whole
from workflow_dsl.testing.chaos.fault import Case, CaseTextError, PointFault, read_case
from workflow_dsl.testing.chaos.inject import PATIENT, ZOMBIES, Edit
from workflow_dsl.testing.chaos.names import check_names, check_reached, known_as, tell_unreached
from workflow_dsl.testing.chaos.plan import Family, Where, plan
from workflow_dsl.testing.chaos.rehearsal import rehearse
from workflow_dsl.testing.chaos.report import Failure, FamilyResult, MutantResult, Report
from workflow_dsl.testing.chaos.runner import Runner, read_whole, run_again_what_missed
from workflow_dsl.testing.chaos.settle import settle
from workflow_dsl.testing.chaos.setup import ChaosSetup, Mutant
from workflow_dsl.testing.chaos.shrink import shrink
from workflow_dsl.testing.chaos.stage import Stage, open_stage

SHRINK_TRIES = 3
"""How often a smaller case is tried, for a race does not show every time."""
MUTANT_TRIES = 3
"""How often the cases of a mutant are run: on a machine with other work a zombie can come too late to be one."""
MOST_SHRUNK = 3
"""Failures that are shrunk; the others are told as they are."""
OTHER_STACKS = 1
"""Stacks that run beside the first one."""
REHEARSAL = Family("rehearsal", ())


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told: of the number of cases once it is known, and of each case that is done."""

    planned: Callable[[int], None] = lambda _: None
    done: Callable[[str, Outcome], None] = lambda _, __: None


@dataclass(slots=True)
class Chaos:
    """A workflow to break; `concurrency` executions are under way at a time.

    The seed decides which cases are run, and with which inputs. What it cannot decide is who wins a race.
    """

    target: Target
    setup: ChaosSetup
    seed: int = 0
    concurrency: int = 16
    watch: Watch = field(default_factory=Watch)
    _work: int = field(default=0, init=False)

    def prove(self, work: int, *, only: str | None = None) -> Report:
        """Run the whole matrix, or a sample of it, with so many pieces of work; `only` names one family.

        Raises CaseTextError when there is no such family, and what opening a stack raises.
        """
        began = time.monotonic()
        self._work = work
        report = Report(self.target.name, self.seed)
        with self._open("patient") as stage, ThreadPoolExecutor(OTHER_STACKS) as pool:
            runner = self._runner(stage)
            points = rehearse(stage, runner)
            report.point_names = tuple(sorted([*points.hosts, *points.settling]))
            key = self.setup.key(self.setup.new_input(self.seed, 0))
            report.notes = tell_unreached(report.point_names, key, self.target.template)
            planned = plan(self.setup, points, work, self.seed)
            families = [one for one in planned.families if only in (None, one.name)]
            if only is not None and not families:
                raise CaseTextError(known_as("family", only, [one.name for one in planned.families]))
            self.watch.planned(sum(len(family.cases) for family in families))
            here = [family for family in families if family.where == "patient"]
            # Most of the time is spent waiting for what hangs: the other stacks run meanwhile.
            others = [pool.submit(self._run_alone, family) for family in families if family.where != "patient"]
            report.add(self._run(stage, runner, here, rehearsed=points.outcomes, settling=planned.settling))
            for other in others:
                report.add(other.result())
        self._shrink(report, families)
        report.seconds = time.monotonic() - began
        return report

    def repeat(self, case: Case, times: int, *, where: Where = "patient", variant: str = "") -> Report:
        """Run one case so many times.

        Raises CaseTextError for a name in it that nothing has, and when none of its faults could happen: no invocation
        reached its point.
        """
        check_names(case, self.setup, self.target.template)
        began = time.monotonic()
        family = Family(str(case), (case,) * times, where, variant)
        self.watch.planned(times)
        with self._open_for(family) as stage:
            with stage.board.recording():
                report = self._run(stage, self._runner(stage), [family])
            report.point_names = stage.board.reached()
        if report.holds:
            report.notes = check_reached(case, report.point_names)
        report.seconds = time.monotonic() - began
        return report

    def try_family(self, family: Family, *, edits: Sequence[Edit] = ()) -> Report:
        """Run one family on a stack with these edits, and shrink what fails there."""
        report = self._run_alone(family, edits)
        self._shrink(report, [family], edits)
        return report

    def try_mutant(self, mutant: Mutant) -> MutantResult:
        """Run the cases of a mutant, and see which invariants it breaks; again when that is not the one it names."""
        began = time.monotonic()
        cases = tuple(read_case(text) for text in mutant.cases)
        where: Where = "zombies" if mutant.zombies else "patient"
        broken: set[str] = set()
        for _ in range(MUTANT_TRIES):
            report = self._run_alone(Family(mutant.name, cases, where), mutant.edits)
            broken |= {failure.violation.invariant for failure in report.failures}
            if mutant.caught_by in broken:
                break
        seconds = time.monotonic() - began
        return MutantResult(mutant.name, mutant.about, mutant.caught_by, tuple(sorted(broken)), seconds)

    def _open(self, where: Where, edits: Sequence[Edit] = ()) -> AbstractContextManager[Stage]:
        timing = ZOMBIES if where == "zombies" else PATIENT
        return open_stage(self.target, self.setup, edits=edits, timing=timing)

    def _open_for(self, family: Family, edits: Sequence[Edit] = ()) -> AbstractContextManager[Stage]:
        return self._open(family.where, [*self.setup.variants.get(family.variant, ()), *edits])

    def _run_alone(self, family: Family, edits: Sequence[Edit] = ()) -> Report:
        with self._open_for(family, edits) as stage:
            return self._run(stage, self._runner(stage), [family])

    def _runner(self, stage: Stage) -> Runner:
        return Runner(stage, seed=self.seed, concurrency=self.concurrency)

    def _run(
        self,
        stage: Stage,
        runner: Runner,
        families: Sequence[Family],
        *,
        rehearsed: Sequence[Outcome] = (),
        settling: Sequence[PointFault] = (),
    ) -> Report:
        """Run families on one stack, settle what they leave open, and report what was seen."""
        outcomes: list[Outcome] = list(rehearsed)
        places = ["rehearsal"] * len(outcomes)
        seconds: dict[str, float] = {}
        violations: list[tuple[str, Violation]] = []
        for family in families:
            began = time.monotonic()
            found = self._run_family(stage, runner, family)
            seconds[family.name] = time.monotonic() - began
            violations += [(family.name, one) for one in check_outcomes(self.setup.invariants, found)]
            outcomes += found
            places += [family.name] * len(found)
        outcomes, fired = settle(stage, outcomes, settling)
        for place, outcome in zip(places, outcomes, strict=True):
            violations += [(place, one) for one in check_outcomes(self.setup.invariants, [outcome])]
        whole = check_whole(self.setup.invariants, read_whole(stage, outcomes))
        violations += [(places[-1], one) for one in whole]
        report = Report(self.target.name, self.seed, settling=fired)
        report.families = self._count(places, outcomes, seconds)
        known = {family.name: family for family in (REHEARSAL, *families)}
        alone = len(report.families) == 1
        # What was broken before it was settled is mostly still broken afterwards: told once.
        for place, violation in dict.fromkeys(violations):
            next(one for one in report.families if one.name == place).violations += 1
            command = self._command(known[place], violation.case, alone=alone)
            report.failures.append(Failure(place, violation, str(violation.case or ""), command))
        return report

    def _run_family(self, stage: Stage, runner: Runner, family: Family) -> list[Outcome]:
        def done(outcome: Outcome) -> None:
            self.watch.done(family.name, outcome)

        disturbance = {"restart": stage.restart, "redeploy": stage.redeploy}.get(family.where)

        def run(cases: Sequence[Case]) -> list[Outcome]:
            return runner.run(cases, done, in_the_middle=disturbance)

        found = run_again_what_missed(run, family.cases) if family.where == "zombies" else run(family.cases)
        return runner.start_again(found, lambda _: None) if family.where == "restart" else found

    def _count(
        self, places: Sequence[str], outcomes: Sequence[Outcome], seconds: Mapping[str, float]
    ) -> list[FamilyResult]:
        results = {name: FamilyResult(name, seconds=seconds.get(name, 0.0)) for name in dict.fromkeys(places)}
        for place, outcome in zip(places, outcomes, strict=True):
            results[place].add(outcome, self.setup.count(outcome) if self.setup.count is not None else {})
        return list(results.values())

    def _shrink(self, report: Report, families: Sequence[Family], edits: Sequence[Edit] = ()) -> None:
        known = {family.name: family for family in (REHEARSAL, *families) if family.where not in DISTURBED}
        chosen = [one for one in report.failures if one.violation.case is not None and one.family in known]
        for failure in chosen[:MOST_SHRUNK]:
            place = report.failures.index(failure)
            report.failures[place] = self._shrunk(failure, known[failure.family], edits)

    def _shrunk(self, failure: Failure, family: Family, edits: Sequence[Edit]) -> Failure:
        with self._open_for(family, edits) as stage:
            runner = self._runner(stage)

            def still_fails(smaller: Case) -> bool:
                found = runner.run([smaller] * SHRINK_TRIES, lambda _: None)
                seen = check_outcomes(self.setup.invariants, found)
                settled, _ = settle(stage, found)
                seen += check_outcomes(self.setup.invariants, settled)
                return any(one.invariant == failure.violation.invariant for one in seen)

            smallest = shrink(failure.violation.case or Case(), still_fails)
        return replace(failure, smallest=str(smallest), command=self._command(family, smallest))

    def _command(self, family: Family, case: Case | None, *, alone: bool = True) -> str:
        begin = f"python -m workflow_dsl chaos {self.target.name} --seed {self.seed}"
        return f"{begin}{again(family, case, work=self._work, alone=alone)}"
