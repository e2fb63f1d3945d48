"""The picture's own model: a tree of flat graphs.

A transition of the Amazon States Language never leaves its own `States` map, so every scope (the top level, a Parallel
branch, a Map's processor) is a flat graph of its own and the whole is a tree of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workflow_dsl.asl import StatePath
from workflow_dsl.source import Path

START = "\0start"
"""Name of the pseudo node before the first state; no state can have it, since names hold no control characters."""

END = "\0end"
"""Name of the pseudo node after the states with `End: true`."""


class EdgeKind(StrEnum):
    """Why an execution goes from one state to another."""

    START = "start"
    NEXT = "next"
    CHOICE = "choice"
    DEFAULT = "default"
    CATCH = "catch"
    END = "end"


class Shape(StrEnum):
    """What is drawn for a node."""

    START = "Start"
    END = "End"
    TASK = "Task"
    PASS = "Pass"
    WAIT = "Wait"
    CHOICE = "Choice"
    PARALLEL = "Parallel"
    MAP = "Map"
    SUCCEED = "Succeed"
    FAIL = "Fail"
    MISSING = "Missing"
    """The target of a transition that no state is named."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One transition inside one scope; `source` and `target` are state names, or START and END."""

    source: str
    target: str
    kind: EdgeKind
    label: str = ""
    """The condition of a Choice rule or the error names of a catcher, in full."""


@dataclass(frozen=True, slots=True)
class Node:
    """One state as it is drawn."""

    path: StatePath
    name: str
    shape: Shape
    title: str = ""
    """The state's type, or the service that a Task calls when that says more: `Task`, `Lambda`, `Distributed Map`."""
    subtitle: str = ""
    """What it does: `dynamodb:putItem`, `ProcessPayment`, `300 s`, `max 5`."""
    notes: tuple[str, ...] = ()
    """Retriers and time-outs: `5x from 2 s, x2`."""
    scopes: tuple["Scope", ...] = ()
    definition: Mapping[str, Any] = field(default_factory=dict)
    """The state as JSON, without the scopes inside it."""
    place: str = ""
    """`file:line` of the source, when known."""
    folded: int = 0
    """How many states are hidden inside, when the picture's level hides them."""

    @property
    def kind(self) -> str:
        """Title and subtitle: `Lambda · ProcessPayment`."""
        return " · ".join(part for part in (self.title, self.subtitle) if part)

    @property
    def hidden(self) -> str:
        """What is said of the states hidden inside: `7 states inside`; empty where there are none."""
        return f"{self.folded} state{'s' if self.folded > 1 else ''} inside" if self.folded else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """One flat graph: the nodes in the order of the definition, then the transitions in that order."""

    path: Path
    """The way to it as keys and indices of the definition; empty for the machine itself."""
    title: str
    start: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A whole state machine."""

    name: str
    comment: str
    scope: Scope


def walk_nodes(scope: Scope) -> Iterator[Node]:
    """Every state of a scope and of the scopes inside it, outer before inner."""
    for node in scope.nodes:
        yield node
        for inner in node.scopes:
            yield from walk_nodes(inner)


def walk_scopes(scope: Scope) -> Iterator[Scope]:
    """A scope and every scope inside it, outer before inner."""
    yield scope
    for node in scope.nodes:
        for inner in node.scopes:
            yield from walk_scopes(inner)


def count_states(scope: Scope) -> int:
    """The number of states in a scope and inside them."""
    return sum(1 for node in walk_nodes(scope) if node.shape not in (Shape.START, Shape.END, Shape.MISSING))
