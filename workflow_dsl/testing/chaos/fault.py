"""Faults as values, each with a text that a command line takes: `crash:Charge.http.POST.1.after:once`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from workflow_dsl.diagnostics import suggest

Action = Literal["crash", "raise", "hang", "late", "throttle"]
Times = Literal["once", "always"]
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS = (*ACTIONS, "outside", "duplicates", "beside", "door")
GRAMMAR = f"{'|'.join(ACTIONS)}:POINT:once|always, outside:NAME, duplicates:N, beside:NAME or door:NAME"
LATE_SECONDS = 6.0
"""How long a late call sleeps before it goes on: longer than its state waits for it (see `inject.ZOMBIES`)."""


class CaseTextError(ValueError):
    """A text is no case; the message says which part is wrong."""


@dataclass(frozen=True, slots=True)
class PointFault:
    """A fault at a point of a function.

    crash     the process ends at once
    raise     an exception; at a call, a broken connection
    hang      never goes on, until Lambda ends it
    late      goes on after the state has given up waiting: a zombie
    throttle  AWS answers that there are too many requests; `point` is a call without before or after
    """

    action: Action
    point: str
    times: Times = "once"

    def __str__(self) -> str:
        return f"{self.action}:{self.point}:{self.times}"


@dataclass(frozen=True, slots=True)
class OutsideFault:
    """A fault of the double, by the name that the set-up gives it."""

    name: str

    def __str__(self) -> str:
        return f"outside:{self.name}"


Fault = PointFault | OutsideFault


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of work and what goes wrong with it.

    `duplicates` executions are started beside it under other names with the same input; each of `beside` is one more
    with an input that the set-up makes under that name. `door` is how all of them get in: started directly when empty.
    """

    faults: tuple[Fault, ...] = ()
    duplicates: int = 0
    beside: tuple[str, ...] = ()
    door: str = ""

    @property
    def executions(self) -> int:
        """How many executions it is."""
        return 1 + self.duplicates + len(self.beside)

    def __str__(self) -> str:
        parts = [str(fault) for fault in self.faults]
        parts += [f"duplicates:{self.duplicates}"] if self.duplicates else []
        parts += [f"beside:{name}" for name in self.beside]
        parts += [f"door:{self.door}"] if self.door else []
        return " ".join(parts) or "nothing"


def read_case(text: str) -> Case:
    """The case that this text says. Raises CaseTextError."""
    faults: list[Fault] = []
    beside: list[str] = []
    duplicates, door = 0, ""
    for part in text.split():
        kind, _, rest = part.partition(":")
        if kind == "duplicates" and rest.isdigit():
            duplicates = int(rest)
        elif kind == "beside" and rest:
            beside.append(rest)
        elif kind == "door" and rest:
            door = rest
        elif part != "nothing":
            faults.append(_read_fault(part, kind, rest))
    return Case(tuple(faults), duplicates, tuple(beside), door)


def _read_fault(part: str, kind: str, rest: str) -> Fault:
    if kind == "outside" and rest:
        return OutsideFault(rest)
    point, _, times = rest.rpartition(":")
    action = next((one for one in ACTIONS if one == kind), None)
    when: Times | None = "once" if times == "once" else "always" if times == "always" else None
    if action is None or when is None or not point:
        near = suggest(kind, KINDS) if kind not in KINDS else None
        hint = f"did you mean {near}:...? Write" if near else "write"
        raise CaseTextError(f'"{part}" is no part of a case; {hint} {GRAMMAR}')
    return PointFault(action, point, when)
