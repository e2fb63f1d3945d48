"""The history of an execution as an overlay: how each state went, and which transitions were taken.

Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from workflow_dsl.asl import StateMachine, StatePath
from workflow_dsl.graph.build import build_graph
from workflow_dsl.graph.model import END, Edge, EdgeKind, Graph, walk_scopes
from workflow_dsl.graph.overlay import Mark, Overlay, Tone
from workflow_dsl.graph.visits import Visit, Visits
from workflow_dsl.source import Path

_ENDS = {
    "ExecutionSucceeded": Tone.SUCCEEDED,
    "ExecutionFailed": Tone.FAILED,
    "ExecutionTimedOut": Tone.ABORTED,
    "ExecutionAborted": Tone.ABORTED,
}
_NO_TIME = 0.005
_WORST_FIRST = (Tone.FAILED, Tone.RUNNING, Tone.ABORTED, Tone.CAUGHT, Tone.SUCCEEDED)


def overlay_from_history(machine: StateMachine, events: Sequence[Mapping[str, Any]]) -> Overlay:
    """How an execution went, from the events that GetExecutionHistory returns, in the order of their ids.

    A state is caught when one of its catchers took over, aborted when it was stopped from outside (by a time-out of the
    execution, by StopExecution, or because another branch failed), and running when the history ends before it does.
    """
    ordered = sorted(events, key=lambda event: int(event["id"]))
    graph = build_graph(machine)
    visits = Visits(graph)
    for event in ordered:
        visits.read(event)
    end = ordered[-1]["type"] if ordered and ordered[-1]["type"] in _ENDS else None
    visits.close(running=end is None)
    return Overlay(
        title=_title(ordered, end),
        rest=Tone.NOT_REACHED,
        states={path: _mark(runs, visits.iterations.get(path)) for path, runs in _by_path(visits).items()},
        edges=_taken(graph, visits, succeeded=end == "ExecutionSucceeded"),
        start=Tone.SUCCEEDED if visits.all else Tone.NOT_REACHED,
    )


def _title(events: Sequence[Mapping[str, Any]], end: str | None) -> str:
    """`FAILED · PaymentDeclined · 14.3 s`."""
    if not events:
        return "NO EVENTS"
    if end is None:
        return "RUNNING"
    name = "TIMED OUT" if end == "ExecutionTimedOut" else end.removeprefix("Execution").upper()
    details = events[-1].get(end[0].lower() + end[1:] + "EventDetails", {})
    took = _seconds(events[0].get("timestamp"), events[-1].get("timestamp"))
    return " · ".join(part for part in (name, details.get("error", ""), _duration(took)) if part)


def _by_path(visits: Visits) -> dict[StatePath, list[Visit]]:
    found: dict[StatePath, list[Visit]] = {}
    for visit in visits.all:
        found.setdefault(visit.path, []).append(visit)
    return found


def _mark(runs: Sequence[Visit], iterations: Counter[Tone] | None) -> Mark:
    """One mark for all visits: the last one in each iteration counts, and the worst of the iterations is shown."""
    last = {visit.instance: visit.tone for visit in runs}
    counts = Counter(last.values())
    tone = next(one for one in _WORST_FIRST if counts[one])
    retries = sum(visit.retries for visit in runs)
    loops = len(runs) - len(last)
    seconds = [_seconds(visit.entered, visit.left) for visit in runs]
    total = sum(one for one in seconds if one is not None) if any(one is not None for one in seconds) else None
    parts = [
        f"{retries} {'retry' if retries == 1 else 'retries'}" if retries else "",
        _duration(total) if len(last) == 1 else "",
        f"\N{MULTIPLICATION SIGN}{len(runs)}" if loops and len(last) == 1 else "",
        _counts(counts) if len(last) > 1 else "",
        f"items: {_counts(iterations)}" if iterations else "",
    ]
    return Mark(tone, " · ".join(part for part in parts if part))


def _counts(counts: Counter[Tone]) -> str:
    return ", ".join(f"{counts[tone]} {tone.value}" for tone in reversed(_WORST_FIRST) if counts[tone])


def _taken(graph: Graph, visits: Visits, *, succeeded: bool) -> dict[tuple[Path, Edge], Tone]:
    """The transitions between visits that follow one another, and the ends that were reached."""
    taken: dict[tuple[Path, Edge], Tone] = {}
    between: dict[tuple[Path, str, str, bool], Tone] = {}
    for path, source, target, tone in _hops(visits, succeeded=succeeded):
        between[(path, source, target, tone is Tone.CAUGHT)] = tone
    for scope in walk_scopes(graph.scope):
        for edge in scope.edges:
            tone_of = between.get((scope.path, edge.source, edge.target, edge.kind is EdgeKind.CATCH))
            if tone_of is not None:
                taken[(scope.path, edge)] = tone_of
    return taken


def _hops(visits: Visits, *, succeeded: bool) -> Iterator[tuple[Path, str, str, Tone]]:
    followed: set[Visit] = set()
    for visit in visits.all:
        if visit.source is not None:
            followed.add(visit.source)
            tone = Tone.CAUGHT if visit.source.tone is Tone.CAUGHT else Tone.SUCCEEDED
            yield visit.scope, visit.source.path.name, visit.path.name, tone
    for visit in visits.all:
        if visit not in followed and visit.tone is Tone.SUCCEEDED and (visit.scope or succeeded):
            yield visit.scope, visit.path.name, END, Tone.SUCCEEDED


def _seconds(start: object, end: object) -> float | None:
    """Seconds between two timestamps; None when one of them is not known."""
    first, last = _moment(start), _moment(end)
    return None if first is None or last is None else max(0.0, last - first)


def _moment(timestamp: object) -> float | None:
    if isinstance(timestamp, datetime):
        return timestamp.timestamp()
    if isinstance(timestamp, int | float):
        return float(timestamp)
    try:
        return datetime.fromisoformat(str(timestamp)).timestamp()
    except ValueError:
        return None


def _duration(seconds: float | None) -> str:
    """`0.04 s`, `14.3 s`, `2 min 5 s`, `3 h 20 min`."""
    if seconds is None or seconds < _NO_TIME:
        return ""
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
