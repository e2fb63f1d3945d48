"""Cases out of the points that a rehearsal found: the whole matrix, or a sample of it that a seed decides. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from workflow_dsl.testing.chaos.fault import Action, Case, Fault, PointFault, Times

BREAKS: tuple[Action, ...] = ("crash", "raise", "hang")
TIMES: tuple[Times, ...] = ("once", "always")
DUPLICATES = 3


def point_faults(points: Iterable[str], actions: Sequence[Action] = BREAKS) -> list[PointFault]:
    """Every action at every point, once and always."""
    return [PointFault(action, point, times) for point in points for action in actions for times in TIMES]


def throttles(points: Iterable[str]) -> list[PointFault]:
    """Too many requests, for every call of AWS."""
    calls = [point.removesuffix(".before") for point in points if point.endswith(".before")]
    return point_faults([call for call in calls if ".http." not in call], ("throttle",))


def alone_and_duplicated(faults: Iterable[Fault]) -> list[Case]:
    """Each fault alone, and with executions of the same work beside it."""
    return [Case((fault,), duplicates) for fault in faults for duplicates in (0, DUPLICATES)]


def pairs(faults: Sequence[Fault], beside: Sequence[str], chance: random.Random) -> Iterator[Case]:
    """Two faults at a time, with anything beside them, for ever."""
    while True:
        chosen = tuple(chance.sample(faults, 2)) if len(faults) > 1 else tuple(faults)
        competing = (chance.choice(beside),) if beside and chance.random() < 0.3 else ()
        yield Case(chosen, chance.choice((0, 0, 1, DUPLICATES)), competing)


def sample(cases: Sequence[Case], count: int, chance: random.Random) -> list[Case]:
    """So many of the cases, in an order that the seed decides; all of them when there are no more."""
    return chance.sample(cases, min(count, len(cases)))


def settling_faults(points: Iterable[str], share: float, chance: random.Random) -> list[PointFault]:
    """Each point that settling reaches, broken once in every way; that share of them."""
    faults = [PointFault(action, point) for point in points for action in BREAKS]
    return chance.sample(faults, round(len(faults) * min(share, 1.0)))
