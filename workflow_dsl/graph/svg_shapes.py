"""Outlines, lines with round corners, arrow heads and status icons, as SVG elements."""

from collections.abc import Container, Sequence

from workflow_dsl.graph.layout import Point, Rectangle
from workflow_dsl.graph.model import Shape
from workflow_dsl.graph.overlay import Tone

_RADIUS = 7
_SLANT = 18
_ARROW_LENGTH = 8
_ARROW_HALF = 4
_PILLS = frozenset({Shape.START, Shape.END, Shape.SUCCEED, Shape.FAIL})

_ICONS = {
    Tone.SUCCEEDED: "M{l} {m} L{a} {b} L{r} {t}",
    Tone.FAILED: "M{l} {t} L{r} {b} M{r} {t} L{l} {b}",
    Tone.CAUGHT: "M{c} {t} L{c} {n} M{c} {b} L{c} {b}",
    Tone.RUNNING: "M{l} {t} L{r} {m} L{l} {b} Z",
    Tone.ABORTED: "M{l} {t} L{r} {t} L{r} {b} L{l} {b} Z",
    Tone.ADDED: "M{c} {t} L{c} {b} M{l} {m} L{r} {m}",
    Tone.REMOVED: "M{l} {m} L{r} {m}",
    Tone.CHANGED: "M{l} {m} Q{a} {t} {c} {m} Q{e} {b} {r} {m}",
}


def outline(shape: Shape, rectangle: Rectangle) -> str:
    """The outline of a state: a hexagon for Choice, a pill for what ends or starts, else a rounded rectangle."""
    left, top, width, height = rectangle
    if shape is Shape.CHOICE:
        right, bottom, middle = left + width, top + height, top + height // 2
        corners = (
            f"{left},{middle} {left + _SLANT},{top} {right - _SLANT},{top} "
            f"{right},{middle} {right - _SLANT},{bottom} {left + _SLANT},{bottom}"
        )
        return f'<polygon class="box" points="{corners}" stroke-linejoin="round"/>'
    return rounded(rectangle, height // 2 if shape in _PILLS else 8, "box")


def rounded(rectangle: Rectangle, radius: int, css: str) -> str:
    """A rectangle with round corners."""
    left, top, width, height = rectangle
    return f'<rect class="{css}" x="{left}" y="{top}" width="{width}" height="{height}" rx="{radius}"/>'


def path_of(pieces: Sequence[Sequence[Point]], *, arrow: bool, joints: Container[Point]) -> str:
    """The data of a path with round corners; with an arrow, its last point is drawn back under the arrow head.

    A corner where another line joins stays square: a round one would pass by the end of that line.
    """
    parts = []
    for position, piece in enumerate(pieces):
        points = list(piece)
        if arrow and position == len(pieces) - 1:
            points[-1] = _towards(points[-1], points[-2], _ARROW_LENGTH - 2)
        parts.append(_rounded_line(points, joints))
    return " ".join(parts)


def arrow_head(pieces: Sequence[Sequence[Point]]) -> str:
    """The corners of the arrow head at the end of a line."""
    tip, before = pieces[-1][-1], pieces[-1][-2]
    base = _towards(tip, before, _ARROW_LENGTH)
    along_x = tip[1] == before[1]
    one = (base[0], base[1] - _ARROW_HALF) if along_x else (base[0] - _ARROW_HALF, base[1])
    other = (base[0], base[1] + _ARROW_HALF) if along_x else (base[0] + _ARROW_HALF, base[1])
    return " ".join(f"{x},{y}" for x, y in (tip, one, other))


def icon(tone: Tone, x: int, y: int) -> str:
    """A status icon in a square of 10 pixels around (x, y); the quiet tones have none."""
    places = {"l": x - 5, "a": x - 1, "c": x, "e": x + 3, "r": x + 5, "t": y - 5, "m": y, "n": y + 1, "b": y + 5}
    return f'<path class="icon" d="{_ICONS[tone].format(**places)}"/>'


def _rounded_line(points: Sequence[Point], joints: Container[Point]) -> str:
    first, last = points[0], points[-1]
    parts = [f"M{first[0]} {first[1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        if corner in joints:
            parts.append(f"L{corner[0]} {corner[1]}")
            continue
        radius = min(_RADIUS, _length(before, corner) // 2, _length(corner, after) // 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{start[0]} {start[1]} Q{corner[0]} {corner[1]} {end[0]} {end[1]}")
    parts.append(f"L{last[0]} {last[1]}")
    return " ".join(parts)


def _towards(point: Point, other: Point, distance: int) -> Point:
    """`point` moved by at most `distance` towards `other`, along an axis."""
    x, y = point
    distance = min(distance, _length(point, other))
    if x != other[0]:
        return (x + distance if other[0] > x else x - distance, y)
    return (x, y + distance if other[1] > y else y - distance)


def _length(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
