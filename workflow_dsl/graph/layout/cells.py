"""Pass 2: every link in steps from row to row; what it passes on the way is a cell like the boxes themselves.

Links of one lane to one box share their bends (a trunk), and so do links of one lane back to one box. Labels get a row
of their own below the rank of their source, so that nothing can run through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from workflow_dsl.graph.layout.parts import Box, Link

WIDEST_LABEL_ROW = 1_400
"""Pixels of labels that one box may have below it."""


class CellKind(IntEnum):
    """What a cell is."""

    BOX = 0
    LABEL = 1
    BEND = 2


@dataclass(slots=True)
class Cell:
    """Something that takes room in a row; `left` and `right` are the pixels from its line to its sides."""

    kind: CellKind
    row: int
    left: int
    right: int
    height: int = 0
    place: int = 0
    """Its position in its row."""
    up: list["Step"] = field(default_factory=list)
    down: list["Step"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Step:
    """The part of one or more links between two rows; `start` and `end` are offsets from the lines of its cells."""

    upper: int
    lower: int
    lane: str
    back: bool
    weight: int
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Cells:
    """The graph as rows of cells. The cells of the boxes come first, in the order of the boxes."""

    cells: list[Cell]
    rows: list[list[int]]
    steps: list[Step]
    routes: list[list[Step]]
    """Per link, its steps from top to bottom; none for a loop from a box to itself."""
    label_cells: list[int | None]


def make_cells(boxes: Sequence[Box], links: Sequence[Link], ranks: Sequence[int]) -> Cells:
    """Cut the links at every row between their ends."""
    return _Cutter(boxes, links, ranks).cut()


class _Cutter:
    def __init__(self, boxes: Sequence[Box], links: Sequence[Link], ranks: Sequence[int]) -> None:
        self.links = links
        self.ranks = ranks
        self.crowded = self._crowded()
        labelled = {self._label_rank(link) for link in links if link.label and link.source != link.target}
        self.box_rows: list[int] = []
        self.label_rows: dict[int, int] = {}
        row = 0
        for rank in range(max(ranks, default=-1) + 1):
            self.box_rows.append(row)
            if rank in labelled:
                row += 1
                self.label_rows[rank] = row
            row += 1
        self.rows: list[list[int]] = [[] for _ in range(row)]
        self.cells: list[Cell] = []
        self.steps: dict[tuple[int, int, str, bool], Step] = {}
        self.trunks: dict[tuple[int, str, bool, int, int], int] = {}
        for box, rank in zip(boxes, ranks, strict=True):
            half = box.width // 2
            self._add(Cell(CellKind.BOX, self.box_rows[rank], half, box.width - half + box.aside, box.height))

    def _crowded(self) -> frozenset[int]:
        """The boxes with more labels than have room in one row: theirs stand above the targets instead."""
        widths: dict[int, int] = {}
        for link in self.links:
            if link.label is not None and not link.back:
                widths[link.source] = widths.get(link.source, 0) + link.label[0]
        return frozenset(box for box, width in widths.items() if width > WIDEST_LABEL_ROW)

    def _label_rank(self, link: Link) -> int:
        if link.back:
            return self.ranks[link.source] - 1
        return self.ranks[link.target] - 1 if link.source in self.crowded else self.ranks[link.source]

    def _add(self, cell: Cell) -> int:
        self.cells.append(cell)
        self.rows[cell.row].append(len(self.cells) - 1)
        return len(self.cells) - 1

    def cut(self) -> Cells:
        label_cells = [self._label_cell(link) for link in self.links]
        routes = [
            [] if link.source == link.target else self._route(link, index, label)
            for index, (link, label) in enumerate(zip(self.links, label_cells, strict=True))
        ]
        steps = list(self.steps.values())
        for step in steps:
            self.cells[step.upper].down.append(step)
            self.cells[step.lower].up.append(step)
        return Cells(self.cells, self.rows, steps, routes, label_cells)

    def _label_cell(self, link: Link) -> int | None:
        if link.label is None or link.source == link.target:
            return None
        width, height = link.label
        row = self.label_rows[self._label_rank(link)]
        return self._add(Cell(CellKind.LABEL, row, width // 2, width - width // 2, height))

    def _route(self, link: Link, index: int, label: int | None) -> list[Step]:
        """The steps of one link. Where its label stands near the target, nothing before it is shared."""
        owner = -1
        if label is not None and link.source in self.crowded and not link.back:
            owner = index
        top, bottom = (link.target, link.source) if link.back else (link.source, link.target)
        path = [top]
        for row in range(self.cells[top].row + 1, self.cells[bottom].row):
            if label is not None and self.cells[label].row == row:
                path.append(label)
            else:
                path.append(self._bend(link, row, owner))
        path.append(bottom)
        return [self._step(link, upper, lower) for upper, lower in pairwise(path)]

    def _bend(self, link: Link, row: int, owner: int) -> int:
        key = (link.target, link.lane, link.back, row, owner)
        if key not in self.trunks:
            self.trunks[key] = self._add(Cell(CellKind.BEND, row, 0, 0))
        return self.trunks[key]

    def _step(self, link: Link, upper: int, lower: int) -> Step:
        key = (upper, lower, link.lane, link.back)
        step = self.steps.get(key)
        if step is None:
            step = self.steps[key] = Step(upper, lower, link.lane, link.back, link.weight)
        step.weight = max(step.weight, link.weight)
        return step
