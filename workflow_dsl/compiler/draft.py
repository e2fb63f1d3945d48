"""What the passes work on: the scopes of a workflow and its states, filled in pass by pass."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from workflow_dsl.asl import StatePath
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl.nodes import Node
from workflow_dsl.dsl.steps import Flow, Step
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.source import Place

Argument = tuple[str | int, ...]


class Edge(NamedTuple):
    """A transition: `kind` is next, choice or catch; `argument` is where the step names its target; `label` the errors
    or the rule; `keeps_caught` that a catcher leaves the error caught before in its place.
    """

    kind: Literal["next", "choice", "catch"]
    target: str
    argument: Argument = ()
    label: str = ""
    keeps_caught: bool = False


class Read(NamedTuple):
    """A node that a state reads, and the argument of the step in which it stands."""

    node: Node
    argument: Argument


@dataclass(slots=True, eq=False)
class StateDraft:
    """One step on its way to become a state."""

    step: Step
    scope: "ScopeDraft"
    path: StatePath
    follower: str | None = None
    ends: bool = False
    edges: list[Edge] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    inner: list["ScopeDraft"] = field(default_factory=list)
    caught: str | None = None

    @property
    def name(self) -> str:
        """The name of the step and of the state."""
        return self.step.name


@dataclass(slots=True, eq=False)
class ScopeDraft:
    """A flow: the machine itself, one branch, or what a Map does; `container` is the state that it lies in, `item` the
    variable that keeps what a Map gave it.
    """

    flow: Flow[object]
    container: StateDraft | None
    states: dict[str, StateDraft] = field(default_factory=dict)
    variables: dict[int, str] = field(default_factory=dict)
    caught: str | None = None
    item: str | None = None
    catchers_that_assign: set[tuple[str, int]] = field(default_factory=set)

    @property
    def start(self) -> str:
        """The name of the first state."""
        return next(iter(self.states), "")

    def begins_with(self, state: StateDraft) -> bool:
        """Whether the state is the first one."""
        return state.scope is self and state.name == self.start


@dataclass(slots=True, eq=False)
class Draft:
    """A workflow being compiled, and what was found wrong with it so far."""

    workflow: Workflow[object]
    scopes: list[ScopeDraft] = field(default_factory=list)
    by_step: dict[int, StateDraft] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def states(self) -> Iterator[StateDraft]:
        """Every state of every scope, outer scopes first."""
        for scope in self.scopes:
            yield from scope.states.values()

    def find(self, code: str, problem: str, instead: str, place: Place) -> None:
        """Note an error."""
        self.findings.append(Finding(code, Severity.ERROR, problem, instead, place))
