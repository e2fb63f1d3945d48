"""Say on which route a variable stays unset."""

from collections import deque

from workflow_dsl.compiler.draft import Edge, ScopeDraft, StateDraft

_SHOWN = 6


def describe_unset(scope: ScopeDraft, reader: StateDraft, source: StateDraft) -> tuple[str, str]:
    """How to come to the reader without the source having given its output, and what to write instead."""
    route = _route(scope, reader, source)
    skipped = next((edge for state, edge in route if state is source), None)
    if reader is source:
        return "while it runs", "read the output of a step before it"
    if skipped is not None:
        problem = f'when "{source.name}" fails (catch {skipped.label} -> {skipped.target})'
        return problem, f'read it only where "{source.name}" succeeded, or give the failure its own step'
    names = [scope.start, *(edge.target for _, edge in route)]
    if len(names) > _SHOWN:
        names = [*names[:2], "...", *names[2 - _SHOWN :]]
    instead = f'read it only after "{source.name}", or lead this route through it'
    return f"on the route {' -> '.join(names)}", instead


def _route(scope: ScopeDraft, reader: StateDraft, source: StateDraft) -> list[tuple[StateDraft, Edge]]:
    """The shortest way from the start to the reader on which the source does not succeed."""
    came: dict[str, tuple[StateDraft, Edge] | None] = {scope.start: None}
    pending = deque([scope.start])
    while pending and reader.name not in came:
        state = scope.states[pending.popleft()]
        for edge in state.edges:
            succeeds = state is source and edge.kind != "catch"
            if not succeeds and edge.target in scope.states and edge.target not in came:
                came[edge.target] = (state, edge)
                pending.append(edge.target)
    route: list[tuple[StateDraft, Edge]] = []
    step = came.get(reader.name)
    while step is not None:
        route.append(step)
        step = came[step[0].name]
    return route[::-1]
