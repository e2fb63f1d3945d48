"""Workflow variables: where they are assigned, where they are read, and where they are set for sure.

https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from workflow_dsl import asl
from workflow_dsl.checks.data.expressions import expressions
from workflow_dsl.checks.subject import Edge, Scope, StateAt, Subject
from workflow_dsl.source import Path


class Read(NamedTuple):
    """A variable read in a state; `path` leads to the string in which it stands. `guarded`: `$exists` asks first."""

    state: StateAt
    path: Path
    name: str
    guarded: bool = False


@lru_cache(maxsize=2)
def reads(subject: Subject) -> tuple[Read, ...]:
    """Every read of a variable."""
    if all(state.is_jsonata for state in subject.states):
        return tuple(_jsonata_reads(subject))
    # What reads paths is loaded where there are some: a compiled workflow has none.
    of_paths = import_module("workflow_dsl.checks.data.path_reads").path_reads(subject)
    return (*_jsonata_reads(subject), *(Read(*read) for read in of_paths))


@lru_cache(maxsize=4096)
def assigned_names(scope: Scope) -> Mapping[str, Path]:
    """The variables that the states of a scope assign, each with a place where it is assigned."""
    found: dict[str, Path] = {}
    for state in scope.states.values():
        for path, assign in assignments(state):
            for key in assign:
                found.setdefault(key.removesuffix(".$"), (*path, key))
    return found


def assignments(state: StateAt) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every Assign of a state: its own, and those of its catchers and rules."""
    own = getattr(state.state, "Assign", None)
    if own:
        yield state.at("Assign"), own
    for index, catcher in enumerate(getattr(state.state, "Catch", ())):
        if catcher.Assign:
            yield state.at("Catch", index, "Assign"), catcher.Assign
    if isinstance(state.state, asl.Choice):
        for index, rule in enumerate(state.state.Choices):
            if rule.Assign:
                yield state.at("Choices", index, "Assign"), rule.Assign


def scopes_around(state: StateAt) -> Iterator[tuple[Scope, StateAt]]:
    """The scope of a state and those around it, each with the state in it that holds the state; innermost first."""
    holder: StateAt | None = state
    while holder is not None:
        yield holder.scope, holder
        holder = holder.scope.holder


class Assigned:
    """The variables of one scope that are set for sure where each of its states begins."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.names = assigned_names(scope)
        self._bits = {name: 1 << number for number, name in enumerate(self.names)}
        everything = (1 << len(self._bits)) - 1
        self._entry = dict.fromkeys(scope.states, everything)
        if self._bits and scope.start in scope.states:
            self._solve()

    def is_set(self, state: StateAt, name: str) -> bool:
        """Whether the variable is set for sure where the state begins."""
        return bool(self._entry[state.name] & self._bits[name])

    def route_without(self, state: StateAt, name: str) -> list[str]:
        """The states of a shortest way from the start to a state on which the variable is not set."""
        before: dict[str, str | None] = {self._scope.start: None}
        pending = [self._scope.start]
        for current in pending:
            if current == state.name:
                break
            each = self._scope.states[current]
            for edge in each.edges:
                if (
                    edge.target in self._scope.states
                    and edge.target not in before
                    and name not in _assigned(each, edge)
                ):
                    before[edge.target] = current
                    pending.append(edge.target)
        route: list[str] = []
        step: str | None = state.name
        while step is not None and step in before:
            route.append(step)
            step = before[step]
        return route[::-1]

    def _solve(self) -> None:
        self._entry[self._scope.start] = 0
        pending = list(reversed(self._scope.states.values()))
        while pending:
            state = pending.pop()
            for edge in state.edges:
                before = self._entry.get(edge.target)
                if before is None:
                    continue
                gained = sum(self._bits[name] for name in _assigned(state, edge))
                after = before & (self._entry[state.name] | gained)
                if after != before:
                    self._entry[edge.target] = after
                    pending.append(self._scope.states[edge.target])


def _assigned(state: StateAt, edge: Edge) -> set[str]:
    holder: Any = state.state
    if edge.kind == "catch":
        holder = holder.Catch[edge.number]
    elif edge.kind == "choice":
        holder = holder.Choices[edge.number]
    return {key.removesuffix(".$") for key in getattr(holder, "Assign", None) or ()}


def _jsonata_reads(subject: Subject) -> Iterator[Read]:
    for state, text, expression in expressions(subject):
        for read in expression.names_read:
            yield Read(state, text.path, read.name, f"$exists(${read.name}" in text.value)
