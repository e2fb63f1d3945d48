"""The options that show a failure again. Pure."""

from __future__ import annotations

from workflow_dsl.testing.chaos.fault import Case
from workflow_dsl.testing.chaos.plan import Family, Where

DISTURBED: tuple[Where, ...] = ("restart", "redeploy")
"""Where a case says nothing alone: something else happens in the middle of the others."""


def again(family: Family, case: Case | None, *, work: int, alone: bool = True) -> str:
    """The case, where it says something alone; else its family, or the whole run when the stack had other families.

    `work` is what the sample was made for, 0 when there was none; a failure of no case is one of all of them together.
    """
    sample = f" --work {work}" if work else ""
    if case is None and not alone:
        return sample
    if case is None or family.where in DISTURBED:
        return f'{sample} --family "{family.name}"'
    options = " --zombies" if family.where == "zombies" else ""
    options += f" --variant {family.variant}" if family.variant else ""
    return f'{options} --case "{case}"'
