"""A state machine -> the picture's own model."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow_dsl.asl import StateMachine, StatePath
from workflow_dsl.graph.conditions import describe_rule
from workflow_dsl.graph.describe import describe_state
from workflow_dsl.graph.model import END, Edge, EdgeKind, Graph, Node, Scope, Shape, count_states
from workflow_dsl.source import Path, Place

_SHAPES = {shape.value: shape for shape in Shape if shape not in (Shape.START, Shape.END, Shape.MISSING)}
_INSIDE = ("Branches", "ItemProcessor", "Iterator")
_DEEPEST = 40
"""Scopes deeper than this are folded in any case: nobody reads them, and each level costs a stack frame."""


def build_graph(
    machine: StateMachine,
    *,
    name: str = "",
    places: Mapping[StatePath, Place] | None = None,
    names: Mapping[str, str] | None = None,
    level: int | None = None,
) -> Graph:
    """The graph of a machine; scopes deeper than `level` (0: the top level alone) are folded into their state.

    `places` says where each state was written, `names` what to show for a `${Substitution}`.
    """
    builder = _Builder(places or {}, names or {}, _DEEPEST if level is None else min(level, _DEEPEST))
    return Graph(name, machine.Comment or "", builder.scope(machine.to_json(), (), "", 0))


class _Builder:
    def __init__(self, places: Mapping[StatePath, Place], names: Mapping[str, str], level: int) -> None:
        self.places = places
        self.names = names
        self.level = level

    def scope(self, definition: Mapping[str, Any], path: Path, title: str, depth: int) -> Scope:
        states: Mapping[str, Any] = definition.get("States", {})
        start = str(definition.get("StartAt", ""))
        nodes = [self._node(name, state, path, depth) for name, state in states.items()]
        edges = [edge for name, state in states.items() for edge in _transitions(name, state)]
        wanted = dict.fromkeys([start, *(edge.target for edge in edges if edge.target != END)])
        lost = [name for name in wanted if name not in states]
        missing = [Node(_state_path(path, name), name, Shape.MISSING, "no such state") for name in lost]
        return Scope(path, title, start, (*nodes, *missing), tuple(edges))

    def _node(self, name: str, state: Mapping[str, Any], scope: Path, depth: int) -> Node:
        path = _state_path(scope, name)
        title, subtitle, notes = describe_state(state, self.names)
        scopes = tuple(
            self.scope(inner, (*path.json_path, *where), label, depth + 1)
            for inner, where, label in inner_machines(state)
        )
        folded = sum(count_states(inner) for inner in scopes) if depth >= self.level else 0
        return Node(
            path=path,
            name=name,
            shape=_SHAPES.get(str(state.get("Type")), Shape.TASK),
            title=title,
            subtitle=subtitle,
            notes=notes,
            scopes=() if folded else scopes,
            definition={field: value for field, value in state.items() if field not in _INSIDE},
            place=_file_and_line(self.places.get(path)),
            folded=folded,
        )


def inner_machines(state: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Path, str]]:
    """The machines inside a Parallel or Map state: definition, last part of the path, title."""
    for index, branch in enumerate(state.get("Branches", ())):
        yield branch, ("Branches", index), f"branch {index + 1}"
    for field in ("ItemProcessor", "Iterator"):
        if field in state:
            yield state[field], (field,), "each item"


def _state_path(scope: Path, name: str) -> StatePath:
    return StatePath((*scope, "States", name))


def _transitions(name: str, state: Mapping[str, Any]) -> Iterator[Edge]:
    """The ways out of a state, in the order in which Step Functions tries them."""
    for rule in state.get("Choices", ()):
        if "Next" in rule:
            yield Edge(name, str(rule["Next"]), EdgeKind.CHOICE, describe_rule(rule))
    if "Default" in state:
        yield Edge(name, str(state["Default"]), EdgeKind.DEFAULT, "default")
    if "Next" in state:
        yield Edge(name, str(state["Next"]), EdgeKind.NEXT)
    elif state.get("End") is True:
        yield Edge(name, END, EdgeKind.END)
    for catcher in state.get("Catch", ()):
        errors: Sequence[str] = catcher.get("ErrorEquals", ())
        yield Edge(name, str(catcher.get("Next", "")), EdgeKind.CATCH, ", ".join(errors))


def _file_and_line(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place else ""
