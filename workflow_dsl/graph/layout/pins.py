"""Pass 4: where on the sides of its box each line begins and ends, in the order of what it leads to."""

from collections.abc import Mapping, Sequence

from workflow_dsl.graph.layout.cells import Cell, CellKind, Cells, Step
from workflow_dsl.graph.layout.parts import Box

WIDEST_PITCH = 26
NARROWEST_PITCH = 9
_NEAREST = 12
CORNER = 20
"""Pixels at each end of a side that stay free: the rounded corners, and the slants of a Choice."""


def room_for_lines(boxes: Sequence[Box], lines: Sequence[int]) -> list[Box]:
    """The boxes, those widened that have more lines on a side (`lines`) than fit there."""
    return [
        Box(max(box.width, count * NARROWEST_PITCH + 2 * CORNER), box.height, box.aside)
        for box, count in zip(boxes, lines, strict=True)
    ]


def place_pins(graph: Cells, boxes: Sequence[Box]) -> None:
    """Set the offsets of all steps at boxes: the heaviest line in the middle, lines that run together on one pin."""
    for index, box in enumerate(boxes):
        cell = graph.cells[index]
        below = [(graph.cells[step.lower].place, step) for step in cell.down]
        above = [(graph.cells[step.upper].place, step) for step in cell.up]
        for step, offset in _offsets(below, box.width, share_back=True):
            step.start = offset
        for step, offset in _offsets(above, box.width, share_back=False):
            step.end = offset


def _offsets(steps: list[tuple[int, Step]], width: int, *, share_back: bool) -> list[tuple[Step, int]]:
    """The pins of one side. Lines that arrive in one lane share a pin; so do lines back to it, on its lower side."""
    groups: dict[object, list[tuple[int, Step]]] = {}
    for place, step in steps:
        together = step.back if share_back else not step.back
        groups.setdefault((step.lane, step.back) if together else id(step), []).append((place, step))
    ordered = sorted(groups.values(), key=_place)
    middle = max(range(len(ordered)), key=lambda at: (_weight(ordered[at]), -at), default=0)
    longest = max(middle, len(ordered) - 1 - middle)
    pitch = min(WIDEST_PITCH, (width // 2 - CORNER) // longest) if longest else 0
    return [(step, (at - middle) * pitch) for at, group in enumerate(ordered) for _, step in group]


def _place(group: list[tuple[int, Step]]) -> int:
    """Where the heaviest line of a group comes from; the others join it before the box."""
    return max(group, key=lambda member: (member[1].weight, -member[0]))[0]


def _weight(group: list[tuple[int, Step]]) -> int:
    return max(step.weight * 2 - step.back for _, step in group)


def slide_pins(graph: Cells, boxes: Sequence[Box], columns: Sequence[int]) -> None:
    """Move pins along their side to where their line comes from or goes to, if their neighbours leave room."""
    for index, box in enumerate(boxes):
        limit = box.width // 2 - CORNER
        middle = columns[index]
        below: dict[int, list[Step]] = {}
        for step in graph.cells[index].down:
            below.setdefault(step.start, []).append(step)
        wishes = {
            offset: {columns[step.lower] + step.end - middle for step in steps} for offset, steps in below.items()
        }
        for old, new in _slid(wishes, limit).items():
            for step in below[old]:
                step.start = new
        above: dict[int, list[Step]] = {}
        for step in graph.cells[index].up:
            above.setdefault(step.end, []).append(step)
        wishes = {
            offset: {columns[step.upper] + step.start - middle for step in steps} for offset, steps in above.items()
        }
        for old, new in _slid(wishes, limit).items():
            for step in above[old]:
                step.end = new


def _slid(wishes: Mapping[int, set[int]], limit: int) -> dict[int, int]:
    """New offsets for those that can stand where their only line wants them, keeping the order and a distance."""
    pins = sorted(wishes)
    now = list(pins)
    for at in (*range(len(pins)), *reversed(range(len(pins)))):
        if now[at] in wishes[pins[at]]:
            continue
        low = now[at - 1] + _NEAREST if at else -limit
        high = now[at + 1] - _NEAREST if at + 1 < len(now) else limit
        within = [wish for wish in wishes[pins[at]] if low <= wish <= high]
        now[at] = min(within, key=lambda wish: (abs(wish - pins[at]), wish), default=now[at])
    return dict(zip(pins, now, strict=True))


def line_counts(graph_cells: Sequence[Cell]) -> list[int]:
    """Per box, about twice the number of lines on its fuller side: the heaviest one stands in the middle."""
    return [
        2 * max(len(cell.down), len(cell.up)) if max(len(cell.down), len(cell.up)) > 1 else 1
        for cell in graph_cells
        if cell.kind is CellKind.BOX
    ]
