"""Two versions of a machine as one graph: what was added, removed and changed, laid out once.

States are matched by their path, transitions by source, target, kind and text: a state that only leads elsewhere now is
not changed itself. The order of fields means nothing; formatting is gone when a definition is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflow_dsl.asl import StateMachine, StatePath
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.model import Edge, Graph, Node, Scope, Shape, walk_nodes, walk_scopes
from workflow_dsl.graph.overlay import Mark, Overlay, Tone
from workflow_dsl.source import Path

_TRANSITIONS = ("Next", "End", "Choices", "Default")
_CAUGHT = ("Next", "ErrorEquals")
_COUNTED = (Tone.ADDED, Tone.REMOVED, Tone.CHANGED)


def compare_machines(
    before: StateMachine, after: StateMachine, *, name: str = "", names: Mapping[str, str] | None = None
) -> tuple[Graph, Overlay]:
    """The graph that holds the states and transitions of both versions, and which of them are new, gone or changed.

    The title of the overlay counts them: `2 states added, 1 changed; 3 transitions added, 1 removed`, or `no changes`.
    """
    old, new = build_graph(before, name=name, names=names), build_graph(after, name=name, names=names)
    union = replace(new, scope=_union(old.scope, new.scope))
    marks = dict(_state_marks(old.scope, new.scope))
    edges = dict(_edge_tones(old.scope, new.scope))
    start = Tone.UNCHANGED if old.scope.start == new.scope.start else Tone.CHANGED
    title = _title(marks, edges, start)
    return union, Overlay(title, Tone.UNCHANGED, marks, edges, start)


def _union(old: Scope, new: Scope) -> Scope:
    """The new scope with what only the old one has, each state after the one that it followed."""
    before = {node.name: node for node in old.nodes}
    nodes = [_joined(before[node.name], node) if node.name in before else node for node in new.nodes]
    present = {node.name for node in nodes}
    for position, node in enumerate(old.nodes):
        if node.name not in present:
            at = _place_after(old.nodes[position - 1].name, nodes) if position else 0
            nodes.insert(at, node)
    kept = set(new.edges)
    edges = (*new.edges, *dict.fromkeys(edge for edge in old.edges if edge not in kept))
    return replace(new, nodes=tuple(_without_ghosts(nodes)), edges=edges)


def _place_after(name: str, nodes: list[Node]) -> int:
    return next((at + 1 for at, node in enumerate(nodes) if node.name == name), len(nodes))


def _without_ghosts(nodes: list[Node]) -> Iterator[Node]:
    """A state stands for a box that only says that no such state exists."""
    real = {node.name for node in nodes if node.shape is not Shape.MISSING}
    yield from (node for node in nodes if node.shape is not Shape.MISSING or node.name not in real)


def _joined(old: Node, new: Node) -> Node:
    """The new node with the scopes of both."""
    before = {scope.path: scope for scope in old.scopes}
    scopes = [_union(before[scope.path], scope) if scope.path in before else scope for scope in new.scopes]
    present = {scope.path for scope in new.scopes}
    return replace(new, scopes=(*scopes, *(scope for scope in old.scopes if scope.path not in present)))


def _state_marks(old: Scope, new: Scope) -> Iterator[tuple[StatePath, Mark]]:
    before = {node.path: node for node in walk_nodes(old)}
    after = {node.path: node for node in walk_nodes(new)}
    for path, node in after.items():
        if path not in before:
            yield path, Mark(Tone.ADDED)
        else:
            fields = list(_changed_fields(before[path], node))
            if fields:
                yield path, Mark(Tone.CHANGED, ", ".join(fields))
    for path in before:
        if path not in after:
            yield path, Mark(Tone.REMOVED)


def _changed_fields(old: Node, new: Node) -> Iterator[str]:
    before, after = _own_fields(old.definition), _own_fields(new.definition)
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield name
    if old.title != new.title and old.definition.get("Type") == new.definition.get("Type") == "Map":
        yield "ProcessorConfig"


def _own_fields(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A state without its transitions; of its catchers, what they do beside leading somewhere."""
    own = {name: value for name, value in definition.items() if name not in _TRANSITIONS}
    if "Catch" in own:
        rests = [
            {name: value for name, value in catcher.items() if name not in _CAUGHT} for catcher in own.pop("Catch")
        ]
        own["Catch"] = [rest for rest in rests if rest]
    return {name: value for name, value in own.items() if name != "Catch" or value}


def _edge_tones(old: Scope, new: Scope) -> Iterator[tuple[tuple[Path, Edge], Tone]]:
    before = {(scope.path, edge) for scope in walk_scopes(old) for edge in scope.edges}
    after = {(scope.path, edge) for scope in walk_scopes(new) for edge in scope.edges}
    for tone, scopes, others in ((Tone.ADDED, new, before), (Tone.REMOVED, old, after)):
        for scope in walk_scopes(scopes):
            for edge in scope.edges:
                if (scope.path, edge) not in others:
                    yield (scope.path, edge), tone


def _title(marks: Mapping[StatePath, Mark], edges: Mapping[tuple[Path, Edge], Tone], start: Tone) -> str:
    parts = [
        _count("state", [mark.tone for mark in marks.values()]),
        _count("transition", list(edges.values())),
        "another first state" if start is Tone.CHANGED else "",
    ]
    return "; ".join(part for part in parts if part) or "no changes"


def _count(noun: str, tones: list[Tone]) -> str:
    counts = [(tones.count(tone), tone) for tone in _COUNTED if tone in tones]
    if not counts:
        return ""
    (first, tone), *rest = counts
    plural = "" if first == 1 else "s"
    return ", ".join([f"{first} {noun}{plural} {tone.value}", *(f"{count} {tone.value}" for count, tone in rest)])
