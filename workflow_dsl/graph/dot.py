"""The DOT emitter: for those who have Graphviz. Scopes are clusters; transitions of a state that holds others end
at its cluster's border."""

from collections.abc import Iterator, Mapping
from itertools import count

from workflow_dsl.graph.conditions import shorten
from workflow_dsl.graph.model import END, START, Edge, EdgeKind, Graph, Node, Scope, Shape
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.text import state_details
from workflow_dsl.graph.theme import LIGHT, Paint

_SHAPES: Mapping[Shape, str] = {Shape.CHOICE: "hexagon", Shape.START: "oval", Shape.END: "oval"}
_LABEL_LENGTH = 60


def write_dot(graph: Graph, *, overlay: Overlay | None = None) -> str:
    """The graph in the DOT language (https://graphviz.org/doc/info/lang.html), with a final newline."""
    return "\n".join(_Writer(overlay).document(graph)) + "\n"


class _Writer:
    def __init__(self, overlay: Overlay | None) -> None:
        self.overlay = overlay
        self.numbers = count()

    def document(self, graph: Graph) -> Iterator[str]:
        yield f"digraph {_quoted(graph.name or 'StateMachine')} {{"
        yield "  compound=true; rankdir=TB; newrank=true;"
        yield '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12];'
        yield '  edge [fontname="Helvetica", fontsize=10];'
        yield from self._scope(graph.scope, "  ", outermost=True)
        yield "}"

    def _scope(self, scope: Scope, indent: str, *, outermost: bool = False) -> Iterator[str]:
        ids: dict[str, tuple[str, str]] = {}
        nodes = list(scope.nodes)
        if outermost:
            ids[START] = (self._next("n"), "")
            yield self._terminal(ids[START][0], "Start", indent)
        for node in nodes:
            lines, ids[node.name] = self._node(node, indent)
            yield from lines
        if outermost and any(edge.kind is EdgeKind.END for edge in scope.edges):
            ids[END] = (self._next("n"), "")
            yield self._terminal(ids[END][0], "End", indent)
        edges = (Edge(START, scope.start, EdgeKind.START), *scope.edges) if outermost else scope.edges
        for edge in edges:
            if edge.source in ids and edge.target in ids:
                yield self._edge(scope, edge, ids, indent)

    def _next(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers)}"

    def _terminal(self, name: str, text: str, indent: str) -> str:
        return f'{indent}{name} [label="{text}", shape=oval, {_paint(LIGHT.shapes[Shape.START])}];'

    def _node(self, node: Node, indent: str) -> tuple[list[str], tuple[str, str]]:
        """The lines of a node; and its id, with the cluster that stands for it if it holds others."""
        if any(scope.nodes for scope in node.scopes):
            return self._cluster(node, indent)
        name = self._next("n")
        shape = _SHAPES.get(node.shape, "box")
        label = "\\n".join(map(_escaped, [node.name, *state_details(node)]))
        paint = _paint(self._colours(node, LIGHT.shapes[node.shape]))
        return [f'{indent}{name} [label="{label}", shape={shape}, {paint}];'], (name, "")

    def _cluster(self, node: Node, indent: str) -> tuple[list[str], tuple[str, str]]:
        cluster, inside = self._next("cluster_"), self._next("n")
        title = _escaped(" · ".join([node.name, *state_details(node)]))
        colours = self._colours(node, LIGHT.container)
        lines = [
            f"{indent}subgraph {cluster} {{",
            f'{indent}  label="{title}"; style="rounded,filled"; {_paint(colours, separator="; ")};',
            f"{indent}  {inside} [style=invis, shape=point, width=0, height=0];",
        ]
        for scope in node.scopes:
            if node.shape is Shape.PARALLEL:
                lines.append(f"{indent}  subgraph {self._next('cluster_')} {{")
                lines.append(f'{indent}    label="{_escaped(scope.title)}"; style="dashed";')
                lines += self._scope(scope, indent + "    ")
                lines.append(f"{indent}  }}")
            else:
                lines += self._scope(scope, indent + "  ")
        lines.append(f"{indent}}}")
        return lines, (inside, cluster)

    def _edge(self, scope: Scope, edge: Edge, ids: Mapping[str, tuple[str, str]], indent: str) -> str:
        source, target = ids[edge.source], ids[edge.target]
        colour = LIGHT.edges[edge.kind]
        if self.overlay is not None:
            colour = LIGHT.tones[self.overlay.edge(scope.path, edge)].stroke
        parts = [f'color="{colour}"', f'fontcolor="{colour}"']
        if edge.label:
            parts.append(f'label="{_escaped(shorten(edge.label, _LABEL_LENGTH))}"')
        if edge.kind is EdgeKind.CATCH:
            parts.append("style=dashed")
        if source[1]:
            parts.append(f"ltail={source[1]}")
        if target[1]:
            parts.append(f"lhead={target[1]}")
        return f"{indent}{source[0]} -> {target[0]} [{', '.join(parts)}];"

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
