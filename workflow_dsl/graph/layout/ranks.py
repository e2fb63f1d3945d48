"""Pass 1: the rank of each box, so that links lead downwards and are short."""

from collections.abc import Sequence

from workflow_dsl.graph.layout.parts import Box, Link

WIDEST_RANK = 2_400
"""Pixels; the boxes of a wider rank are dealt out to several, so that a Choice with many rules stays on a page."""
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
    ranks = [0] * len(boxes)
    _push_down(ranks, order, before)
    _spread_wide_ranks(boxes, ranks, order, before, pinned)
    for index in reversed(order):
        if index not in pinned and after[index] and len(after[index]) > len(before[index]):
            ranks[index] = max(ranks[index], min(ranks[target] for target in after[index]) - 1)
    used = {rank: position for position, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _push_down(ranks: list[int], order: Sequence[int], before: Sequence[Sequence[int]]) -> None:
    """Put each box below all that lead to it, or leave it where it is if that is lower still."""
    for index in order:
        ranks[index] = max([ranks[index], *(ranks[source] + 1 for source in before[index])])


def _spread_wide_ranks(
    boxes: Sequence[Box],
    ranks: list[int],
    order: Sequence[int],
    before: Sequence[Sequence[int]],
    pinned: frozenset[int],
) -> None:
    """Deal the boxes of a rank that is too wide out to this and the next ranks in turn; lines run between them."""
    rank = 0
    while rank <= max(ranks, default=0):
        members = [index for index in order if ranks[index] == rank]
        width = sum(boxes[index].width + boxes[index].aside + _GAP for index in members)
        turns = -(-width // WIDEST_RANK)
        if turns > 1:
            for position, index in enumerate(index for index in members if index not in pinned):
                ranks[index] = rank + position % turns
            _push_down(ranks, order, before)
        rank += turns or 1
