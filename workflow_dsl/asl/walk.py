"""Every state of a machine, also those inside of Map and Parallel."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_dsl.asl.machine import Map, Parallel, State, StateMachine
from workflow_dsl.asl.state_path import StatePath


def walk(machine: StateMachine) -> Iterator[tuple[StatePath, State]]:
    """The states in the order of the definition, each before the ones it holds. No depth is too deep."""
    pending = [(StatePath.of(name), state) for name, state in reversed(machine.States.items())]
    while pending:
        path, state = pending.pop()
        yield path, state
        pending.extend(reversed(list(_inner(path, state))))


def _inner(path: StatePath, state: State) -> Iterator[tuple[StatePath, State]]:
    if isinstance(state, Map):
        field = "Iterator" if state.ItemProcessor is None else "ItemProcessor"
        for name, inner in state.processor.States.items():
            yield path.within(field, name), inner
    elif isinstance(state, Parallel):
        for index, branch in enumerate(state.Branches):
            for name, inner in branch.States.items():
                yield path.branch(index, name), inner
