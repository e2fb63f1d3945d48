"""A history read event by event: one visit for each time that an execution enters a state."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.asl import StatePath
from workflow_dsl.graph.model import EdgeKind, Graph, Node, Shape, walk_scopes
from workflow_dsl.graph.overlay import Tone
from workflow_dsl.source import Path

_OF_TASKS = ("Task", "LambdaFunction", "Activity")
_FAILURES = ("Failed", "TimedOut")
_ATTEMPTS = ("TaskScheduled", "LambdaFunctionScheduled", "ActivityScheduled", "ParallelStateStarted", "MapStateStarted")


@dataclass(slots=True, eq=False)
class Visit:
    """One time that a state was entered."""

    path: StatePath
    scope: Path
    instance: int
    """The event that started the scope around it: tells the iterations of a Map apart."""
    source: "Visit | None"
    entered: object = None
    left: object = None
    attempts: int = 0
    failing: bool = False
    tone: Tone = Tone.RUNNING

    @property
    def retries(self) -> int:
        """How often it was tried again."""
        return max(0, self.attempts - 1)


@dataclass(slots=True)
class _Where:
    """What an event belongs to: the visit, or the inside of a state that has just started its scopes."""

    visit: Visit | None = None
    inside: StatePath | None = None
    instance: int = 0


@dataclass(slots=True)
class Visits:
    """All visits, in the order of the history."""

    graph: Graph
    all: list[Visit] = field(default_factory=list)
    iterations: dict[StatePath, Counter[Tone]] = field(default_factory=dict)
    """Per Map, how its items went."""
    where: dict[int, _Where] = field(default_factory=dict)
    scopes: dict[Path, dict[str, Node]] = field(default_factory=dict)
    last: dict[StatePath, Visit] = field(default_factory=dict)
    open: dict[Visit, None] = field(default_factory=dict)
    ways: dict[tuple[Path, str, str], set[EdgeKind]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scopes = {scope.path: {node.name: node for node in scope.nodes} for scope in walk_scopes(self.graph.scope)}
        for scope in walk_scopes(self.graph.scope):
            for edge in scope.edges:
                self.ways.setdefault((scope.path, edge.source, edge.target), set()).add(edge.kind)

    def read(self, event: Mapping[str, Any]) -> None:
        """Take in the next event."""
        kind, number = str(event["type"]), int(event["id"])
        # Emulators leave out what an event follows; then it follows the one before it.
        before = self.where.get(int(event.get("previousEventId", number - 1)), _Where())
        self.where[number] = before
        if kind.endswith("StateEntered"):
            self._enter(event, before)
        elif kind.endswith("StateExited"):
            self._leave(event, before)
        elif kind.startswith("MapIteration"):
            self._iterate(event, kind, before)
        elif kind == "ExecutionFailed":
            # A state that fails while its own fields are read has no event of its own.
            if before.visit is not None and before.visit in self.open:
                before.visit.failing = True
        elif not kind.startswith("Execution"):
            self._progress(event, kind, before)

    def _enter(self, event: Mapping[str, Any], before: _Where) -> None:
        path = self._find(event["stateEnteredEventDetails"]["name"], before)
        scope = path.json_path[:-2]
        follows = before.visit is not None and before.inside is None and before.visit.scope == scope
        source = before.visit if follows and before.visit and before.visit.left is not None else None
        if source is not None:
            self._judge(source, path.name)
        visit = Visit(path, scope, before.instance, source, entered=event.get("timestamp", ""))
        visit.failing = self._shape(path) is Shape.FAIL
        self.all.append(visit)
        self.last[path] = visit
        self.open[visit] = None
        self.where[int(event["id"])] = _Where(visit, None, before.instance)

    def _judge(self, source: Visit, target: str) -> None:
        """Where a state led to says whether it was caught, if its catchers lead elsewhere than its other ways."""
        kinds = self.ways.get((source.scope, source.path.name, target), set())
        if kinds == {EdgeKind.CATCH}:
            source.tone = Tone.CAUGHT
        elif kinds and EdgeKind.CATCH not in kinds:
            source.tone = Tone.SUCCEEDED

    def _leave(self, event: Mapping[str, Any], before: _Where) -> None:
        name = event["stateExitedEventDetails"]["name"]
        visit = self._left_by(name, before)
        if visit is None:
            return
        visit.left = event.get("timestamp", "")
        visit.tone = Tone.CAUGHT if visit.failing else Tone.SUCCEEDED
        self.open.pop(visit, None)
        self._stop_inside(visit.path)
        self.where[int(event["id"])] = _Where(visit, None, visit.instance)

    def _iterate(self, event: Mapping[str, Any], kind: str, before: _Where) -> None:
        details: Mapping[str, Any] = event.get(kind[0].lower() + kind[1:] + "EventDetails", {})
        path = self._find(str(details.get("name", "")), before) if "name" in details else before.inside
        if path is None:
            return
        counts = self.iterations.setdefault(path, Counter())
        if kind == "MapIterationStarted":
            counts[Tone.RUNNING] += 1
            self.where[int(event["id"])] = _Where(before.visit, path, int(event["id"]))
            return
        tone = {"MapIterationSucceeded": Tone.SUCCEEDED, "MapIterationFailed": Tone.FAILED}.get(kind, Tone.ABORTED)
        counts[Tone.RUNNING] -= 1
        counts[tone] += 1
        holder = self._last(path)
        self.where[int(event["id"])] = _Where(holder, path, holder.instance if holder else 0)

    def _progress(self, event: Mapping[str, Any], kind: str, before: _Where) -> None:
        """Events of a task, or of a state that holds others."""
        visit = before.visit
        if kind == "EvaluationFailed":
            # It follows the event before its state was entered, but names the state.
            name = event.get("evaluationFailedEventDetails", {}).get("state", "")
            visit = self._left_by(name, before) or next(reversed(self.open), None)
        for holder in ("Parallel", "Map"):
            if kind.startswith(f"{holder}State") and visit is not None:
                visit = self._holder(visit, holder) or visit
        if visit is None or (kind.startswith(_OF_TASKS) and self._shape(visit.path) is not Shape.TASK):
            return
        if kind in _ATTEMPTS:
            visit.attempts += 1
        visit.failing = kind.endswith(_FAILURES) if not kind.endswith(("Submitted", "Started")) else visit.failing
        if kind.endswith("StateAborted"):
            visit.tone = Tone.ABORTED
        starts = kind in ("ParallelStateStarted", "MapStateStarted")
        instance = int(event["id"]) if starts else visit.instance
        self.where[int(event["id"])] = _Where(visit, visit.path if starts else None, instance)

    def _holder(self, visit: Visit, shape: str) -> Visit | None:
        """The nearest visit, outwards, of a Parallel or Map state."""
        path: StatePath | None = visit.path
        while path is not None:
            if self._shape(path) == shape:
                return self._last(path)
            path = path.parent
        return None

    def _find(self, name: str, before: _Where) -> StatePath:
        """The path of a state by its name: in the scopes that were just started, else outwards, else anywhere."""
        for scope in self._near(before):
            if name in self.scopes.get(scope, {}):
                return StatePath((*scope, "States", name))
        for scope, nodes in self.scopes.items():
            if name in nodes:
                return StatePath((*scope, "States", name))
        return StatePath.of(name)

    def _near(self, before: _Where) -> list[Path]:
        near: list[Path] = []
        path = before.inside
        if path is not None:
            near += [scope for scope in self.scopes if self._is_directly_inside(scope, path)]
        elif before.visit is not None:
            near.append(before.visit.scope)
            path = before.visit.path.parent
        while path is not None:
            near.append(path.json_path[:-2])
            path = path.parent
        return [*near, ()]

    @staticmethod
    def _is_directly_inside(scope: Path, path: StatePath) -> bool:
        depth = len(path.json_path)
        return scope[:depth] == path.json_path and depth < len(scope) <= depth + 2

    def _left_by(self, name: str, before: _Where) -> Visit | None:
        near = before.visit
        if near is not None and near.path.name == name and near.left is None:
            return near
        if near is not None:
            path = near.path.parent
            while path is not None:
                holder = self._last(path)
                if path.name == name and holder is not None and holder.left is None:
                    return holder
                path = path.parent
        return next((visit for visit in reversed(self.open) if visit.path.name == name), None)

    def _last(self, path: StatePath) -> Visit | None:
        return self.last.get(path)

    def _shape(self, path: StatePath) -> Shape | None:
        node = self.scopes.get(path.json_path[:-2], {}).get(path.name)
        return node.shape if node else None

    def _stop_inside(self, holder: StatePath) -> None:
        """What is still open inside a state that ends has failed, or was stopped with it."""
        depth = len(holder.json_path)
        for visit in list(self.open):
            path = visit.path.json_path
            if len(path) > depth and path[:depth] == holder.json_path:
                visit.tone = Tone.FAILED if visit.failing else Tone.ABORTED
                del self.open[visit]

    def close(self, *, running: bool) -> None:
        """Say how the visits ended that the history does not end."""
        for visit in self.open:
            if visit.tone is Tone.RUNNING and not running:
                visit.tone = Tone.FAILED if visit.failing else Tone.ABORTED
        for counts in self.iterations.values():
            if not running and counts[Tone.RUNNING]:
                counts[Tone.ABORTED] += counts.pop(Tone.RUNNING)
