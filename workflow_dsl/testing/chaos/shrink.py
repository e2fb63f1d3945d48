"""Find the fewest faults that still break an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from workflow_dsl.testing.chaos.fault import Case


def shrink(case: Case, still_fails: Callable[[Case], bool]) -> Case:
    """The smallest case on the way down that still fails; the case itself when nothing smaller does."""
    for smaller in smaller_cases(case):
        if still_fails(smaller):
            return shrink(smaller, still_fails)
    return case


def smaller_cases(case: Case) -> Iterator[Case]:
    """The case with one thing less."""
    for index in range(len(case.faults)):
        yield replace(case, faults=case.faults[:index] + case.faults[index + 1 :])
    for index in range(len(case.beside)):
        yield replace(case, beside=case.beside[:index] + case.beside[index + 1 :])
    if case.duplicates:
        yield replace(case, duplicates=0)
        if case.duplicates > 1:
            yield replace(case, duplicates=1)
