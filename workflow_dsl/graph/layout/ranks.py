"""Pass 1: the rank of each box, so that links lead downwards and are short."""

from collections.abc import Sequence

from workflow_dsl.graph.layout.parts import Box, Link

WIDEST_RANK = 3_600
"""Pixels; a rank wider than this gives its last boxes to the next one, so that a wide Choice stays on a page."""
_GAP = 44


def assign_ranks(
    boxes: Sequence[Box], links: Sequence[Link], order: Sequence[int], pinned: frozenset[int]
) -> list[int]:
    """The longest way from the first box; then boxes with more ways out than in move down to what they lead to.

    `order` is a topological order of the boxes; the `pinned` ones (the main path) never move.
    """
    forward = [link for link in links if not link.back and link.source != link.target]
    before: list[list[int]] = [[] for _ in boxes]
    after: list[list[int]] = [[] for _ in boxes]
    for link in forward:
        before[link.target].append(link.source)
        after[link.source].append(link.target)
    ranks = _longest_ways(boxes, order, before, pinned)
    for index in reversed(order):
        if index not in pinned and after[index] and len(after[index]) > len(before[index]):
            ranks[index] = max(ranks[index], min(ranks[target] for target in after[index]) - 1)
    used = {rank: position for position, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _longest_ways(
    boxes: Sequence[Box], order: Sequence[int], before: Sequence[Sequence[int]], pinned: frozenset[int]
) -> list[int]:
    ranks = [0] * len(boxes)
    room: dict[int, int] = {}
    for index in order:
        rank = max((ranks[source] + 1 for source in before[index]), default=0)
        size = boxes[index].width + boxes[index].aside + _GAP
        while index not in pinned and room.get(rank, 0) and room[rank] + size > WIDEST_RANK:
            rank += 1
        room[rank] = room.get(rank, 0) + size
        ranks[index] = rank
    return ranks
