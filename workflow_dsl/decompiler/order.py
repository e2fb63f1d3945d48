"""In which order a reader wants to see the states of a flow: the main path, then the routes beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow_dsl import asl
from workflow_dsl.decompiler.check_flow import Scope, transitions


@dataclass(frozen=True, slots=True)
class Way:
    """States one after the other. `to` is where the last one goes on, when it goes to a state that stands elsewhere;
    `origin` is the state that leads here, and `by` how.
    """

    names: Sequence[str]
    to: str | None = None
    origin: str = ""
    by: str = ""


@dataclass(slots=True)
class Order:
    """The main path and the routes of a flow."""

    main: Way
    routes: list[Way] = field(default_factory=list)

    @property
    def ways(self) -> list[Way]:
        """The main path first."""
        return [self.main, *self.routes]


def order_of(scope: Scope) -> Order:
    """The ways of a flow, each state on exactly one of them: in the order of the definition, unless it jumps about."""
    planned = _Planner(scope).plan()
    if next(iter(scope.States)) != scope.StartAt:
        return planned
    written = _as_written(scope)
    return written if len(written.ways) <= 2 * len(planned.ways) else planned


def _as_written(scope: Scope) -> Order:
    """The definition's own order, cut where one state does not lead to the one written next."""
    origins: dict[str, tuple[str, str]] = {}
    for name, state in scope.States.items():
        for at, target in transitions(state):
            origins.setdefault(target, (name, str(at[0])))
    runs: list[list[str]] = []
    for name in scope.States:
        if runs and _leads(scope.States[runs[-1][-1]], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    ways = [
        Way(run, getattr(scope.States[run[-1]], "Next", None), *(origins[run[0]] if index else ("", "")))
        for index, run in enumerate(runs)
    ]
    return Order(ways[0], ways[1:])


def _leads(state: asl.State, name: str) -> bool:
    """Whether the state written next may be this one: a Choice without a default would take it as its default."""
    if isinstance(state, asl.Choice):
        return state.Default is not None and name in _branches(state)
    return getattr(state, "Next", None) == name


class _Planner:
    def __init__(self, scope: Scope) -> None:
        self._states = scope.States
        self._start = scope.StartAt
        self._worth = _worths(scope)
        self._placed: set[str] = set()

    def plan(self) -> Order:
        main = self._way(self._start, "", "")
        order = Order(main)
        waiting = list(main.names)
        for name in waiting:
            for at, target in transitions(self._states[name]):
                if target not in self._placed:
                    way = self._way(target, name, str(at[0]))
                    order.routes.append(way)
                    waiting.extend(way.names)
        return order

    def _way(self, start: str, origin: str, by: str) -> Way:
        names: list[str] = []
        following: str | None = start
        while following is not None and following not in self._placed:
            names.append(following)
            self._placed.add(following)
            following = self._following(self._states[following])
        return Way(names, following, origin, by)

    def _following(self, state: asl.State) -> str | None:
        """The state to write next: of a Choice, the one that leads furthest and ends well."""
        if not isinstance(state, asl.Choice):
            return getattr(state, "Next", None)
        if state.Default is None:
            # Whatever is written next would become its default.
            return None
        free = [target for target in _branches(state) if target not in self._placed]
        return max(free, key=lambda target: self._worth[target], default=None)


def _branches(state: asl.Choice) -> list[str]:
    """The default first, which wins among equals."""
    rules = [rule.Next for rule in state.Choices if rule.Next is not None]
    return [*([state.Default] if state.Default is not None else []), *rules]


_Worth = tuple[bool, int]


def _onward(state: asl.State) -> list[str]:
    if isinstance(state, asl.Choice):
        return _branches(state)
    following = getattr(state, "Next", None)
    return [] if following is None else [following]


def _worths(scope: Scope) -> dict[str, _Worth]:
    """For each state, whether the best way from it ends well, and how long that way is. Loops are followed once."""
    worth: dict[str, _Worth] = {}
    pending = [(name, False) for name in reversed(scope.States)]
    opened: set[str] = set()
    while pending:
        name, is_done = pending.pop()
        if is_done:
            worth[name] = _worth_of(scope.States[name], worth)
        elif name not in opened:
            opened.add(name)
            pending.append((name, True))
            pending.extend((target, False) for target in _onward(scope.States[name]) if target not in opened)
    return worth


def _worth_of(state: asl.State, worth: dict[str, _Worth]) -> _Worth:
    known = [worth[target] for target in _onward(state) if target in worth]
    if not known:
        return not isinstance(state, asl.Fail) and not _onward(state), 1
    ends_well, length = max(known)
    return ends_well, length + 1
