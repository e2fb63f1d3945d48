"""Which cases are run, and where: families of cases, with as many pieces of work as asked for. Pure."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workflow_dsl.testing.chaos.fault import Case, Fault, OutsideFault, PointFault
from workflow_dsl.testing.chaos.matrix import (
    DUPLICATES,
    alone_and_duplicated,
    pairs,
    point_faults,
    sample,
    settling_faults,
    throttles,
)
from workflow_dsl.testing.chaos.rehearsal import Points
from workflow_dsl.testing.chaos.setup import ChaosSetup

Where = Literal["patient", "zombies", "restart", "redeploy", "variant"]
PAIRS_IN_A_SAMPLE = 100
CUT_CASES = 60
VARIANT_CASES = 30
DOOR_CASES = 10


@dataclass(frozen=True, slots=True)
class Family:
    """Cases of one kind; `where` says on which stack they run, `variant` under which of the set-up's variants."""

    name: str
    cases: tuple[Case, ...]
    where: Where = "patient"
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run: families of cases, and the faults that happen while work is settled."""

    families: tuple[Family, ...]
    settling: tuple[PointFault, ...]


def plan(setup: ChaosSetup, points: Points, work: int, seed: int) -> Plan:
    """The whole matrix, filled up with pairs of faults to `work` pieces of work; or a sample of it with that many."""
    # By name: which of two branches came first in the rehearsal must not change what a seed samples.
    points = Points(dict(sorted(points.hosts.items())), tuple(sorted(points.settling)), points.outcomes)
    chance = random.Random(seed)
    whole = _families(setup, points)
    size = sum(len(family.cases) for family in whole)
    spare = work - size if work > size else PAIRS_IN_A_SAMPLE
    whole.append(Family("two faults at a time", _pairs(setup, points, spare, chance)))
    share = min(1.0, work / sum(len(family.cases) for family in whole))
    families = whole if share == 1.0 else [_share(family, share, chance) for family in whole]
    return Plan(tuple(families), tuple(settling_faults(points.settling, share, chance)))


def _families(setup: ChaosSetup, points: Points) -> list[Family]:
    plain = [OutsideFault(name) for name in setup.outside]
    broken = hosted(points.hosts, point_faults(points.hosts))
    zombies = hosted(points.hosts, point_faults(points.hosts, ("late",)))
    families = [
        Family("every point", tuple(broken)),
        Family("every point, three duplicates", duplicated(broken)),
        Family("throttled AWS", tuple(spread(hosted(points.hosts, throttles(points.hosts))))),
        Family("faults of the double", tuple(alone_and_duplicated(plain))),
        Family("competing inputs", tuple(_competing(setup))),
        Family("doors", tuple(Case(door=door) for door in setup.doors for _ in range(DOOR_CASES))),
        Family("zombies", tuple(spread(zombies)), "zombies"),
        Family("emulator restarted", tuple(_mixed(plain, broken, CUT_CASES)), "restart"),
        Family("new definition deployed", tuple(_mixed(plain, broken, CUT_CASES)), "redeploy"),
    ]
    families += [Family(name, tuple(_mixed(plain, broken, VARIANT_CASES)), "variant", name) for name in setup.variants]
    return [family for family in families if family.cases]


def hosted(hosts: Mapping[str, Case], faults: Sequence[PointFault]) -> list[Case]:
    """Each fault in the plainest case that reaches its point."""
    found = []
    for fault in faults:
        host = hosts.get(fault.point) or hosts[f"{fault.point}.before"]
        found.append(replace(host, faults=(*host.faults, fault)))
    return found


def duplicated(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The same with three concurrent duplicates."""
    return tuple(replace(case, duplicates=DUPLICATES) for case in cases if not case.door)


def spread(cases: Sequence[Case]) -> list[Case]:
    """Each alone and with duplicates."""
    return [*cases, *duplicated(cases)]


def _competing(setup: ChaosSetup) -> list[Case]:
    faults: list[tuple[Fault, ...]] = [(), *((OutsideFault(name),) for name in setup.outside)]
    return [Case(given, beside=(name,)) for name in setup.beside for given in faults]


def _mixed(plain: Sequence[Fault], broken: Sequence[Case], count: int) -> list[Case]:
    """Undisturbed work, faults of the double and faults at points, one after the other."""
    slow = [case for case in broken if "hang" in str(case) and not case.door]
    kinds = [[Case()], [Case((fault,)) for fault in plain], slow or [Case()], [Case(duplicates=1)]]
    turns = itertools.cycle(itertools.cycle(kind) for kind in kinds if kind)
    return [next(next(turns)) for _ in range(count)]


def _pairs(setup: ChaosSetup, points: Points, count: int, chance: random.Random) -> tuple[Case, ...]:
    faults: list[Fault] = [OutsideFault(name) for name in setup.outside]
    inner = [point for point, host in points.hosts.items() if not host.door]
    faults += [*point_faults(inner), *throttles(inner)]
    return tuple(itertools.islice(pairs(faults, tuple(setup.beside), chance), count))


def _share(family: Family, share: float, chance: random.Random) -> Family:
    count = max(2, round(len(family.cases) * share))
    return replace(family, cases=tuple(sample(family.cases, count, chance)))
