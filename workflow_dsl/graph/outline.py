"""A scope tree as lines: each state once, each transition once, for any graph.

States stand where the dominator tree puts them: what only one rule of a Choice leads to stands under that rule, what
several ways join in stands after them, at the level of the last state that all those ways pass. A state without an
arrow goes on to the state below it at the same level.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from workflow_dsl.graph.dominators import immediate_dominators
from workflow_dsl.graph.flow import Flow, read_flow
from workflow_dsl.graph.model import Edge, EdgeKind, Node, Scope, Shape
from workflow_dsl.source import Path

_DEEPEST = 12
"""Levels of indentation after which the states of a rule stand after the Choice, as no line has room for more."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A transition that is written out; `up` means that it closes a loop."""

    edge: Edge
    up: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline; `guides` tells per level whether its rail goes on below."""

    guides: tuple[bool, ...]
    scope: Path
    node: Node | None = None
    rule: Jump | None = None
    heading: str = ""
    last: bool = False
    jumps: tuple[Jump, ...] = ()
    opens_group: bool = False
    """True for the first state of a route that the line above does not lead to."""


def outline(scope: Scope, written: Collection[tuple[Path, Edge]] = ()) -> list[Line]:
    """The lines of a scope and of the scopes inside it; the transitions in `written` get an arrow in any case."""
    return list(_ScopeOutline(scope, written).lines(()))


class _ScopeOutline:
    """The outline of one flat graph."""

    def __init__(self, scope: Scope, written: Collection[tuple[Path, Edge]]) -> None:
        self.scope = scope
        self.written = written
        self.flow: Flow = read_flow(scope, scope.start)
        self.nodes = {node.name: node for node in scope.nodes}
        self.leaving: dict[str, list[Jump]] = {name: [] for name in self.nodes}
        for index, edge in enumerate(scope.edges):
            self.leaving[edge.source].append(Jump(edge, index in self.flow.back))
        self.entries = Counter(edge.target for edge in scope.edges)
        self.nearest = self._dominators()
        self.children: dict[str, list[str]] = {name: [] for name in self.nodes}
        for name in self.flow.order:
            if name in self.nearest:
                self.children[self.nearest[name]].append(name)
        self.nested = {name: self._nested(name) for name in self.nodes}

    def _dominators(self) -> dict[str, str]:
        reached = [name for name in self.flow.order if name in self.nodes and name not in self.flow.unreachable]
        before: dict[str, list[str]] = {}
        for edge in self.scope.edges:
            before.setdefault(edge.target, []).append(edge.source)
        return immediate_dominators(reached, before)

    def lines(self, guides: tuple[bool, ...]) -> Iterator[Line]:
        yield from self._level([self.scope.start], guides)
        lost = [node.name for node in self.scope.nodes if node.name in self.flow.unreachable]
        if lost:
            yield Line(guides, self.scope.path, heading=f"not reachable from {self.scope.start}:")
            for name in lost:
                yield from self._state(name, None, guides)

    def _level(self, names: list[str], guides: tuple[bool, ...]) -> Iterator[Line]:
        """A list of states at one level, with those that follow them there."""
        waiting = list(names)
        fresh = False
        while waiting:
            name = waiting.pop(0)
            nested = self.nested[name] if len(guides) < _DEEPEST else set()
            after = [child for child in self.children[name] if child not in nested]
            waiting += after
            follower = self._follower(name, waiting)
            yield from self._state(name, follower, guides, opens_group=fresh)
            fresh = follower is None
            if follower is not None:
                waiting.remove(follower)
                waiting.insert(0, follower)

    def _follower(self, name: str, waiting: list[str]) -> str | None:
        """The state that stands right below, if it is one that this state or its rules lead on to."""
        if not waiting:
            return None
        way = self.flow.primary.get(name)
        while way is not None:
            if way.target in waiting:
                return way.target
            way = self.flow.primary.get(way.target)
        return None

    def _nested(self, name: str) -> set[str]:
        """The states that stand under a rule of a Choice: those that one rule alone leads to."""
        if self.nodes[name].shape is not Shape.CHOICE:
            return set()
        nested = {child for child in self.children[name] if self.entries[child] == 1}
        primary = self.flow.primary.get(name)
        if primary is not None and primary.target in nested and not self._comes_back(name, nested):
            nested.discard(primary.target)
        return nested

    def _comes_back(self, name: str, nested: set[str]) -> bool:
        """Whether the main way leaves the Choice's rules and goes on at the Choice's own level."""
        joins = [child for child in self.children[name] if child not in nested]
        return self._follower(name, joins) is not None

    def _state(
        self, name: str, follower: str | None, guides: tuple[bool, ...], *, opens_group: bool = False
    ) -> Iterator[Line]:
        node = self.nodes[name]
        if node.shape is Shape.CHOICE:
            yield Line(guides, self.scope.path, node, opens_group=opens_group)
            yield from self._rules(name, guides)
            return
        jumps = tuple(jump for jump in self.leaving[name] if not self._falls_through(jump, follower))
        if not node.scopes:
            yield Line(guides, self.scope.path, node, jumps=jumps, opens_group=opens_group)
            return
        onward = tuple(jump for jump in jumps if jump.edge.kind is EdgeKind.NEXT)
        at_once = tuple(jump for jump in jumps if jump.edge.kind is not EdgeKind.NEXT)
        yield Line(guides, self.scope.path, node, jumps=at_once, opens_group=opens_group)
        yield from self._inside(node, onward, guides)

    def _rules(self, name: str, guides: tuple[bool, ...]) -> Iterator[Line]:
        nested = self.nested[name] if len(guides) < _DEEPEST else set()
        jumps = self.leaving[name]
        for index, jump in enumerate(jumps):
            last = index == len(jumps) - 1
            yield Line(guides, self.scope.path, rule=jump, last=last)
            if jump.edge.target in nested:
                yield from self._level([jump.edge.target], (*guides, not last))

    def _inside(self, node: Node, onward: tuple[Jump, ...], guides: tuple[bool, ...]) -> Iterator[Line]:
        for index, inner in enumerate(node.scopes):
            last = index == len(node.scopes) - 1 and not onward
            if len(node.scopes) > 1 or node.shape is Shape.PARALLEL:
                yield Line(guides, inner.path, heading=inner.title, last=last)
            yield from _ScopeOutline(inner, self.written).lines((*guides, not last))
        for index, jump in enumerate(onward):
            yield Line(guides, self.scope.path, heading="then", jumps=(jump,), last=index == len(onward) - 1)

    def _falls_through(self, jump: Jump, follower: str | None) -> bool:
        """A Next to the line below needs no arrow, so a missing arrow always means just that."""
        is_next = jump.edge.kind is EdgeKind.NEXT and jump.edge.target == follower and not jump.up
        return is_next and (self.scope.path, jump.edge) not in self.written
