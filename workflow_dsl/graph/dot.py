"""The DOT emitter: for those who have Graphviz. Scopes are clusters; transitions of a state that holds others end
at its cluster's border: they enter above all that it holds and leave below it."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple

from workflow_dsl.graph.conditions import shorten
from workflow_dsl.graph.model import END, START, Edge, EdgeKind, Graph, Node, Scope, Shape
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.text import state_details
from workflow_dsl.graph.theme import LIGHT, Paint

_SHAPES: Mapping[Shape, str] = {Shape.CHOICE: "hexagon", Shape.START: "oval", Shape.END: "oval"}
_LABEL_LENGTH = 60


class _Ends(NamedTuple):
    """Where the transitions of a state begin and end; `cluster` is what stands for it when it holds others."""

    entry: str
    exit: str
    cluster: str = ""


def write_dot(graph: Graph, *, overlay: Overlay | None) -> str:
    """The graph in the DOT language (https://graphviz.org/doc/info/lang.html), with a final newline."""
    return "\n".join(_Writer(overlay).document(graph)) + "\n"


class _Writer:
    def __init__(self, overlay: Overlay | None) -> None:
        self.overlay = overlay
        self.numbers = count()
        self.holds: list[str] = []
        """Invisible lines, written last: a node belongs to the first cluster in which it is named."""

    def document(self, graph: Graph) -> Iterator[str]:
        yield f"digraph {_quoted(graph.name or 'StateMachine')} {{"
        yield '  compound=true; rankdir=TB; newrank=true; fontname="Helvetica"; fontsize=12;'
        yield '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12];'
        yield '  edge [fontname="Helvetica", fontsize=10];'
        yield from self._scope(graph.scope, "  ")
        yield from self.holds
        yield "}"

    def _scope(self, scope: Scope, indent: str, around: _Ends | None = None) -> Iterator[str]:
        """The lines of a scope; `around` are the ends of the state that holds it, None for the outermost one."""
        ids: dict[str, _Ends] = {}
        if around is None:
            ids[START] = self._point()
            yield self._terminal(ids[START].entry, "Start", indent)
        for node in scope.nodes:
            lines, ids[node.name] = self._node(node, indent)
            yield from lines
        if around is None and any(edge.kind is EdgeKind.END for edge in scope.edges):
            ids[END] = self._point()
            yield self._terminal(ids[END].entry, "End", indent)
        first = () if around else (Edge(START, scope.start, EdgeKind.START),)
        edges = [edge for edge in (*first, *scope.edges) if edge.source in ids and edge.target in ids]
        yield from (self._edge(scope, edge, ids, indent) for edge in edges)
        if around is not None and scope.nodes:
            self._hold(scope, edges, ids, around)

    def _hold(self, scope: Scope, edges: list[Edge], ids: Mapping[str, _Ends], around: _Ends) -> None:
        """Keep a scope between the ends of its holder: otherwise dot would put these anywhere beside it."""
        going = {edge.source for edge in edges}
        last = [ends.exit for name, ends in ids.items() if name not in going] or [ids[scope.nodes[-1].name].exit]
        first = [ids[scope.start].entry] if scope.start in ids else []
        pairs = [*((around.entry, entry) for entry in first), *((leaves, around.exit) for leaves in last)]
        self.holds += [f"  {source} -> {target} [style=invis];" for source, target in pairs]

    def _point(self) -> _Ends:
        name = self._next("n")
        return _Ends(name, name)

    def _next(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers)}"

    def _terminal(self, name: str, text: str, indent: str) -> str:
        return f'{indent}{name} [label="{text}", shape=oval, {_paint(LIGHT.shapes[Shape.START])}];'

    def _node(self, node: Node, indent: str) -> tuple[list[str], _Ends]:
        """The lines of a node, and its ends."""
        if any(scope.nodes for scope in node.scopes):
            return self._cluster(node, indent)
        ends = self._point()
        shape = _SHAPES.get(node.shape, "box")
        label = "\\n".join(map(_escaped, [node.name, *state_details(node)]))
        paint = _paint(self._colours(node, LIGHT.shapes[node.shape]))
        style = "" if shape == "box" else ", style=filled"
        return [f'{indent}{ends.entry} [label="{label}", shape={shape}{style}, {paint}];'], ends

    def _cluster(self, node: Node, indent: str) -> tuple[list[str], _Ends]:
        ends = _Ends(cluster=self._next("cluster_"), entry=self._next("n"), exit=self._next("n"))
        title = _escaped(" · ".join([node.name, *state_details(node)]))
        colours = self._colours(node, LIGHT.container)
        lines = [
            f"{indent}subgraph {ends.cluster} {{",
            f'{indent}  label="{title}"; style="rounded,filled"; {_paint(colours, separator="; ")};',
            f"{indent}  {ends.entry}, {ends.exit} [style=invis, shape=point, width=0, height=0];",
        ]
        for scope in node.scopes:
            if node.shape is Shape.PARALLEL:
                lines.append(f"{indent}  subgraph {self._next('cluster_')} {{")
                lane = _paint(LIGHT.lane, separator="; ")
                lines.append(f'{indent}    label="{_escaped(scope.title)}"; style="dashed,filled"; {lane};')
                lines += self._scope(scope, indent + "    ", ends)
                lines.append(f"{indent}  }}")
            else:
                lines += self._scope(scope, indent + "  ", ends)
        lines.append(f"{indent}}}")
        return lines, ends

    def _edge(self, scope: Scope, edge: Edge, ids: Mapping[str, _Ends], indent: str) -> str:
        source, target = ids[edge.source], ids[edge.target]
        colour = LIGHT.edges[edge.kind]
        if self.overlay is not None:
            colour = LIGHT.tones[self.overlay.edge(scope.path, edge)].stroke
        parts = [f'color="{colour}"', f'fontcolor="{colour}"']
        if edge.label:
            parts.append(f'label="{_escaped(shorten(edge.label, _LABEL_LENGTH))}"')
        if edge.kind is EdgeKind.CATCH:
            parts.append("style=dashed")
        if source.cluster and source is not target:
            parts.append(f"ltail={source.cluster}")
        if target.cluster and source is not target:
            parts.append(f"lhead={target.cluster}")
        return f"{indent}{source.exit} -> {target.entry} [{', '.join(parts)}];"

    def _colours(self, node: Node, plain: Paint) -> Paint:
        return LIGHT.tones[self.overlay.state(node.path).tone] if self.overlay else plain


def _paint(paint: Paint, separator: str = ", ") -> str:
    return separator.join(
        (f'fillcolor="{paint.fill}"', f'color="{paint.stroke}"', f'fontcolor="{paint.text}"'),
    )


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    visible = "".join(char if char.isprintable() else " " for char in text)
    return visible.replace("\\", "\\\\").replace('"', '\\"')
