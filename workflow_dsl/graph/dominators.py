"""Dominators: which state every way to another state passes through.

The algorithm of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
"""

from collections.abc import Mapping, Sequence


def immediate_dominators(order: Sequence[str], before: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Per node but the first of `order` (a reverse postorder from it), the nearest node that all ways to it pass.

    `before` names the predecessors of each node; those that are not in `order` are ignored.
    """
    rank = {name: index for index, name in enumerate(order)}
    parents = [[rank[name] for name in before.get(node, ()) if name in rank] for node in order]
    nearest: list[int] = [0] + [-1] * (len(order) - 1)
    changed = True
    while changed:
        changed = False
        for index in range(1, len(order)):
            found = _common(nearest, [parent for parent in parents[index] if nearest[parent] >= 0])
            if found != nearest[index]:
                nearest[index] = found
                changed = True
    return {order[index]: order[nearest[index]] for index in range(1, len(order))}


def _common(nearest: Sequence[int], candidates: Sequence[int]) -> int:
    found = candidates[0]
    for other in candidates[1:]:
        while found != other:
            while found > other:
                found = nearest[found]
            while other > found:
                other = nearest[other]
    return found
