"""Pass 7: heights, and the points of each line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow_dsl.graph.layout.cells import Cells, Step
from workflow_dsl.graph.layout.channels import TRACK, Channel, Net, channel_height
from workflow_dsl.graph.layout.parts import Box, Link, Point, Rectangle

LOOP = 22
"""Pixels that a loop to itself goes out of its box."""
_TALL = 130
"""Boxes higher than this stand at the top of their rank together with the others, smaller ones in its middle."""
_CLEAR = 2
"""Pixels between a label and the ends of its line."""


@dataclass(frozen=True, slots=True)
class Line:
    """How one link is drawn: from source to target, cut where its label stands."""

    pieces: tuple[tuple[Point, ...], ...]
    label: Rectangle | None
    trimmed: tuple[tuple[Point, ...], ...]
    """The same without the parts that an earlier link of the same trunk draws already."""
    arrow: bool
    """Whether the trimmed line still reaches the target."""


class Router:
    """Knows all places; gives out the lines one after the other, so that each stretch of a trunk is drawn once."""

    def __init__(self, graph: Cells, boxes: Sequence[Box], columns: Sequence[int], channels: Sequence[Channel]) -> None:
        self.graph = graph
        self.columns = columns
        self.channels = channels
        self.tops: list[int] = []
        self.channel_tops: list[int] = []
        self.heights = [max((graph.cells[index].height for index in row), default=0) for row in graph.rows]
        self.height = self._stack_rows()
        self.boxes = [self._rectangle(index, box) for index, box in enumerate(boxes)]
        self.drawn: set[Step] = set()
        self.covered: dict[Net, tuple[int, int]] = {}

    def _stack_rows(self) -> int:
        y = 0
        for row, height in enumerate(self.heights):
            self.tops.append(y)
            y += height
            if row < len(self.channels):
                space, above = channel_height(self.graph, row, self.channels[row].tracks)
                self.channel_tops.append(y + above)
                y += space
        return y

    def _rectangle(self, index: int, box: Box) -> Rectangle:
        cell = self.graph.cells[index]
        room = self.heights[cell.row]
        top = self.tops[cell.row] + (0 if room > _TALL else (room - box.height) // 2)
        return (self.columns[index] - box.width // 2, top, box.width, box.height)

    def line(self, link: Link, index: int) -> Line:
        """The line of the link with that index."""
        if link.source == link.target:
            return self._loop(link)
        steps = self.graph.routes[index]
        travelled = list(reversed(steps)) if link.back else steps
        label = self.graph.label_cells[index]
        pieces = _cut(list(self._points(travelled, link, label)))
        trimmed = _cut(list(self._trimmed(travelled, link, label)))
        arrow = bool(trimmed) and trimmed[-1][-1] == pieces[-1][-1]
        return Line(pieces, None if label is None else self._label_rectangle(label), trimmed, arrow)

    def _label_rectangle(self, index: int) -> Rectangle:
        cell = self.graph.cells[index]
        return (self.columns[index] - cell.left, self.tops[cell.row], cell.left + cell.right, cell.height)

    def _points(self, steps: Sequence[Step], link: Link, label: int | None) -> Iterator[Point | None]:
        """The corners in the direction of travel; None is a gap for the label."""
        yield self._pin(link.source, steps[0], at_source=True, back=link.back)
        for step in steps:
            yield from self._corners(step, link, label)
        yield self._pin(link.target, steps[-1], at_source=False, back=link.back)

    def _corners(self, step: Step, link: Link, label: int | None) -> Iterator[Point | None]:
        """Where one step turns, and the gap if it leads to the label."""
        first, second, turn = self._turn(step, back=link.back)
        if first != second:
            yield (first, turn)
            yield (second, turn)
        arrived = step.upper if link.back else step.lower
        if arrived == label:
            yield from self._label_gap(arrived, second, back=link.back)

    def _trimmed(self, steps: Sequence[Step], link: Link, label: int | None) -> Iterator[Point | None]:
        """As `_points`, up to where another line of the trunk is met."""
        if steps[0] in self.drawn:
            return
        yield self._pin(link.source, steps[0], at_source=True, back=link.back)
        for step in steps:
            first, second, turn = self._turn(step, back=link.back)
            net = self._net(step)
            low, high = self.covered.get(net, (None, None))
            if low is not None and high is not None:
                met = min(max(first, low), high)
                self.covered[net] = (min(low, first), max(high, first))
                self.drawn.add(step)
                yield (first, turn)
                if met != first:
                    yield (met, turn)
                return
            self.covered[net] = (min(first, second), max(first, second))
            self.drawn.add(step)
            yield from self._corners(step, link, label)
        yield self._pin(link.target, steps[-1], at_source=False, back=link.back)

    def _net(self, step: Step) -> Net:
        return self.channels[self.graph.cells[step.upper].row].nets[step]

    def _turn(self, step: Step, *, back: bool) -> tuple[int, int, int]:
        """The columns before and after the horizontal part, in the direction of travel, and its height."""
        upper = self.columns[step.upper] + step.start
        lower = self.columns[step.lower] + step.end
        row = self.graph.cells[step.upper].row
        height = self.channel_tops[row] + self._net(step).track * TRACK
        return (lower, upper, height) if back else (upper, lower, height)

    def _pin(self, box: int, step: Step, *, at_source: bool, back: bool) -> Point:
        _, top, _, height = self.boxes[box]
        below = at_source != back
        offset = step.start if below else step.end
        return (self.columns[box] + offset, top + height if below else top)

    def _label_gap(self, label: int, x: int, *, back: bool) -> Iterator[Point | None]:
        _, top, _, height = self._label_rectangle(label)
        ends = [(x, top - _CLEAR), (x, top + height + _CLEAR)]
        if back:
            ends.reverse()
        yield ends[0]
        yield None
        yield ends[1]

    def _loop(self, link: Link) -> Line:
        left, top, width, height = self.boxes[link.source]
        right, upper, lower = left + width, top + min(height // 3, 18), top + min(2 * height // 3, 38)
        points = ((right, upper), (right + LOOP, upper), (right + LOOP, lower), (right, lower))
        label = None
        if link.label is not None:
            middle = (upper + lower) // 2
            label = (right + LOOP + 6, middle - link.label[1] // 2, *link.label)
        return Line((points,), label, (points,), arrow=True)


def _cut(points: Sequence[Point | None]) -> tuple[tuple[Point, ...], ...]:
    """Pieces between the gaps, without points in the middle of a straight part."""
    pieces: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
            continue
        piece = pieces[-1]
        if len(piece) > 1 and _straight(piece[-2], piece[-1], point):
            piece.pop()
        if not piece or piece[-1] != point:
            piece.append(point)
    return tuple(tuple(piece) for piece in pieces if len(piece) > 1)


def _straight(first: Point, second: Point, third: Point) -> bool:
    return first[0] == second[0] == third[0] or first[1] == second[1] == third[1]
