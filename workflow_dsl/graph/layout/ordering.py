"""Pass 3: the order of the cells in each row, with few crossings.

Sweeps by barycentre, then swaps of neighbours (Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed
Graphs", 1993); the best order seen is kept. The first order is the reading order: the main way on stands left, catchers
right.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from workflow_dsl.graph.layout.cells import Cell, Cells, Step

_SWEEPS = 10
_PATIENCE = 4
_UNKNOWN = 1 << 62
_FEW_CELLS, _MANY_CELLS = 250, 3_000
_WALKS = ((1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))
"""Signs by which the ways out of a cell are sorted: by weight, then by place. The first one is the reading order."""


def order_rows(graph: Cells, first: Sequence[int]) -> int:
    """Sort the rows in place, starting from a walk from the cells of `first`; returns the crossings that remain."""
    best, kept = _UNKNOWN, graph.rows
    for walk in _WALKS[: _affordable(len(graph.cells))]:
        _reading_order(graph, first, walk)
        crossings, rows = _improve(graph)
        if crossings < best:
            best, kept = crossings, rows
        if best == 0:
            break
    graph.rows[:] = kept
    _number(graph, range(len(graph.rows)))
    return best


def _affordable(cells: int) -> int:
    """How many walks to begin from: the picture of 60 states should be there in 50 ms, that of 1,000 in seconds."""
    if cells < _FEW_CELLS:
        return len(_WALKS)
    return 2 if cells < _MANY_CELLS else 1


def _improve(graph: Cells) -> tuple[int, list[list[int]]]:
    """Sweep up and down for as long as it helps; the fewest crossings seen, and the rows that had them."""
    best = _crossings(graph)
    kept = [list(row) for row in graph.rows]
    idle = 0
    for sweep in range(_SWEEPS if len(graph.cells) < _MANY_CELLS else _PATIENCE):
        if best == 0 or idle == _PATIENCE:
            break
        _sweep(graph, downwards=sweep % 2 == 0, flip=sweep % 4 > 1)
        gaps = [_crossings_below(graph, row) for row in range(len(graph.rows) - 1)]
        while _swap_neighbours(graph, gaps):
            pass
        now = sum(gaps)
        idle += 1
        if now < best:
            best, kept, idle = now, [list(row) for row in graph.rows], 0
    return best, kept


def _reading_order(graph: Cells, first: Sequence[int], walk: tuple[int, int]) -> None:
    """Cells as a walk meets them."""
    rows: list[list[int]] = [[] for _ in graph.rows]
    seen = [False] * len(graph.cells)
    for root in first:
        stack = [root]
        while stack:
            index = stack.pop()
            if seen[index]:
                continue
            seen[index] = True
            cell = graph.cells[index]
            rows[cell.row].append(index)
            stack += [step.lower for step in _last_first(cell.down, walk)]
    graph.rows[:] = rows
    _number(graph, range(len(rows)))


def _last_first(steps: Sequence[Step], walk: tuple[int, int]) -> list[Step]:
    """The ways on, the one to walk first at the end: that is where a stack gives them back."""
    by_weight, by_place = walk
    places = {step: place for place, step in enumerate(steps)}
    return sorted(steps, key=lambda step: (by_weight * step.weight, by_place * places[step]))


def _number(graph: Cells, rows: Iterable[int]) -> None:
    for row in rows:
        for place, index in enumerate(graph.rows[row]):
            graph.cells[index].place = place


def _sweep(graph: Cells, *, downwards: bool, flip: bool) -> None:
    """Sort each row by the mean place of its neighbours; `flip` turns those around that are equal."""
    cells = graph.cells
    rows = range(1, len(graph.rows)) if downwards else range(len(graph.rows) - 2, -1, -1)
    for row in rows:
        wanted: dict[int, tuple[int, int]] = {}
        for index in graph.rows[row]:
            wanted[index] = (
                _barycentre(cells, cells[index], upwards=downwards),
                -cells[index].place if flip else cells[index].place,
            )
        graph.rows[row].sort(key=wanted.__getitem__)
        _number(graph, (row,))


def _barycentre(cells: Sequence[Cell], cell: Cell, *, upwards: bool) -> int:
    """The mean place of the neighbours, in thousandths; its own place when it has none."""
    places = (
        [cells[step.upper].place for step in cell.up] if upwards else [cells[step.lower].place for step in cell.down]
    )
    return sum(places) * 1000 // len(places) if places else cell.place * 1000


def _swap_neighbours(graph: Cells, gaps: list[int]) -> bool:
    """One pass over the rows beside which lines cross; True when a swap removed a crossing. Keeps `gaps` right."""
    improved = False
    for row in range(len(graph.rows)):
        beside = [gap for gap in (row - 1, row) if 0 <= gap < len(gaps)]
        if any(gaps[gap] for gap in beside) and _swap_in_row(graph, row):
            improved = True
            for gap in beside:
                gaps[gap] = _crossings_below(graph, gap)
    return improved


def _swap_in_row(graph: Cells, number: int) -> bool:
    """Swap neighbours of one row from left to right, each pair that then has fewer crossings."""
    cells = graph.cells
    row = graph.rows[number]
    improved = False
    above = [sorted([cells[step.upper].place for step in cells[index].up]) for index in row]
    below = [sorted([cells[step.lower].place for step in cells[index].down]) for index in row]
    for place in range(len(row) - 1):
        gain = _inversions(above[place], above[place + 1]) - _inversions(above[place + 1], above[place])
        gain += _inversions(below[place], below[place + 1]) - _inversions(below[place + 1], below[place])
        if gain > 0:
            for items in (above, below):
                items[place], items[place + 1] = items[place + 1], items[place]
            row[place], row[place + 1] = row[place + 1], row[place]
            improved = True
    for place, index in enumerate(row):
        cells[index].place = place
    return improved


def _inversions(left: Sequence[int], right: Sequence[int]) -> int:
    """How often a line of the left cell crosses a line of the right one; the places of both are sorted."""
    if not left or not right or left[-1] <= right[0]:
        return 0
    return sum(1 for a in left for b in right if a > b)


def _crossings(graph: Cells) -> int:
    return sum(_crossings_below(graph, row) for row in range(len(graph.rows) - 1))


def _crossings_below(graph: Cells, row: int) -> int:
    cells = graph.cells
    passed: list[int] = []
    total = 0
    for index in graph.rows[row]:
        places = sorted([cells[step.lower].place for step in cells[index].down])
        if passed and places and places[0] < passed[-1]:
            total += sum(len(passed) - bisect_right(passed, place) for place in places)
            passed = sorted(passed + places)
        else:
            passed += places
    return total
