"""WF108."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.flow.reach import reached
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Edge, Scope, StateAt, Subject
from workflow_dsl.diagnostics import Severity

_SKIPS = {"ErrorEquals": ["States.ALL"], "Next": "Notify"}


class JoinSkipsAStep(Rule):
    """A failure route that comes back to the main path behind a step that it skips."""

    code = "WF108"
    severity = Severity.WARNING
    why = (
        "The execution goes on as if the skipped step had been done: a payment is confirmed that was never stored. "
        "It may join where the failed step would have gone, or end."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (states(Charge=task(Next="Store"), Store=task(Next="Notify"), Notify=task()),)
    invalid = (states(Charge=task(Next="Store", Catch=[_SKIPS]), Store=task(Next="Notify"), Notify=task()),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Follow each catcher until it meets the main path."""
        for scope in subject.scopes:
            for state in scope.states.values():
                following = next((edge.target for edge in state.edges if edge.kind == "next"), None)
                if following is None or not _is_work(scope, following):
                    continue
                ahead: set[str] | None = None
                for edge in state.edges:
                    if edge.kind != "catch":
                        continue
                    if ahead is None:
                        ahead = reached(scope, [following], _is_normal)
                    joined = _joins(scope, edge.target, ahead)
                    if joined is not None and joined != following and state.name not in ahead:
                        yield _hit(state, edge, following, joined)


def _joins(scope: Scope, start: str, ahead: set[str]) -> str | None:
    """Where the route meets the main path before anything ends; None where it does not."""
    seen: set[str] = set()
    name: str | None = start
    while name is not None and name in scope.states and name not in seen:
        if name in ahead:
            ends = isinstance(scope.states[name].state, asl.Succeed | asl.Fail)
            return None if ends or not _may_succeed(scope, name) else name
        seen.add(name)
        name = next((edge.target for edge in scope.states[name].edges if edge.kind == "next"), None)
    return None


def _may_succeed(scope: Scope, start: str) -> bool:
    """Whether the execution can end well from here: a route that ends in a Fail hides nothing."""
    after = (scope.states[name].state for name in reached(scope, [start], _is_normal))
    return any(isinstance(state, asl.Succeed) or getattr(state, "End", False) for state in after)


def _is_normal(edge: Edge) -> bool:
    return edge.kind != "catch"


def _is_work(scope: Scope, name: str) -> bool:
    return name in scope.states and isinstance(scope.states[name].state, asl.Task | asl.Map | asl.Parallel)


def _hit(state: StateAt, edge: Edge, following: str, joined: str) -> Hit:
    return Hit(
        state.at(*edge.at),
        f'when "{state.name}" fails, its route joins the main path at "{joined}" and skips "{following}"',
        f'join at "{following}", or end the route with a Fail',
    )
