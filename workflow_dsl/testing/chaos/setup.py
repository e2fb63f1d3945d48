"""What a definition says about its chaos runs, in `definitions/<name>/chaos.py`: `chaos`, and perhaps `mutants`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.local import Rows, takes
from workflow_dsl.testing.chaos.evidence import Invariant, Json, Outcome
from workflow_dsl.testing.chaos.inject import Edit

Invoke = Callable[[str, Json], Any]
"""Invokes a function by its name and returns what it answered. Raises InvocationError when it failed."""


class InvocationError(Exception):
    """A function failed, was ended, or could not be reached."""


@dataclass(frozen=True, slots=True)
class Settling:
    """An invocation that settles what executions left open; `key` is a text of the event that no other event has."""

    function: str
    event: Json
    key: str


@dataclass(frozen=True, kw_only=True)
class ChaosSetup:
    """How a workflow is broken, and what must hold all the same.

    `new_input` makes the input of work number n of a run with this seed; `key` is a text of it that no other work has
    (nor one that begins with it); rows and messages mention it, and events of functions have it as a value, or at the
    end of one (`order-KEY`). `outside` are faults of the double: told the double and the key. `beside` make inputs of
    competing executions from the input. `doors` are other ways to start an execution: told how to invoke functions, and
    the input. `settle` is asked for invocation number n (from 0, with the rows as they are) once all executions have
    ended, until it answers None, or what is left counts as stuck. `edits` fit the stack to short time-outs; `variants`
    are names of edits under which the invariants hold too. `count` says what a case adds to the columns of the summary.
    `wait_scale` is what a second of a retry's delay takes, in seconds.
    """

    new_input: Callable[[int, int], Json]
    key: Callable[[Json], str]
    invariants: Sequence[Invariant]
    outside: Mapping[str, Callable[[Any, str], None]] = field(default_factory=dict)
    beside: Mapping[str, Callable[[Json], Json]] = field(default_factory=dict)
    doors: Mapping[str, Callable[[Invoke, Json], object]] = field(default_factory=dict)
    settle: Callable[[int, Rows], Settling | None] | None = None
    edits: Sequence[Edit] = ()
    variants: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    count: Callable[[Outcome], Mapping[str, int]] | None = None
    wait_scale: float = 0.02
    longest_seconds: float = 240.0

    def __post_init__(self) -> None:
        """Raise TypeError for a function that cannot be called as it will be, once everything is deployed."""
        called: list[tuple[str, Callable[..., Any], tuple[str, ...]]] = [
            ("new_input", self.new_input, ("the seed", "the number")),
            ("key", self.key, ("the input",)),
        ]
        called += [(f"outside[{name!r}]", each, ("the double", "the key")) for name, each in self.outside.items()]
        called += [(f"beside[{name!r}]", each, ("the input",)) for name, each in self.beside.items()]
        called += [(f"doors[{name!r}]", each, ("invoke", "the input")) for name, each in self.doors.items()]
        called += [("settle", self.settle, ("the number", "the rows"))] if self.settle is not None else []
        called += [("count", self.count, ("the outcome",))] if self.count is not None else []
        for name, function, given in called:
            if not takes(function, *given):
                raise TypeError(f"ChaosSetup.{name} is called with {' and '.join(given)}, and does not take that")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A broken handler or definition: these edits, the cases that show it, and the invariant that must catch it.

    `zombies` runs it with the time-outs of `inject.ZOMBIES`.
    """

    name: str
    about: str
    edits: Sequence[Edit]
    cases: Sequence[str]
    caught_by: str
    zombies: bool = False
