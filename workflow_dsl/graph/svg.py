"""The SVG emitter: a picture drawn from its places, with nothing but shapes, text and one style sheet."""

from collections.abc import Iterator
from html import escape

from workflow_dsl.graph.card import HEIGHTS, ICON_WIDTH, SIZES, Style, TextLine, line_width
from workflow_dsl.graph.layout import Rectangle
from workflow_dsl.graph.model import END, Edge, EdgeKind, Graph, Node, Shape, count_states
from workflow_dsl.graph.overlay import QUIET_TONES, Overlay, Tone
from workflow_dsl.graph.picture import LANES, Picture, PlacedBox, PlacedEdge, place_graph
from workflow_dsl.graph.svg_shapes import arrow_head, icon, outline, path_of, rounded
from workflow_dsl.graph.svg_style import Theme, style_sheet, tone_class

_TITLE_INSET = 14
_SHEET = 4
_GAP = ' dx="8"'


def write_svg(graph: Graph, *, theme: Theme, overlay: Overlay | None) -> str:
    """The graph as one SVG document with a final newline."""
    return draw_svg(graph, place_graph(graph, overlay), theme=theme, overlay=overlay)


def draw_svg(graph: Graph, picture: Picture, *, theme: Theme, overlay: Overlay | None) -> str:
    """The SVG of a picture that is laid out already."""
    return "\n".join(_Writer(graph, picture, overlay).lines(theme)) + "\n"


class _Writer:
    def __init__(self, graph: Graph, picture: Picture, overlay: Overlay | None) -> None:
        self.graph = graph
        self.picture = picture
        self.overlay = overlay
        self.joints = frozenset(edge.trimmed[-1][-1] for edge in picture.edges if edge.trimmed and not edge.arrow)

    def lines(self, theme: Theme) -> Iterator[str]:
        picture = self.picture
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" height="{picture.height}" '
            f'viewBox="0 0 {picture.width} {picture.height}" role="img" aria-labelledby="graph-title graph-desc">'
        )
        yield f'<title id="graph-title">{_text(self.graph.name or "State machine")}</title>'
        yield f'<desc id="graph-desc">{_text(self._description())}</desc>'
        yield f"<style>\n{style_sheet(theme)}\n</style>"
        yield f'<rect class="canvas" width="{picture.width}" height="{picture.height}"/>'
        yield from self._body()
        yield "</svg>"

    def _description(self) -> str:
        parts = [self.graph.comment, f"{count_states(self.graph.scope)} states, starting at {self.graph.scope.start}."]
        if self.overlay:
            parts.append(self.overlay.title)
        return " ".join(part for part in parts if part)

    def _body(self) -> Iterator[str]:
        """Boxes that hold others, then lines, then labels, then the other boxes: later ones lie on top."""
        holders = [box for box in self.picture.boxes if box.lanes]
        for box in holders:
            yield from self._holder(box)
        tones = [self._edge_tone(edge) for edge in self.picture.edges]
        for wanted in (False, True):
            for edge, tone in zip(self.picture.edges, tones, strict=True):
                if (tone is not None and tone not in QUIET_TONES) is wanted:
                    yield from self._edge(edge, tone)
        for box in self.picture.boxes:
            if not box.lanes:
                yield from self._card(box)

    def _tone(self, node: Node) -> Tone | None:
        if self.overlay is None or node.shape in (Shape.START, Shape.END):
            return None
        return self.overlay.state(node.path).tone

    def _opening(self, box: PlacedBox, css: str) -> str:
        tone = self._tone(box.node)
        classes = f"state {css}" + (f" {tone_class(tone)}" if tone else "")
        path = str(box.node.path)
        if not path:
            return f'<g class="{classes}">'
        return f'<g class="{classes}" data-path="{_text(path)}"><title>{_text(self._tooltip(box.node))}</title>'

    def _tooltip(self, node: Node) -> str:
        return "\n".join(part for part in (str(node.path), node.kind, *node.notes, node.place) if part)

    def _holder(self, box: PlacedBox) -> Iterator[str]:
        left, top, width, height = box.rectangle
        yield self._opening(box, "holder")
        if box.node.shape is Shape.MAP:
            for sheet in (2, 1):
                shift = sheet * _SHEET
                yield rounded((left + shift, top - shift, width, height), 12, "box")
        yield rounded(box.rectangle, 12, "box")
        if box.node.shape is Shape.PARALLEL:
            yield from (rounded(lane, 8, "lane") for lane in box.lanes)
        yield from self._title(box, left + _TITLE_INSET, top + 21)
        yield "</g>"

    def _title(self, box: PlacedBox, x: int, y: int) -> Iterator[str]:
        tone = self._tone(box.node)
        if tone is not None and tone not in QUIET_TONES:
            yield icon(tone, x + 5, y - 5)
            x += ICON_WIDTH
        name, kind, *rest = box.lines
        # One text: what follows the name stands clear of it in any font, wider ones too.
        spans = (f'<tspan class="{one.style.value}"{gap}>{_text(one.text)}' for one, gap in ((name, ""), (kind, _GAP)))
        yield f'<text x="{x}" y="{y}">{"</tspan>".join(spans)}</tspan></text>'
        for line in rest:
            y += HEIGHTS[line.style]
            yield _text_at(line, x, y)

    def _card(self, box: PlacedBox) -> Iterator[str]:
        left, top, width, height = box.rectangle
        yield self._opening(box, box.node.shape.value)
        yield outline(box.node.shape, box.rectangle)
        middle = left + width // 2
        y = top + (height - sum(HEIGHTS[line.style] for line in box.lines)) // 2
        tone = self._tone(box.node)
        for position, line in enumerate(box.lines):
            baseline = y + (HEIGHTS[line.style] + SIZES[line.style]) // 2 - 2
            shift = 0
            if position == 0 and tone is not None and tone not in QUIET_TONES:
                shift = ICON_WIDTH // 2
                yield icon(tone, middle - line_width(line) // 2 - 6, baseline - SIZES[line.style] // 2 + 2)
            yield _text_at(line, middle + shift, baseline, anchor="middle")
            y += HEIGHTS[line.style]
        yield "</g>"

    def _edge_tone(self, edge: PlacedEdge) -> Tone | None:
        """The strongest tone of the transitions that a line stands for."""
        if self.overlay is None:
            return None
        tones = [self._transition_tone(edge, one, self.overlay) for one in edge.edges]
        return next((tone for tone in tones if tone not in QUIET_TONES), tones[0])

    @staticmethod
    def _transition_tone(placed: PlacedEdge, edge: Edge, overlay: Overlay) -> Tone:
        if edge.kind is EdgeKind.START:
            return overlay.start or overlay.rest
        return overlay.edge(placed.scope, edge)

    def _edge(self, edge: PlacedEdge, tone: Tone | None) -> Iterator[str]:
        kind = f"k-{_kind(edge)}" + (f" {tone_class(tone)}" if tone else "")
        whole = tone is not None and tone not in QUIET_TONES
        pieces = edge.pieces if whole else edge.trimmed
        arrow = edge.arrow or whole
        names = "" if edge.edges[0].kind is EdgeKind.START else self._edge_title(edge)
        yield f'<g class="edge">{names}'
        if pieces:
            yield f'<path class="line {kind}" d="{path_of(pieces, arrow=arrow, joints=self.joints)}"/>'
        if pieces and arrow:
            yield f'<polygon class="arrow {kind}" points="{arrow_head(pieces)}"/>'
        if edge.label:
            yield from _label(edge.text, edge.label, kind)
        yield "</g>"

    def _edge_title(self, edge: PlacedEdge) -> str:
        first = edge.edges[0]
        target = "End" if first.target == END else first.target
        lines = [f"{first.source} → {target}", *(one.label for one in edge.edges if one.label)]
        return f"<title>{_text(chr(10).join(lines))}</title>"


def _kind(edge: PlacedEdge) -> str:
    """One class per lane; Start and End look like Next."""
    return LANES[edge.edges[0].kind]


def _label(lines: tuple[str, ...], rectangle: Rectangle, kind: str) -> Iterator[str]:
    left, top, width, _ = rectangle
    height = HEIGHTS[Style.LABEL]
    for position, text in enumerate(lines):
        y = top + position * height + (height + SIZES[Style.LABEL]) // 2 - 2
        yield f'<text class="label {kind}" x="{left + width // 2}" y="{y}" text-anchor="middle">{_text(text)}</text>'


def _text_at(line: TextLine, x: int, y: int, anchor: str = "") -> str:
    place = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{line.style.value}" x="{x}" y="{y}"{place}>{_text(line.text)}</text>'


def _text(text: str) -> str:
    """Escaped text without the characters that XML forbids."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    return escape(text)
