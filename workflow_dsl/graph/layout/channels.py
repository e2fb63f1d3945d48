"""Pass 6: the horizontal parts. Between two rows lies a channel; each net of lines that turns there gets a track."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_dsl.graph.layout.cells import CellKind, Cells, Step

TRACK = 11
"""Pixels between two tracks."""
_MARGIN = 9
"""Horizontal parts on one track keep this distance, in pixels."""
_TOUCH = 7
"""Vertical parts nearer than this look like one line."""
_NEVER = 1_000
_ARROW, _PLAIN = 20, 10
"""Free pixels beside a row with and without arrow heads."""


@dataclass(slots=True, eq=False)
class Net:
    """Lines between two rows that run together: their pins above and below, and the track where they turn."""

    above: list[int]
    below: list[int]
    low: int
    high: int
    track: int = 0

    @property
    def turns(self) -> bool:
        """Whether it has a horizontal part."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Channel:
    """The space below a row: how many tracks it needs, and the net of each step."""

    tracks: int
    nets: dict[Step, Net]


def make_channels(graph: Cells, columns: Sequence[int]) -> list[Channel]:
    """One channel below each row but the last."""
    return [_channel(graph, columns, row) for row in range(len(graph.rows) - 1)]


def _channel(graph: Cells, columns: Sequence[int], row: int) -> Channel:
    groups: dict[tuple[int, str, bool], list[Step]] = {}
    for index in graph.rows[row]:
        for step in graph.cells[index].down:
            # What leads to one pin below runs together; a line back has its shared pin above.
            groups.setdefault((step.upper if step.back else step.lower, step.lane, step.back), []).append(step)
    nets: dict[Step, Net] = {}
    for steps in groups.values():
        net = _net(steps, columns)
        nets.update((step, net) for step in steps)
    turning = list(dict.fromkeys(net for net in nets.values() if net.turns))
    _assign_tracks(turning)
    return Channel(max((net.track + 1 for net in turning), default=0), nets)


def _net(steps: list[Step], columns: Sequence[int]) -> Net:
    above = sorted({columns[step.upper] + step.start for step in steps})
    below = sorted({columns[step.lower] + step.end for step in steps})
    return Net(above, below, min(above[0], below[0]), max(above[-1], below[-1]))


def _assign_tracks(nets: list[Net]) -> None:
    """Order the nets from top to bottom with few crossings, then put each as high as that order allows."""
    order: list[Net] = []
    for net in sorted(nets, key=lambda net: (net.low, net.high)):
        order.insert(_best_place(net, order), net)
    for position, net in enumerate(order):
        net.track = max(
            (other.track + 1 for other in order[:position] if _side_by_side(net, other)),
            default=0,
        )


def _best_place(net: Net, order: Sequence[Net]) -> int:
    """Where in the order a net adds the fewest crossings."""
    cost = sum(_crossings(net, other) for other in order)
    best, best_cost = 0, cost
    for position, other in enumerate(order):
        cost += _crossings(other, net) - _crossings(net, other)
        if cost < best_cost:
            best, best_cost = position + 1, cost
    return best


def _side_by_side(one: Net, other: Net) -> bool:
    return one.low - _MARGIN < other.high and other.low - _MARGIN < one.high


def _crossings(upper: Net, lower: Net) -> int:
    """The crossings of two nets when the first one turns above the second; lines on top of each other count most."""
    if not _side_by_side(upper, lower):
        return 0
    count = sum(1 for pin in upper.below if lower.low < pin < lower.high)
    count += sum(1 for pin in lower.above if upper.low < pin < upper.high)
    count += _NEVER * sum(1 for pin in upper.below for other in lower.above if abs(pin - other) < _TOUCH)
    return count


def channel_height(graph: Cells, row: int, tracks: int) -> tuple[int, int]:
    """The height of the channel below `row`, and the free space above its first track, in pixels.

    Arrow heads need room: those of loops below the row, those of all other lines above the next one.
    """
    rows = graph.rows
    boxes_above = [graph.cells[index] for index in rows[row] if graph.cells[index].kind is CellKind.BOX]
    boxes_below = [graph.cells[index] for index in rows[row + 1] if graph.cells[index].kind is CellKind.BOX]
    above = _ARROW if any(step.back for cell in boxes_above for step in cell.down) else _PLAIN
    below = _ARROW if any(not step.back for cell in boxes_below for step in cell.up) else _PLAIN
    return above + below + max(0, tracks - 1) * TRACK, above
