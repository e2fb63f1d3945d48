"""Pass 5: the column of each cell.

Cells that shall stand straight below one another form a block; blocks start as far left as they can and then move,
pushing others before them, as long as that makes the lines shorter or straighter.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from workflow_dsl.graph.layout.cells import Cell, CellKind, Cells, Step

_GAPS = (
    (46, 20, 24),
    (20, 16, 12),
    (24, 12, 16),
)
"""Pixels between neighbours in a row, by their kinds: box, label, bend."""
_BEND_COST = 24
_PASSES = 8
_FURTHEST_PUSH = 400
"""Blocks that one move may push."""


def place_columns(graph: Cells) -> list[int]:
    """The x coordinate of each cell's line; the leftmost side is at 0."""
    blocks = _Blocks(graph)
    blocks.start_left()
    blocks.improve()
    columns = [blocks.x[block] + offset for block, offset in zip(blocks.of, blocks.offset, strict=True)]
    leftmost = min(
        (column - cell.left for column, cell in zip(columns, graph.cells, strict=True)),
        default=0,
    )
    return [column - leftmost for column in columns]


def _straight_first(graph: Cells, step: Step) -> int:
    """How important it is that a step is straight: the main path, then trunks, then a box below a box."""
    upper, lower = graph.cells[step.upper].kind, graph.cells[step.lower].kind
    bends = (upper is not CellKind.BOX) + (lower is not CellKind.BOX)
    return (step.weight >= 3) * 1000 + bends * 40 + step.weight * 30 - step.back * 20


class _Blocks:
    """Cells that keep their distance to one another, and the distances between blocks."""

    def __init__(self, graph: Cells) -> None:
        self.graph = graph
        self.of = [-1] * len(graph.cells)
        self.offset = [0] * len(graph.cells)
        self._form()
        count = max(self.of, default=-1) + 1
        self.x = [0] * count
        self.after: list[dict[int, int]] = [{} for _ in range(count)]
        self.before: list[dict[int, int]] = [{} for _ in range(count)]
        self.pulls: list[list[tuple[int, int, int]]] = [[] for _ in range(count)]
        self._separate()
        self._pull()

    def _form(self) -> None:
        """Align cells along steps, the important ones first, so that no two aligned steps cross."""
        below: dict[int, Step] = {}
        aligned_above: set[int] = set()
        taken: list[tuple[list[int], list[int]]] = [([], []) for _ in self.graph.rows]
        cells = self.graph.cells
        for step in sorted(self.graph.steps, key=lambda step: -_straight_first(self.graph, step)):
            if step.upper in below or step.lower in aligned_above:
                continue
            uppers, lowers = taken[cells[step.upper].row]
            at = bisect_left(uppers, cells[step.upper].place)
            place = cells[step.lower].place
            if at != bisect_left(lowers, place):
                continue
            uppers.insert(at, cells[step.upper].place)
            lowers.insert(at, place)
            below[step.upper] = step
            aligned_above.add(step.lower)
        self._number(below, aligned_above)

    def _number(self, below: dict[int, Step], aligned_above: set[int]) -> None:
        block = 0
        for row in self.graph.rows:
            for top in row:
                if top in aligned_above:
                    continue
                index, offset = top, 0
                self.of[index], self.offset[index] = block, offset
                while index in below:
                    step = below[index]
                    offset += step.start - step.end
                    index = step.lower
                    self.of[index], self.offset[index] = block, offset
                block += 1

    def _separate(self) -> None:
        for row in self.graph.rows:
            for left, right in pairwise(row):
                distance = self._distance(self.graph.cells[left], self.graph.cells[right])
                distance += self.offset[left] - self.offset[right]
                one, other = self.of[left], self.of[right]
                self.after[one][other] = max(distance, self.after[one].get(other, distance))
                self.before[other][one] = self.after[one][other]

    @staticmethod
    def _distance(left: Cell, right: Cell) -> int:
        return left.right + _GAPS[left.kind][right.kind] + right.left

    def _pull(self) -> None:
        """Per block: (other block, the place relative to it that makes the step straight, weight)."""
        for step in self.graph.steps:
            upper, lower = self.of[step.upper], self.of[step.lower]
            if upper == lower:
                continue
            shift = self.offset[step.upper] + step.start - self.offset[step.lower] - step.end
            kinds = self.graph.cells[step.upper].kind, self.graph.cells[step.lower].kind
            weight = step.weight * (1 + 2 * (CellKind.BOX not in kinds) + (kinds[0] is CellKind.LABEL))
            self.pulls[lower].append((upper, shift, weight))
            self.pulls[upper].append((lower, -shift, weight))

    def start_left(self) -> None:
        """Every block as far left as its left neighbours let it."""
        waiting = [len(before) for before in self.before]
        ready = [block for block, count in enumerate(waiting) if not count]
        for block in ready:
            for other, distance in self.after[block].items():
                self.x[other] = max(self.x[other], self.x[block] + distance)
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        self.order = ready

    def improve(self) -> None:
        """Move blocks until nothing gets better."""
        for turn in range(_PASSES):
            moved = False
            for block in reversed(self.order) if turn % 2 == 0 else self.order:
                moved = self._move(block) or moved
            if not moved:
                return

    def _move(self, block: int) -> bool:
        for target in self._wishes(block):
            for reachable in (target, self._without_pushing(block, target)):
                if reachable != self.x[block] and self._shift(block, reachable):
                    return True
        return False

    def _without_pushing(self, block: int, target: int) -> int:
        """The place nearest to `target` that the neighbours leave free."""
        if target > self.x[block]:
            return min([target, *(self.x[other] - distance for other, distance in self.after[block].items())])
        return max([target, *(self.x[other] + distance for other, distance in self.before[block].items())])

    def _wishes(self, block: int) -> Sequence[int]:
        """The weighted median of the places that make a line straight: lower and upper one."""
        pulls = sorted((self.x[other] + shift, weight) for other, shift, weight in self.pulls[block])
        total = sum(weight for _, weight in pulls)
        passed = 0
        for position, (place, weight) in enumerate(pulls):
            passed += weight
            if 2 * passed == total:
                return (place, pulls[position + 1][0])
            if 2 * passed > total:
                return (place,)
        return ()

    def _shift(self, block: int, target: int) -> bool:
        """Move a block and push what stands in its way, if that pays."""
        moved = {block: target}
        pending = [block]
        to_right = target > self.x[block]
        neighbours = self.after if to_right else self.before
        while pending:
            one = pending.pop()
            for other, distance in neighbours[one].items():
                limit = moved[one] + distance if to_right else moved[one] - distance
                now = moved.get(other, self.x[other])
                if (limit > now) if to_right else (limit < now):
                    moved[other] = limit
                    pending.append(other)
            if len(moved) > _FURTHEST_PUSH:
                return False
        if self._gain(moved) <= 0:
            return False
        for one, place in moved.items():
            self.x[one] = place
        return True

    def _gain(self, moved: dict[int, int]) -> int:
        gain = 0
        for block, place in moved.items():
            for other, shift, weight in self.pulls[block]:
                if other in moved and other < block:
                    continue
                before = abs(self.x[block] - self.x[other] - shift)
                after = abs(place - moved.get(other, self.x[other]) - shift)
                gain += weight * (before - after + _BEND_COST * ((before > 0) - (after > 0)))
        return gain
