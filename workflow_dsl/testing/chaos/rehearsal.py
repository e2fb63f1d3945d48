"""Find the fault points: run once with nothing broken inside, and note which calls every function makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow_dsl.testing.chaos.evidence import Outcome
from workflow_dsl.testing.chaos.fault import Case, OutsideFault
from workflow_dsl.testing.chaos.matrix import DUPLICATES
from workflow_dsl.testing.chaos.runner import Runner
from workflow_dsl.testing.chaos.setup import InvocationError
from workflow_dsl.testing.chaos.stage import Stage

MOST_CALLS = 2
"""Calls of one kind in one invocation that have points of their own: a loop does nothing new the third time."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points, each with the plainest case that reaches it; and those of functions that settle."""

    hosts: Mapping[str, Case] = field(default_factory=dict)
    settling: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def rehearse(stage: Stage, runner: Runner) -> Points:
    """Run each fault of the double, each door and each competing input once, and see what is called."""
    setup = stage.setup
    cases = [Case(), *(Case(door=door) for door in setup.doors)]
    cases += [Case((OutsideFault(name),)) for name in setup.outside]
    cases += [Case(duplicates=DUPLICATES), *(Case(beside=(name,)) for name in setup.beside)]
    hosts: dict[str, Case] = {}
    with stage.board.recording():
        outcomes = tuple(runner.run(cases, lambda _: None))
        for outcome in outcomes:
            for point in stage.board.points(outcome.key):
                if _is_early(point):
                    hosts.setdefault(point, outcome.case)
        settling = _rehearse_settling(stage)
    return Points(hosts, settling, outcomes)


def _rehearse_settling(stage: Stage) -> tuple[str, ...]:
    found: dict[str, None] = {}
    ask = stage.setup.settle
    settling = ask(0, stage.rows()) if ask is not None else None
    if settling is not None:
        stage.board.arm(settling.key, [])
        try:
            stage.invoke(settling.function, settling.event)
        except InvocationError:
            return ()
        found = dict.fromkeys(stage.board.points(settling.key))
    return tuple(point for point in found if _is_early(point))


def _is_early(point: str) -> bool:
    return all(not part.isdigit() or int(part) <= MOST_CALLS for part in point.split("."))
