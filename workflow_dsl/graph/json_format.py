"""The JSON emitter: the graph as data, with or without places, for tools that draw or count for themselves."""

import json
from typing import Any

from workflow_dsl.graph.model import END, Edge, Graph, Node, Scope
from workflow_dsl.graph.overlay import Overlay
from workflow_dsl.graph.picture import Picture, place_graph

FORMAT_VERSION = 1


def write_json(graph: Graph, *, overlay: Overlay | None) -> str:
    """States, transitions and their places in pixels, with a final newline.

    A transition's `target` is null where an execution of its scope ends. `box` and `label` are left, top, width,
    height; `line` holds the corners of each piece of the line.
    """
    return json.dumps(_Writer(overlay).document(graph), indent=2, ensure_ascii=False) + "\n"


class _Writer:
    def __init__(self, overlay: Overlay | None) -> None:
        self.overlay = overlay
        self.boxes: dict[str, tuple[int, int, int, int]] = {}
        self.lines: dict[int, dict[str, Any]] = {}

    def document(self, graph: Graph) -> dict[str, Any]:
        picture = place_graph(graph, self.overlay)
        self._remember(picture)
        return {
            "version": FORMAT_VERSION,
            "name": graph.name,
            "comment": graph.comment,
            "title": self.overlay.title if self.overlay else None,
            "width": picture.width,
            "height": picture.height,
            "scope": self._scope(graph.scope),
        }

    def _remember(self, picture: Picture) -> None:
        self.boxes = {str(box.node.path): box.rectangle for box in picture.boxes}
        for placed in picture.edges:
            place = {"line": [list(map(list, piece)) for piece in placed.pieces], "label": placed.label}
            self.lines.update((id(edge), place) for edge in placed.edges)

    def _scope(self, scope: Scope) -> dict[str, Any]:
        return {
            "startAt": scope.start,
            "states": [self._node(node) for node in scope.nodes],
            "transitions": [self._edge(scope, edge) for edge in scope.edges],
        }

    def _node(self, node: Node) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "path": str(node.path),
            "name": node.name,
            "type": node.shape.value,
            "title": node.title,
            "subtitle": node.subtitle,
            "notes": list(node.notes),
            "place": node.place or None,
            "box": self.boxes.get(str(node.path)),
        }
        if self.overlay:
            mark = self.overlay.state(node.path)
            shown |= {"status": mark.tone.value, "note": mark.note}
        if node.folded:
            shown["folded"] = node.folded
        if node.scopes:
            shown["scopes"] = [self._scope(inner) for inner in node.scopes]
        return shown

    def _edge(self, scope: Scope, edge: Edge) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "source": edge.source,
            "target": None if edge.target == END else edge.target,
            "kind": edge.kind.value,
            "text": edge.label,
        }
        if self.overlay:
            shown["status"] = self.overlay.edge(scope.path, edge).value
        return shown | self.lines.get(id(edge), {})
