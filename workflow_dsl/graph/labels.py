"""The text on a line: a condition, or the names of the caught errors, short enough to stand in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_dsl.graph.card import HEIGHTS, SIZES, Style
from workflow_dsl.graph.conditions import shorten
from workflow_dsl.graph.measure import text_width, wrap
from workflow_dsl.graph.model import Edge, EdgeKind

_WIDEST = 170
_MOST_LINES = 3
_MOST_CHARACTERS = 84
_MOST_TOGETHER = 5
_MOST_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text and the room that they take, in pixels."""

    lines: tuple[str, ...]
    width: int
    height: int


def label_of(edges: Sequence[Edge]) -> Label:
    """The label of transitions that share a line; several conditions stand below one another."""
    # A loop to itself has its label beside its state, and no more room than the state is high.
    most = _MOST_BESIDE if edges[0].source == edges[0].target else _MOST_TOGETHER
    texts = list(dict.fromkeys(_text(edge) for edge in edges if edge.label))
    lines: list[str] = []
    for position, text in enumerate(texts):
        wrapped = wrap(text, SIZES[Style.LABEL], _WIDEST, _MOST_LINES if len(texts) == 1 else 2)
        if lines and len(lines) + len(wrapped) > most:
            lines[most - 1 :] = [f"or {len(texts) - position} more"]
            break
        lines += [f"or {wrapped[0]}", *wrapped[1:]] if position and edges[0].kind is not EdgeKind.CATCH else wrapped
    width = max((text_width(line, SIZES[Style.LABEL]) for line in lines), default=0)
    return Label(tuple(lines), width + 6 if lines else 0, len(lines) * HEIGHTS[Style.LABEL])


def _text(edge: Edge) -> str:
    return shorten(edge.label, _MOST_CHARACTERS)
