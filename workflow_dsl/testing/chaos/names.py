"""The names in a case that somebody wrote, against those that there are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_dsl.deploy import read_template
from workflow_dsl.diagnostics import suggest
from workflow_dsl.testing.chaos.fault import Case, CaseTextError, OutsideFault, PointFault
from workflow_dsl.testing.chaos.inject import function_name
from workflow_dsl.testing.chaos.setup import ChaosSetup

BEFORE = ".before"


def known_as(kind: str, name: str, there: Iterable[str]) -> str:
    """That nothing of this kind has the name, and which one was probably meant."""
    names = list(there)
    near = suggest(name, names)
    hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(names) or 'none'}"
    return f'no {kind} is named "{name}"; {hint}'


def check_names(case: Case, setup: ChaosSetup, template: str) -> None:
    """Raise CaseTextError for a function, a fault of the double, a competing input or a door that there is not."""
    outside = [fault.name for fault in case.faults if isinstance(fault, OutsideFault)]
    inside = [fault.point.partition(".")[0] for fault in points_of(case)]
    for kind, names, there in (
        ("function", inside, _functions(template)),
        ("fault of the double", outside, list(setup.outside)),
        ("competing input", list(case.beside), list(setup.beside)),
        ("door", [case.door] if case.door else [], list(setup.doors)),
    ):
        for name in names:
            if name not in there:
                raise CaseTextError(known_as(kind, name, there))


def _functions(template: str) -> list[str]:
    return [
        function_name(name)
        for name, resource in read_template(template)["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Function"
    ]


def check_reached(case: Case, reached: Iterable[str]) -> list[str]:
    """What to say of faults at points that no invocation reached.

    Raises CaseTextError when that is all of them: such a run shows nothing.
    """
    found = set(reached)
    missed = [fault for fault in points_of(case) if not _places(fault) & found]
    notes = [f"{fault} never happened: {_not_reached(fault, found)}" for fault in missed]
    if missed and len(missed) == len(list(points_of(case))):
        raise CaseTextError("\n".join(notes))
    return notes


def tell_unreached(points: Iterable[str], key: str, template: str) -> list[str]:
    """What to say of a run in which no function could be broken, as nobody knows which work its invocations are of."""
    functions = _functions(template)
    if not functions or any(points):
        return []
    told = (
        f"nothing was broken inside of {', '.join(functions)}: no event of theirs has the key, here {key}, as a value"
    )
    return [f"{told} or at the end of one; let key= be a text that they are given"]


def points_of(case: Case) -> Iterator[PointFault]:
    """The faults of a case that are inside of functions."""
    return (fault for fault in case.faults if isinstance(fault, PointFault))


def _places(fault: PointFault) -> set[str]:
    return {fault.point + BEFORE} if fault.action == "throttle" else {fault.point}


def _not_reached(fault: PointFault, reached: set[str]) -> str:
    function = fault.point.partition(".")[0]
    points = sorted(point for point in reached if point.startswith(f"{function}."))
    if fault.action == "throttle":
        points = sorted({point.removesuffix(BEFORE) for point in points if point.endswith(BEFORE)})
    if not points:
        return f"{function} was not invoked in this case"
    near = suggest(fault.point, points)
    return f'did you mean "{near}"?' if near else f"no invocation reached it; reached were: {', '.join(points)}"
