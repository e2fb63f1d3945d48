"""What cases left behind, as values that invariants are asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.pipeline.run import Message, RunInputError
from workflow_dsl.testing.chaos.fault import Case, PointFault

Json = dict[str, Any]
Row = Mapping[str, Any]

CUT_OFF = "States.ServiceRestart"
"""The error of executions that the emulator cut off when it was restarted; no state of theirs ran after that."""


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution: `status` is RUNNING when it did not end in time; `seconds` from its start to its end.

    `trouble` are the errors of all attempts of a failed execution, retried or not.
    """

    arn: str
    given: Json
    status: str
    error: str = ""
    cause: str = ""
    output: str = ""
    seconds: float = 0.0
    trouble: tuple[str, ...] = ()

    @property
    def cut_off(self) -> bool:
        """Whether the emulator was stopped while it ran."""
        return self.error == CUT_OFF


@dataclass(frozen=True, slots=True)
class RowChange:
    """A write to a row, from the table's stream; empty `old` for a new row, empty `new` for a deleted one."""

    table: str
    old: Row
    new: Row


@dataclass(slots=True)
class Outcome:
    """What one case left behind: all that mentions its key.

    `settled` is False while only the executions have ended, and True once the set-up's `settle` is done. `rows` and
    `changes` are by the logical id of the table, `queues` are the messages in the stack's queues by logical id.
    """

    case: Case
    key: str
    given: Json
    double: Any
    executions: tuple[Execution, ...] = ()
    fired: tuple[PointFault, ...] = ()
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    changes: Sequence[RowChange] = ()
    messages: Sequence[Message] = ()
    queues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settled: bool = False

    @property
    def missed(self) -> bool:
        """Whether nothing was broken inside although something should have been."""
        return not self.fired and any(isinstance(fault, PointFault) for fault in self.case.faults)


@dataclass(slots=True)
class Whole:
    """What a whole run left behind; `texts` is everything that was written anywhere, with where that was."""

    outcomes: Sequence[Outcome]
    texts: Sequence[tuple[str, str]]
    double: Any


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold after every case (`check`) and after a whole run (`check_whole`): each yields what is wrong."""

    name: str
    about: str
    check: Callable[[Outcome], Iterable[str]] | None = None
    check_whole: Callable[[Whole], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that did not hold; `case` is None when it is of the whole run."""

    invariant: str
    problem: str
    case: Case | None = None
    key: str = ""


def check_outcomes(invariants: Sequence[Invariant], outcomes: Iterable[Outcome]) -> list[Violation]:
    """The violations of all cases."""
    return [
        Violation(invariant.name, problem, outcome.case, outcome.key)
        for outcome in outcomes
        for invariant in invariants
        if invariant.check is not None
        for problem in _problems(invariant, invariant.check(outcome))
    ]


def check_whole(invariants: Sequence[Invariant], whole: Whole) -> list[Violation]:
    """The violations of the run."""
    return [
        Violation(invariant.name, problem)
        for invariant in invariants
        if invariant.check_whole is not None
        for problem in _problems(invariant, invariant.check_whole(whole))
    ]


def _problems(invariant: Invariant, told: Any) -> Iterable[str]:
    """What a check tells. Raises RunInputError for one that can tell nothing, as it would always hold."""
    if not isinstance(told, Iterable) or isinstance(told, str):
        kind = type(told).__name__
        raise RunInputError(f"the check of {invariant.name} answers a value of type {kind}; let it yield what is wrong")
    return told
