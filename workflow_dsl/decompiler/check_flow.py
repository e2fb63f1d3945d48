"""What is wrong with the flow of a machine that no single state can know."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.source import Path, Places

Scope = asl.StateMachine | asl.Branch | asl.Processor


def check_flow(machine: asl.StateMachine, places: Places | None) -> list[Finding]:
    """WF102: a transition to no state of its flow; WF101: a state that nothing leads to; WF104: a name that stands
    twice.
    """
    findings: list[Finding] = []
    names: dict[str, Path] = {}
    for path, scope in scopes(machine):
        findings.extend(_dangling(path, scope, places))
        findings.extend(_unreached(path, scope, places))
        for name in scope.States:
            here = (*path, "States", name)
            if name in names:
                problem = f'state "{name}" stands twice in the machine'
                findings.append(_finding("WF104", problem, "give each state its own name", here, places, of_key=True))
            names.setdefault(name, here)
    return findings


def scopes(machine: asl.StateMachine) -> Iterator[tuple[Path, Scope]]:
    """The machine and every flow inside of it, outer ones first."""
    pending: list[tuple[Path, Scope]] = [((), machine)]
    while pending:
        path, scope = pending.pop()
        yield path, scope
        for name, state in reversed(scope.States.items()):
            pending.extend(reversed([((*path, "States", name, *at), inner) for at, inner in flows_of(state)]))


def flows_of(state: asl.State) -> list[tuple[Path, Scope]]:
    """The flows inside of a state, and where in it each stands."""
    if isinstance(state, asl.Map):
        return [(("Iterator" if state.ItemProcessor is None else "ItemProcessor",), state.processor)]
    if isinstance(state, asl.Parallel):
        return [(("Branches", index), branch) for index, branch in enumerate(state.Branches)]
    return []


def transitions(state: asl.State) -> Iterator[tuple[Path, str]]:
    """Where a state goes, in the order in which a reader asks: on, by rule, by default, when it fails."""
    following = getattr(state, "Next", None)
    if following is not None:
        yield ("Next",), following
    if isinstance(state, asl.Choice):
        for index, rule in enumerate(state.Choices):
            if rule.Next is not None:
                yield ("Choices", index, "Next"), rule.Next
        if state.Default is not None:
            yield ("Default",), state.Default
    for index, catcher in enumerate(getattr(state, "Catch", ())):
        yield ("Catch", index, "Next"), catcher.Next


def _dangling(path: Path, scope: Scope, places: Places | None) -> Iterator[Finding]:
    if scope.StartAt not in scope.States:
        yield _nowhere((*path, "StartAt"), "the flow starts at", scope.StartAt, scope, places)
    for name, state in scope.States.items():
        for at, target in transitions(state):
            if target not in scope.States:
                yield _nowhere((*path, "States", name, *at), f'state "{name}" goes to', target, scope, places)


def _nowhere(path: Path, subject: str, target: str, scope: Scope, places: Places | None) -> Finding:
    near = suggest(target, scope.States)
    instead = f'did you mean "{near}"?' if near else f"name one of {', '.join(list(scope.States)[:8])}"
    return _finding("WF102", f'{subject} "{target}", which is no state of its flow', instead, path, places)


def _unreached(path: Path, scope: Scope, places: Places | None) -> Iterator[Finding]:
    reached, pending = {scope.StartAt}, [scope.StartAt]
    while pending:
        state = scope.States.get(pending.pop())
        for _, target in transitions(state) if state is not None else ():
            if target not in reached:
                reached.add(target)
                pending.append(target)
    for name in scope.States:
        if name not in reached and scope.StartAt in scope.States:
            here = (*path, "States", name)
            yield _finding(
                "WF101", f'nothing leads to state "{name}"', "go there or remove it", here, places, of_key=True
            )


def _finding(
    code: str, problem: str, instead: str, path: Path, places: Places | None, *, of_key: bool = False
) -> Finding:
    place = None
    if places is not None:
        place = places.key_place(path) if of_key else places.place(path)
    return Finding(code, Severity.ERROR, problem, instead, place)
