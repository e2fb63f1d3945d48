"""A graph with places: every scope laid out alone, then nested as a block in the scope around it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from workflow_dsl.asl import StatePath
from workflow_dsl.graph.card import (
    HEIGHTS,
    ICON_WIDTH,
    Card,
    Style,
    TextLine,
    line_width,
    make_card,
    make_pill,
    title_lines,
)
from workflow_dsl.graph.flow import read_flow
from workflow_dsl.graph.labels import Label, label_of
from workflow_dsl.graph.layout import LOOP, Box, FlatLayout, Line, Link, Point, Rectangle, lay_out
from workflow_dsl.graph.model import END, START, Edge, EdgeKind, Graph, Node, Scope, Shape
from workflow_dsl.graph.overlay import Overlay, Tone
from workflow_dsl.source import Path

_MARGIN = 20
_PADDING = 16
_LANE_PADDING = 14
_LANE_GAP = 14
_SHEETS = 8
"""How far the sheets behind a Map stick out, in pixels."""
_WIDEST_LANES = 2_000
_TITLE_GAP = 10
LANES = {
    EdgeKind.START: "next",
    EdgeKind.NEXT: "next",
    EdgeKind.END: "next",
    EdgeKind.CHOICE: "choice",
    EdgeKind.DEFAULT: "choice",
    EdgeKind.CATCH: "catch",
}
"""Which lines run together before a state that they lead to."""


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A state, or Start or End, with its place and its text."""

    node: Node
    rectangle: Rectangle
    lines: tuple[TextLine, ...]
    lanes: tuple[Rectangle, ...] = ()
    """The scopes inside it, when it holds some."""


@dataclass(frozen=True, slots=True)
class PlacedEdge:
    """A line, and the transitions that it stands for: those of one lane between the same two states."""

    scope: Path
    edges: tuple[Edge, ...]
    pieces: tuple[tuple[Point, ...], ...]
    trimmed: tuple[tuple[Point, ...], ...]
    arrow: bool
    label: Rectangle | None
    text: tuple[str, ...]


@dataclass(slots=True)
class Picture:
    """Everything that is drawn, in whole pixels; outer boxes come before the boxes inside them."""

    width: int = 0
    height: int = 0
    crossings: int = 0
    boxes: list[PlacedBox] = field(default_factory=list)
    edges: list[PlacedEdge] = field(default_factory=list)


def place_graph(graph: Graph, overlay: Overlay | None = None) -> Picture:
    """Lay out a graph; with an overlay, its notes take their room on the states."""
    block = _Block(with_terminals(graph.scope), overlay)
    picture = Picture(block.width + 2 * _MARGIN, block.height + 2 * _MARGIN)
    block.put(picture, _MARGIN, _MARGIN)
    return picture


def with_terminals(scope: Scope) -> Scope:
    """The top level with its Start, and with an End when a state ends there."""
    start = Node(StatePath(()), START, Shape.START, "Start")
    end = Node(StatePath(()), END, Shape.END, "End")
    ends = any(edge.kind is EdgeKind.END for edge in scope.edges)
    nodes = (start, *scope.nodes, end) if ends else (start, *scope.nodes)
    return replace(scope, start=START, nodes=nodes, edges=(Edge(START, scope.start, EdgeKind.START), *scope.edges))


class _Block:
    """One scope: sizes first, from the inside out; then places, from the outside in."""

    def __init__(self, scope: Scope, overlay: Overlay | None) -> None:
        self.scope = scope
        self.overlay = overlay
        self.index = {node.name: position for position, node in enumerate(scope.nodes)}
        self.flow = read_flow(scope, scope.start)
        self.contents = [self._content(node) for node in scope.nodes]
        self.groups = list(self._groups())
        self.labels = [label_of(edges) for edges, _ in self.groups]
        self.layout = self._lay_out()
        self.width = self.layout.width
        self.height = self.layout.height

    def _content(self, node: Node) -> "Card | _Container":
        if node.shape in (Shape.START, Shape.END):
            return make_pill(node.title)
        mark = self.overlay.state(node.path) if self.overlay else None
        if node.name in self.flow.unreachable:
            node = replace(node, notes=(*node.notes, "nothing leads here"))
        if any(scope.nodes for scope in node.scopes):
            return _Container(node, title_lines(node, mark), self.overlay)
        return make_card(node, mark)

    def _groups(self) -> Iterator[tuple[tuple[Edge, ...], bool]]:
        """The transitions of one lane between the same two states, and whether they close a loop."""
        groups: dict[tuple[str, str, str, Tone | None], list[int]] = {}
        for position, edge in enumerate(self.scope.edges):
            if edge.target in self.index:
                lane = "self" if edge.source == edge.target else LANES[edge.kind]
                groups.setdefault((edge.source, edge.target, lane, self._change(edge)), []).append(position)
        for positions in groups.values():
            yield tuple(self.scope.edges[at] for at in positions), positions[0] in self.flow.back

    def _change(self, edge: Edge) -> Tone | None:
        """In a comparison, what was added is not drawn together with what was removed."""
        if self.overlay is None or self.overlay.rest is not Tone.UNCHANGED:
            return None
        return self.overlay.edge(self.scope.path, edge)

    def _lay_out(self) -> FlatLayout:
        asides = [0] * len(self.contents)
        for (edges, _), label in zip(self.groups, self.labels, strict=True):
            if edges[0].source == edges[0].target:
                asides[self.index[edges[0].source]] = LOOP + 8 + label.width
        boxes = [Box(one.width, one.height, aside) for one, aside in zip(self.contents, asides, strict=True)]
        order = [self.index[name] for name in self.flow.order if name in self.index]
        main = [self.index[name] for name in self.flow.main if name in self.index]
        return lay_out(boxes, [*self._links()], order, main)

    def _links(self) -> Iterator[Link]:
        main = set(self.flow.main)
        for (edges, back), label in zip(self.groups, self.labels, strict=True):
            edge = edges[0]
            primary = self.flow.primary.get(edge.source) in edges
            weight = (3 if edge.source in main else 2) if primary else 1
            size = (label.width, label.height) if label.lines else None
            lane = f"{LANES[edge.kind]} {self._change(edge) or ''}"
            yield Link(self.index[edge.source], self.index[edge.target], lane, size, back, weight)

    def put(self, picture: Picture, x: int, y: int) -> None:
        """Add this scope to the picture with its corner at (x, y)."""
        picture.crossings += self.layout.crossings
        for node, content, rectangle in zip(self.scope.nodes, self.contents, self.layout.boxes, strict=True):
            place = _moved(rectangle, x, y)
            if isinstance(content, _Container):
                content.put(picture, place)
            else:
                picture.boxes.append(PlacedBox(node, place, content.lines))
        for (edges, _), label, line in zip(self.groups, self.labels, self.layout.lines, strict=True):
            picture.edges.append(self._placed(edges, label, line, x, y))

    def _placed(self, edges: tuple[Edge, ...], label: Label, line: Line, x: int, y: int) -> PlacedEdge:
        return PlacedEdge(
            self.scope.path,
            edges,
            _moved_pieces(line.pieces, x, y),
            _moved_pieces(line.trimmed, x, y),
            line.arrow,
            None if line.label is None else _moved(line.label, x, y),
            label.lines,
        )


class _Container:
    """A state that holds scopes: a title, and the scopes side by side in one or more rows."""

    def __init__(self, node: Node, lines: tuple[TextLine, ...], overlay: Overlay | None) -> None:
        self.node = node
        self.lines = lines
        self.blocks = [_Block(scope, overlay) for scope in node.scopes if scope.nodes]
        self.sheets = _SHEETS if node.shape is Shape.MAP else 0
        self.padding = _LANE_PADDING if node.shape is Shape.PARALLEL else 0
        self.title = HEIGHTS[Style.NAME] + sum(HEIGHTS[line.style] for line in lines[2:]) + 12
        self.rows = list(self._rows())
        inner = max(sum(map(self._lane_width, row)) + _LANE_GAP * (len(row) - 1) for row in self.rows)
        self.inner = max(inner, self._title_width())
        self.heights = [max(block.height for block in row) + 2 * self.padding for row in self.rows]
        self.width = self.inner + 2 * _PADDING + self.sheets
        self.height = self.title + sum(self.heights) + _LANE_GAP * (len(self.rows) - 1) + _PADDING + self.sheets

    def _lane_width(self, block: _Block) -> int:
        return block.width + 2 * self.padding

    def _title_width(self) -> int:
        first = line_width(self.lines[0]) + _TITLE_GAP + line_width(self.lines[1]) + ICON_WIDTH
        return max(first, *(line_width(line) for line in self.lines[2:])) if self.lines[2:] else first

    def _rows(self) -> Iterator[list[_Block]]:
        """Branches side by side while a page has room for them."""
        row: list[_Block] = []
        width = 0
        for block in self.blocks:
            if row and width + self._lane_width(block) > _WIDEST_LANES:
                yield row
                row, width = [], 0
            row.append(block)
            width += self._lane_width(block) + _LANE_GAP
        yield row

    def put(self, picture: Picture, place: Rectangle) -> None:
        """Add this state and what it holds; lanes share out the width that is left."""
        left, top, _, _ = place
        top += self.sheets
        rectangle = (left, top, place[2] - self.sheets, place[3] - self.sheets)
        placed: list[tuple[_Block, Rectangle]] = []
        y = top + self.title
        for row, height in zip(self.rows, self.heights, strict=True):
            spare = place[2] - self.sheets - 2 * _PADDING - sum(map(self._lane_width, row)) - _LANE_GAP * (len(row) - 1)
            x = left + _PADDING
            for position, block in enumerate(row):
                share = spare * (position + 1) // len(row) - spare * position // len(row)
                width = self._lane_width(block) + share
                placed.append((block, (x, y, width, height)))
                x += width + _LANE_GAP
            y += height + _LANE_GAP
        picture.boxes.append(PlacedBox(self.node, rectangle, self.lines, tuple(lane for _, lane in placed)))
        for block, lane in placed:
            block.put(picture, lane[0] + (lane[2] - block.width) // 2, lane[1] + self.padding)


def _moved(rectangle: Rectangle, x: int, y: int) -> Rectangle:
    return (rectangle[0] + x, rectangle[1] + y, rectangle[2], rectangle[3])


def _moved_pieces(pieces: tuple[tuple[Point, ...], ...], x: int, y: int) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple((px + x, py + y) for px, py in piece) for piece in pieces)
