"""How a scope is walked: the reading order, the loops, and the main path that leads to success.

Everything here follows the order of the definition and nothing else, so that two runs give the same picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow_dsl.graph.model import Edge, EdgeKind, Node, Scope, Shape, count_states

_PREFERENCE = {
    EdgeKind.START: 0,
    EdgeKind.NEXT: 0,
    EdgeKind.CHOICE: 1,
    EdgeKind.DEFAULT: 2,
    EdgeKind.END: 3,
    EdgeKind.CATCH: 4,
}
_SUCCESS, _OPEN, _FAILURE = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Flow:
    """What reading a scope from its first state shows."""

    order: tuple[str, ...]
    """Nodes in an order in which every transition but the back ones goes forward."""
    back: frozenset[int]
    """Indices of the transitions that close a loop."""
    primary: Mapping[str, Edge]
    """Per node, the transition on its heaviest way to success; a node without one is an end or closes a loop."""
    main: tuple[str, ...]
    """The main path: from the first node, along the primary transitions."""
    unreachable: frozenset[str]
    """Nodes that no way from the first state reaches."""


def read_flow(scope: Scope, start: str) -> Flow:
    """Walk a scope depth first from `start`; loops are the transitions to a node that is still being walked."""
    leaving = _leaving(scope)
    finished: list[str] = []
    back: set[int] = set()
    seen: set[str] = set()
    _walk(start, scope.edges, leaving, seen, finished, back)
    reached = frozenset(finished)
    for node in scope.nodes:
        if node.name not in seen:
            _walk(node.name, scope.edges, leaving, seen, finished, back)
    order = tuple(reversed(finished))
    primary = _primary(scope, order, leaving, back)
    unreachable = frozenset(name for name in order if name not in reached)
    return Flow(order, frozenset(back), primary, _follow(start, primary), unreachable)


def _leaving(scope: Scope) -> dict[str, list[int]]:
    """The transitions out of each node; the ones an author reads first come first."""
    leaving: dict[str, list[int]] = {node.name: [] for node in scope.nodes}
    for index, edge in enumerate(scope.edges):
        leaving.setdefault(edge.source, []).append(index)
    for indices in leaving.values():
        indices.sort(key=lambda index: _PREFERENCE[scope.edges[index].kind])
    return leaving


def _walk(
    start: str,
    edges: tuple[Edge, ...],
    leaving: Mapping[str, list[int]],
    seen: set[str],
    finished: list[str],
    back: set[int],
) -> None:
    """Depth first without recursion: a chain of thousands of states is legal."""
    active = {start}
    seen.add(start)
    stack = [(start, iter(reversed(leaving.get(start, []))))]
    while stack:
        name, pending = stack[-1]
        for index in pending:
            target = edges[index].target
            if target in active:
                back.add(index)
            elif target not in seen:
                seen.add(target)
                active.add(target)
                stack.append((target, iter(reversed(leaving.get(target, [])))))
                break
        else:
            stack.pop()
            active.discard(name)
            finished.append(name)


def _primary(scope: Scope, order: tuple[str, ...], leaving: Mapping[str, list[int]], back: set[int]) -> dict[str, Edge]:
    """The first transition of the heaviest way to success: success before dead ends before Fail, then the heavier."""
    nodes = {node.name: node for node in scope.nodes}
    best: dict[str, tuple[int, int]] = {}
    primary: dict[str, Edge] = {}
    for name in reversed(order):
        weight = _weight(nodes.get(name))
        chosen: tuple[int, int] | None = None
        for index in leaving.get(name, []):
            edge = scope.edges[index]
            if edge.kind is EdgeKind.CATCH or index in back or edge.target not in best:
                continue
            score = best[edge.target]
            if chosen is None or score > chosen:
                chosen, primary[name] = score, edge
        tier, length = chosen or (_tier(name, nodes, bool(leaving.get(name))), 0)
        best[name] = (tier, length + weight)
    return primary


def _weight(node: Node | None) -> int:
    return 0 if node is None else 1 + sum(count_states(inner) for inner in node.scopes)


def _tier(name: str, nodes: Mapping[str, Node], goes_on: bool) -> int:
    shape = nodes[name].shape if name in nodes else Shape.END
    if shape in (Shape.FAIL, Shape.MISSING):
        return _FAILURE
    return _OPEN if goes_on else _SUCCESS


def _follow(start: str, primary: Mapping[str, Edge]) -> tuple[str, ...]:
    path = [start]
    while path[-1] in primary:
        path.append(primary[path[-1]].target)
    return tuple(path)
