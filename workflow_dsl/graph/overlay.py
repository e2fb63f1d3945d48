"""What is laid over a picture: how an execution went, or how two versions differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflow_dsl.asl import StatePath
from workflow_dsl.graph.model import Edge
from workflow_dsl.source import Path


class Tone(StrEnum):
    """The states of a state: six for an execution, four for a comparison."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CAUGHT = "caught"
    """Failed, and one of its catchers took over: not the same as failed."""
    RUNNING = "running"
    ABORTED = "aborted"
    """Stopped from outside, or because another branch failed: never shown in red."""
    NOT_REACHED = "not reached"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


QUIET_TONES = frozenset({Tone.NOT_REACHED, Tone.UNCHANGED})
"""Tones of what nothing happened to: thin lines, and no icon."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state is shown."""

    tone: Tone
    note: str = ""
    """A short line for people: `3 retries · 14.3 s`, or the names of the changed fields."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Marks for states (by path) and for transitions (by the path of their scope and the transition itself)."""

    title: str
    rest: Tone
    """The tone of everything that has no mark."""
    states: Mapping[StatePath, Mark] = field(default_factory=dict)
    edges: Mapping[tuple[Path, Edge], Tone] = field(default_factory=dict)
    start: Tone | None = None

    def state(self, path: StatePath) -> Mark:
        """The mark of the state at `path`."""
        return self.states.get(path) or Mark(self.rest)

    def edge(self, scope: Path, edge: Edge) -> Tone:
        """The tone of a transition in the scope at path `scope`."""
        return self.edges.get((scope, edge), self.rest)
