"""Where every failure of every step goes: the states behind each catcher, and how the execution ends there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import is_matched

UNCAUGHT = "any other error"


@dataclass(frozen=True, slots=True)
class FailureRoute:
    """One way in which a state can fail: the errors, the further attempts, the states that follow, the end."""

    state: asl.StatePath
    errors: str
    attempts: int
    states: tuple[str, ...]
    end: str


def failure_routes(machine: asl.StateMachine) -> tuple[FailureRoute, ...]:
    """Every route of every state that can fail, in the order of the definition; what no catcher takes fails the
    execution, or the Map or Parallel around the state.
    """
    return tuple(route for path, state in asl.walk(machine) for route in _routes(machine, path, state))


def _routes(machine: asl.StateMachine, path: asl.StatePath, state: asl.State) -> Iterator[FailureRoute]:
    if not isinstance(state, asl.Worker):
        return
    siblings = _siblings(machine, path)
    caught_before: set[str] = set()
    for catcher in state.Catch:
        for names, attempts in _by_attempts(state, _taken(state, catcher, caught_before)):
            passed = _onward(siblings, catcher.Next)
            yield FailureRoute(path, ", ".join(names), attempts, tuple(passed), _end(siblings, passed[-1]))
        caught_before.update(catcher.ErrorEquals)
    if not any("States.ALL" in catcher.ErrorEquals for catcher in state.Catch):
        failing = "the execution" if path.parent is None else path.parent.name
        for names, attempts in _by_attempts(state, _uncaught(state, caught_before)):
            yield FailureRoute(path, ", ".join(names), attempts, (), f"{failing} fails")
        yield FailureRoute(path, UNCAUGHT, _attempts(state, "States.ALL"), (), f"{failing} fails")


def _taken(state: asl.Worker, catcher: asl.Catcher, caught_before: set[str]) -> tuple[str, ...]:
    """The errors that a catcher takes: those it names, and with States.ALL those that are retried in their own way."""
    if "States.ALL" not in catcher.ErrorEquals:
        return catcher.ErrorEquals
    retried = (name for name in _named(state) if _attempts(state, name))
    return (*(name for name in retried if name not in {*caught_before, *catcher.ErrorEquals}), *catcher.ErrorEquals)


def _uncaught(state: asl.Worker, caught: set[str]) -> tuple[str, ...]:
    """The errors that no catcher takes and that are tried again in their own way, which may be never."""
    rest = _attempts(state, "States.ALL")
    return tuple(name for name in _named(state) if name not in caught and _attempts(state, name) != rest)


def _named(state: asl.Worker) -> dict[str, None]:
    return dict.fromkeys(name for retrier in state.Retry for name in retrier.ErrorEquals)


def _by_attempts(state: asl.Worker, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The errors of a catcher, grouped by how often each is tried again before it is caught."""
    groups: dict[int, list[str]] = {}
    for name in names:
        groups.setdefault(_attempts(state, name), []).append(name)
    yield from ((tuple(group), attempts) for attempts, group in groups.items())


def _attempts(state: asl.Worker, error: str) -> int:
    for retrier in state.Retry:
        if is_matched(error, retrier.ErrorEquals):
            attempts = retrier.MaxAttempts
            return attempts if isinstance(attempts, int) else 0
    return 0


def _siblings(machine: asl.StateMachine, path: asl.StatePath) -> Mapping[str, asl.State]:
    parent = path.parent
    if parent is None:
        return machine.States
    found = next(state for other, state in asl.walk(machine) if other == parent)
    if isinstance(found, asl.Map):
        return found.processor.States
    assert isinstance(found, asl.Parallel)
    return next(branch.States for branch in found.Branches if path.name in branch.States)


def _onward(states: Mapping[str, asl.State], start: str) -> list[str]:
    """The states that follow while nothing fails again, up to an end, a Choice, or a state already passed."""
    passed = {start: None}
    last = start
    while (state := states.get(last)) is not None:
        following = getattr(state, "Next", None)
        if following is None or following in passed:
            break
        passed[following] = None
        last = following
    return list(passed)


def _end(states: Mapping[str, asl.State], last: str) -> str:
    match states.get(last):
        case asl.Fail(Error=error):
            named = "with the error caught" if asl.is_expression(error) else f"with {error}"
            return f"fails {named}" if error is not None else "fails"
        case asl.Choice():
            return "goes on as the Choice decides"
        case None:
            return "leads nowhere"
        case state if getattr(state, "Next", None) is not None:
            return "goes round in a loop"
        case _:
            return "succeeds"
