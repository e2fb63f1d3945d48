"""Say on which route a variable stays unset."""

from collections import deque
from collections.abc import Callable

from workflow_dsl.compiler.draft import Edge, ScopeDraft, StateDraft

_SHOWN = 6


def describe_unset(scope: ScopeDraft, reader: StateDraft, source: StateDraft) -> tuple[str, str]:
    """How to come to the reader without the source having given its output, and what to write instead."""
    route = _route(scope, reader, lambda state, edge: state is not source or edge.kind == "catch")
    skipped = next((edge for state, edge in route if state is source), None)
    if reader is source:
        return "while it runs", "read the output of a step before it"
    if skipped is not None:
        problem = f'when "{source.name}" fails (catch {skipped.label} -> {skipped.target})'
        return problem, f'read it only where "{source.name}" succeeded, or give the failure its own step'
    instead = f'read it only after "{source.name}", or lead this route through it'
    return f"on the route {_told(scope, route)}", instead


def describe_uncaught(scope: ScopeDraft, reader: StateDraft) -> tuple[str, str]:
    """How to come to the reader without an error being caught, and what to write instead."""
    route = _route(scope, reader, lambda _, edge: edge.kind != "catch" or edge.keeps_caught)
    instead = "read caught only on a route that begins with Catch(..., to=...)"
    for state, edge in route:
        if edge.kind == "catch":
            instead = f'leave out keep_caught=True of "{state.name}", which has none to keep there, or {instead}'
            break
    return f"on the route {_told(scope, route)}" if route else "where its flow begins", instead


def _told(scope: ScopeDraft, route: list[tuple[StateDraft, Edge]]) -> str:
    names = [scope.start, *(edge.target for _, edge in route)]
    return " -> ".join(names if len(names) <= _SHOWN else [*names[:2], "...", *names[2 - _SHOWN :]])


def _route(
    scope: ScopeDraft, reader: StateDraft, takes: Callable[[StateDraft, Edge], bool]
) -> list[tuple[StateDraft, Edge]]:
    """The shortest way from the start to the reader that takes only such edges."""
    came: dict[str, tuple[StateDraft, Edge] | None] = {scope.start: None}
    pending = deque([scope.start])
    while pending and reader.name not in came:
        state = scope.states[pending.popleft()]
        for edge in state.edges:
            if takes(state, edge) and edge.target in scope.states and edge.target not in came:
                came[edge.target] = (state, edge)
                pending.append(edge.target)
    route: list[tuple[StateDraft, Edge]] = []
    step = came.get(reader.name)
    while step is not None:
        route.append(step)
        step = came[step[0].name]
    return route[::-1]
