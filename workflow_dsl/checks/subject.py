"""A state machine as rules see it: its scopes, states, transitions and expressions, found once for all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from workflow_dsl import asl
from workflow_dsl.asl import QueryLanguageName
from workflow_dsl.checks.strings import Text, texts_of
from workflow_dsl.source import CallSite, Path

ReadSource = Callable[[str], str]
"""A Python file by its path below the project's root. Raises OSError."""


class Function(NamedTuple):
    """A Lambda function that tasks call: its handler (`package.module.function`), contracts, time-out in seconds.

    With `libraries` it brings modules that nobody reads here, and that may raise what they like.
    """

    name: str
    handler: str = ""
    input: Any = None
    output: Any = None
    timeout: int | None = None
    site: CallSite | None = None
    libraries: bool = False


class Edge(NamedTuple):
    """A transition. `at` leads from the state to the name of its target; `number` counts the catcher or the rule."""

    kind: Literal["next", "choice", "default", "catch"]
    target: str
    at: Path
    number: int = 0


@dataclass(slots=True, eq=False)
class StateAt:
    """A state, where it stands, and where it can go."""

    path: Path
    name: str
    state: asl.State
    scope: Scope
    language: QueryLanguageName
    edges: tuple[Edge, ...]
    inner: list[Scope] = field(default_factory=list)

    def at(self, *inside: str | int) -> Path:
        """A path into the state."""
        return (*self.path, *inside)

    @property
    def is_jsonata(self) -> bool:
        """Whether its fields are written in JSONata."""
        return self.language == "JSONata"


@dataclass(slots=True, eq=False)
class Scope:
    """The machine, a branch, or what a Map does: states that can go to each other. `holder` is the state around it."""

    path: Path
    start: str
    holder: StateAt | None
    states: dict[str, StateAt] = field(default_factory=dict)

    def entries(self) -> dict[str, list[tuple[StateAt, Edge]]]:
        """For each state, from where it is reached."""
        found: dict[str, list[tuple[StateAt, Edge]]] = {name: [] for name in self.states}
        for each in self.states.values():
            for edge in each.edges:
                if edge.target in found:
                    found[edge.target].append((each, edge))
        return found


@dataclass(frozen=True, eq=False)
class Subject:
    """What is checked. `size` is the definition's in bytes, if its text is known; `read` gives sources of handlers.
    `compiled`: it was written in Python, and the compiler has proved what it can, as that every state is reached and
    every variable is set.
    """

    machine: asl.StateMachine
    name: str = ""
    express: bool = False
    input: Any = None
    functions: Mapping[str, Function] = field(default_factory=dict)
    read: ReadSource | None = None
    size: int | None = None
    compiled: bool = False

    def words(self, in_python: str, in_asl: str) -> str:
        """The text in the language of the file that a finding points at: arguments of the DSL, or fields."""
        return in_python if self.compiled else in_asl

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """Every scope, outer ones first."""
        root = Scope((), self.machine.StartAt, None)
        found = [root]
        pending: list[tuple[Scope, Mapping[str, asl.State]]] = [(root, self.machine.States)]
        while pending:
            scope, states = pending.pop()
            for name, state in states.items():
                path = (*scope.path, "States", name)
                language = state.QueryLanguage or self.machine.QueryLanguage
                at = StateAt(path, name, state, scope, language, tuple(_edges(state)))
                scope.states[name] = at
                for inside, start, inner_states in _inner(state):
                    inner = Scope((*path, *inside), start, at)
                    at.inner.append(inner)
                    found.append(inner)
                    pending.append((inner, inner_states))
        return tuple(found)

    @cached_property
    def states(self) -> tuple[StateAt, ...]:
        """Every state of every scope."""
        return tuple(each for scope in self.scopes for each in scope.states.values())

    @cached_property
    def tasks(self) -> tuple[tuple[StateAt, asl.Task], ...]:
        """The tasks."""
        return tuple((each, each.state) for each in self.states if isinstance(each.state, asl.Task))

    @cached_property
    def workers(self) -> tuple[tuple[StateAt, asl.Worker], ...]:
        """The states that can fail and be tried again."""
        return tuple((each, each.state) for each in self.states if isinstance(each.state, asl.Worker))

    @cached_property
    def texts(self) -> tuple[tuple[StateAt, tuple[Text, ...]], ...]:
        """Of every state the strings that can hold something to evaluate."""
        return tuple((each, tuple(texts_of(each.state, each.path))) for each in self.states)


def _edges(state: asl.State) -> Iterator[Edge]:
    if isinstance(state, asl.Choice):
        for index, rule in enumerate(state.Choices):
            if rule.Next is not None:
                yield Edge("choice", rule.Next, ("Choices", index, "Next"), index)
        if state.Default is not None:
            yield Edge("default", state.Default, ("Default",))
        return
    following = getattr(state, "Next", None)
    if following is not None:
        yield Edge("next", following, ("Next",))
    for index, catcher in enumerate(state.Catch if isinstance(state, asl.Worker) else ()):
        yield Edge("catch", catcher.Next, ("Catch", index, "Next"), index)


def _inner(state: asl.State) -> Iterator[tuple[Path, str, Mapping[str, asl.State]]]:
    if isinstance(state, asl.Map):
        name = "Iterator" if state.ItemProcessor is None else "ItemProcessor"
        yield (name,), state.processor.StartAt, state.processor.States
    elif isinstance(state, asl.Parallel):
        for index, branch in enumerate(state.Branches):
            yield ("Branches", index), branch.StartAt, branch.States
