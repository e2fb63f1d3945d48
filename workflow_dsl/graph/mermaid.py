"""The Mermaid emitter: a flowchart in the subset that Mermaid 10 to 12, and so GitHub, draws without surprises.

Ids are `s0..sN`, labels are quoted with everything but letters and digits escaped, each transition stands in the body
of its own scope's subgraph (written after it, Mermaid 11 crashes on nested scopes), every subgraph has its direction,
and no theme is set.
"""

import re
from collections.abc import Mapping
from itertools import count

from workflow_dsl.graph.conditions import shorten
from workflow_dsl.graph.model import END, START, Edge, EdgeKind, Graph, Node, Scope, Shape
from workflow_dsl.graph.overlay import QUIET_TONES, Mark, Overlay, Tone
from workflow_dsl.graph.theme import LIGHT, Paint

MOST_EDGES = 500
MOST_CHARACTERS = 50_000
"""Mermaid's own limits, which a diagram cannot raise: https://mermaid.js.org/config/schema-docs/config.html"""

_BRACKETS: Mapping[Shape, tuple[str, str]] = {
    Shape.CHOICE: ("{{", "}}"),
    Shape.SUCCEED: ("([", "])"),
    Shape.FAIL: ("([", "])"),
    Shape.WAIT: ("(", ")"),
    Shape.START: ("((", "))"),
    Shape.END: ("((", "))"),
}
_ICONS: Mapping[Tone, str] = {
    Tone.SUCCEEDED: "✔ ",
    Tone.FAILED: "✖ ",
    Tone.CAUGHT: "! ",
    Tone.RUNNING: "▶ ",
    Tone.ABORTED: "⊘ ",
    Tone.ADDED: "+ ",
    Tone.REMOVED: "- ",
    Tone.CHANGED: "~ ",
}
# All of ASCII but letters, digits and spaces. Said as the rest of a set up to U+10FFFF it takes milliseconds to
# compile.
_MARKUP = re.compile(r"[\x00-\x1f!-/:-@\[-`{-\x7f]")
_LABEL_LENGTH = 60


class MermaidTooLargeError(ValueError):
    """The diagram is over Mermaid's limits of 500 transitions or 50,000 characters."""


def write_mermaid(graph: Graph, *, overlay: Overlay | None) -> str:
    """The graph as Mermaid source with a final newline, without a code fence. Raises MermaidTooLargeError."""
    writer = _Writer(overlay)
    text = writer.document(graph)
    if writer.links > MOST_EDGES or len(text) > MOST_CHARACTERS:
        raise MermaidTooLargeError(
            f"the diagram has {writer.links} transitions and {len(text)} characters, and Mermaid draws at most "
            f"{MOST_EDGES} and {MOST_CHARACTERS}; fold scopes with a lower level, or use svg or text"
        )
    return text


def escape(text: str) -> str:
    """Text that means itself inside a quoted Mermaid label."""
    visible = "".join(char if char.isprintable() else " " for char in text)
    return _MARKUP.sub(lambda found: f"#{ord(found.group())};", visible)


class _Writer:
    """Collects lines; numbers ids and links in the order in which they are written."""

    def __init__(self, overlay: Overlay | None) -> None:
        self.overlay = overlay
        self.lines: list[str] = []
        self.ids = count()
        self.links = 0
        self.link_styles: dict[str, list[int]] = {}
        self.classes: dict[str, str] = {}
        self.subgraphs: dict[str, str] = {}

    def document(self, graph: Graph) -> str:
        self.lines.append("flowchart TD")
        self._scope(graph.scope, "  ", outermost=True)
        self.lines += [f"  classDef {name} {style}" for name, style in self.classes.items()]
        # After the transitions: a subgraph that one of them names later loses its class.
        self.lines += [f"  class {name} {css}" for name, css in self.subgraphs.items()]
        for style, indices in self.link_styles.items():
            self.lines.append(f"  linkStyle {','.join(map(str, indices))} {style}")
        return "\n".join(self.lines) + "\n"

    def _scope(self, scope: Scope, indent: str, *, outermost: bool = False) -> None:
        ids = {}
        if outermost:
            ids[START] = self._pseudo("Start", indent)
        for node in scope.nodes:
            ids[node.name] = self._node(node, indent)
        ends = outermost and any(edge.kind is EdgeKind.END for edge in scope.edges)
        if ends:
            ids[END] = self._pseudo("End", indent)
        if outermost and scope.start in ids:
            self._edge(scope, Edge(START, scope.start, EdgeKind.START), ids, indent)
        for edge in scope.edges:
            if edge.source in ids and edge.target in ids:
                self._edge(scope, edge, ids, indent)

    def _pseudo(self, text: str, indent: str) -> str:
        name = f"s{next(self.ids)}"
        self.lines.append(f'{indent}{name}(("{text}")):::terminal')
        self.classes["terminal"] = _style(LIGHT.shapes[Shape.START])
        return name

    def _node(self, node: Node, indent: str) -> str:
        name = f"s{next(self.ids)}"
        if any(scope.nodes for scope in node.scopes):
            self._container(node, name, indent)
            return name
        opening, closing = _BRACKETS.get(node.shape, ("[", "]"))
        mark = self._mark(node)
        label = "<br/>".join(map(escape, _label_lines(node, mark)))
        self.lines.append(f'{indent}{name}{opening}"{label}"{closing}:::{self._class(node, mark)}')
        return name

    def _container(self, node: Node, name: str, indent: str) -> None:
        mark = self._mark(node)
        title = escape(" · ".join(_label_lines(node, mark)))
        self.lines += [f'{indent}subgraph {name}["{title}"]', f"{indent}  direction TB"]
        lanes = [scope for scope in node.scopes if scope.nodes]
        for scope in lanes:
            if node.shape is Shape.PARALLEL:
                self._lane(scope, indent + "  ")
            else:
                self._scope(scope, indent + "  ")
        self.lines.append(f"{indent}end")
        self.subgraphs[name] = self._class(node, mark)

    def _lane(self, scope: Scope, indent: str) -> None:
        name = f"s{next(self.ids)}"
        self.lines += [f'{indent}subgraph {name}["{escape(scope.title)}"]', f"{indent}  direction TB"]
        self._scope(scope, indent + "  ")
        self.lines.append(f"{indent}end")
        self.subgraphs[name] = "lane"
        self.classes["lane"] = _style(LIGHT.lane) + ",stroke-dasharray:4 3"

    def _edge(self, scope: Scope, edge: Edge, ids: Mapping[str, str], indent: str) -> None:
        arrow = "-.->" if edge.kind is EdgeKind.CATCH else "-->"
        label = f'|"{escape(shorten(edge.label, _LABEL_LENGTH))}"|' if edge.label else ""
        self.lines.append(f"{indent}{ids[edge.source]} {arrow}{label} {ids[edge.target]}")
        self.link_styles.setdefault(self._link_style(scope, edge), []).append(self.links)
        self.links += 1

    def _link_style(self, scope: Scope, edge: Edge) -> str:
        if self.overlay is None:
            return f"stroke:{LIGHT.edges[edge.kind]},stroke-width:1.5px"
        tone = self.overlay.edge(scope.path, edge)
        if edge.kind is EdgeKind.START and self.overlay.start is not None:
            tone = self.overlay.start
        return f"stroke:{LIGHT.tones[tone].stroke},stroke-width:{'1px' if tone in QUIET_TONES else '3px'}"

    def _mark(self, node: Node) -> Mark | None:
        return self.overlay.state(node.path) if self.overlay else None

    def _class(self, node: Node, mark: Mark | None) -> str:
        """The class of a node; a classDef is written once for each class that is used."""
        if mark is not None:
            name = f"is{mark.tone.title().replace(' ', '')}"
            width = "1px" if mark.tone in QUIET_TONES else "3px"
            dashes = ",stroke-dasharray:5 4" if mark.tone is Tone.REMOVED else ""
            self.classes[name] = f"{_style(LIGHT.tones[mark.tone])},stroke-width:{width}{dashes}"
        elif node.scopes:
            name = "container"
            self.classes[name] = _style(LIGHT.container)
        else:
            name = f"a{node.shape.value}"
            self.classes[name] = _style(LIGHT.shapes[node.shape])
        return name


def _style(paint: Paint) -> str:
    return f"fill:{paint.fill},stroke:{paint.stroke},color:{paint.text}"


def _label_lines(node: Node, mark: Mark | None) -> list[str]:
    icon = _ICONS.get(mark.tone, "") if mark else ""
    lines = [icon + node.name, node.kind, *node.notes]
    if node.folded:
        lines.append(node.hidden)
    if mark and mark.note:
        lines.append(mark.note)
    return [line for line in lines if line]
