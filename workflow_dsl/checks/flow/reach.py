"""Which states follow which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from workflow_dsl.checks.subject import Edge, Scope

Follow = Callable[[Edge], bool]


def reached(scope: Scope, starts: Iterable[str], follow: Follow | None = None) -> set[str]:
    """The states that can come after `starts`, these included, along the edges to follow."""
    pending = [name for name in starts if name in scope.states]
    found = set(pending)
    while pending:
        for edge in scope.states[pending.pop()].edges:
            if edge.target in scope.states and edge.target not in found and (follow is None or follow(edge)):
                found.add(edge.target)
                pending.append(edge.target)
    return found


class Reach:
    """Which states of a scope can come after which, along some edges. Kept as the bits of ints, so that thousands of
    states stay cheap.
    """

    def __init__(self, scope: Scope, follow: Follow) -> None:
        targets = {
            name: [edge.target for edge in state.edges if edge.target in scope.states and follow(edge)]
            for name, state in scope.states.items()
        }
        self._number = {name: number for number, name in enumerate(scope.states)}
        self._after = {name: 1 << number for name, number in self._number.items()}
        # From the last to the first: what lies in a row is found in one round, a loop takes another.
        names = list(scope.states)[::-1]
        changed = True
        while changed:
            changed = False
            for name in names:
                found = self._after[name]
                for target in targets[name]:
                    found |= self._after[target]
                if found != self._after[name]:
                    self._after[name] = found
                    changed = True

    def leads(self, start: str, end: str) -> bool:
        """Whether `end` can come after `start`, or is it."""
        return bool(self._after[start] >> self._number[end] & 1)

    def leads_to_any(self, start: str, ends: Iterable[str]) -> bool:
        """Whether one of these can come after `start`, or is it."""
        return any(self.leads(start, end) for end in ends)


@lru_cache(maxsize=16)  # two rules ask
def loops(scope: Scope) -> tuple[list[str], ...]:
    """The largest groups of states that can each be reached from each other."""
    targets = {
        name: [edge.target for edge in state.edges if edge.target in scope.states]
        for name, state in scope.states.items()
    }
    return tuple(groups(targets))


def groups(targets: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The same of any states, by where each can go (strongly connected components, by Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in targets:
        if root in order:
            continue
        work = [(root, iter(targets[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, following = work[-1]
            for target in following:
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(targets[target])))
                    break
                if target in on_stack:
                    low[name] = min(low[name], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                yield from _group(targets, name, order, low, stack, on_stack)


def _group(
    targets: Mapping[str, Sequence[str]],
    name: str,
    order: dict[str, int],
    low: dict[str, int],
    stack: list[str],
    on_stack: set[str],
) -> Iterator[list[str]]:
    if low[name] != order[name]:
        return
    group: list[str] = []
    while not group or group[-1] != name:
        group.append(stack.pop())
        on_stack.discard(group[-1])
    if len(group) > 1 or name in targets[name]:
        yield sorted(group, key=order.__getitem__)
