"""The text on a state, in lines, and the size of the card that holds it."""

from dataclasses import dataclass
from enum import StrEnum

from workflow_dsl.graph.measure import text_width, wrap
from workflow_dsl.graph.model import Node, Shape
from workflow_dsl.graph.overlay import QUIET_TONES, Mark


class Style(StrEnum):
    """How a line of text looks."""

    NAME = "name"
    KIND = "kind"
    NOTE = "note"
    MARK = "mark"
    LABEL = "label"


SIZES = {Style.NAME: 14, Style.KIND: 12, Style.NOTE: 11, Style.MARK: 12, Style.LABEL: 11}
HEIGHTS = {Style.NAME: 18, Style.KIND: 16, Style.NOTE: 15, Style.MARK: 17, Style.LABEL: 14}
"""Font sizes and line heights in pixels."""
BOLD = frozenset({Style.NAME, Style.MARK})
ICON_WIDTH = 24

_WIDEST = {Style.NAME: 230, Style.KIND: 250, Style.NOTE: 190, Style.MARK: 230}
_PADDING = {Shape.CHOICE: 30, Shape.SUCCEED: 24, Shape.FAIL: 24, Shape.START: 20, Shape.END: 20}
_SIDE, _TOP = 16, 9
_NARROWEST = 96


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of a state and the size of its box."""

    lines: tuple[TextLine, ...]
    width: int
    height: int


def make_card(node: Node, mark: Mark | None) -> Card:
    """The card of a state that holds no other states."""
    lines = tuple(_lines(node, mark))
    icon = ICON_WIDTH if mark and mark.tone not in QUIET_TONES else 0
    widths = [line_width(line) + (icon if line is lines[0] else 0) for line in lines]
    padding = _PADDING.get(node.shape, _SIDE)
    height = sum(HEIGHTS[line.style] for line in lines) + 2 * _TOP
    return Card(lines, max(_NARROWEST, max(widths) + 2 * padding), height)


def make_pill(text: str) -> Card:
    """The card of Start and End."""
    line = TextLine(text, Style.KIND)
    return Card((line,), line_width(line) + 2 * _PADDING[Shape.START], HEIGHTS[Style.KIND] + 12)


def line_width(line: TextLine) -> int:
    """Pixels that a line takes at most."""
    return text_width(line.text, SIZES[line.style], bold=line.style in BOLD)


def title_lines(node: Node, mark: Mark | None) -> tuple[TextLine, ...]:
    """The text at the top of a state that holds others: what follows the name stands on the name's own line."""
    lines = [TextLine(node.name, Style.NAME), TextLine(node.kind, Style.KIND)]
    lines += [TextLine(note, Style.NOTE) for note in node.notes]
    if mark and mark.note:
        lines.append(TextLine(mark.note, Style.MARK))
    return tuple(lines)


def _lines(node: Node, mark: Mark | None) -> list[TextLine]:
    parts = [(node.name, Style.NAME, 2), (node.kind, Style.KIND, 2)]
    parts += [(note, Style.NOTE, 3) for note in node.notes]
    if node.folded:
        parts.append((node.hidden, Style.NOTE, 1))
    if mark and mark.note:
        parts.append((mark.note, Style.MARK, 2))
    lines: list[TextLine] = []
    for text, style, most in parts:
        wrapped = wrap(text, SIZES[style], _WIDEST[style], most, bold=style in BOLD)
        lines += [TextLine(part, style) for part in wrapped]
    return lines or [TextLine(" ", Style.NAME)]
