"""WF108."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.flow.reach import Reach, reached
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
            if any(edge.kind == "catch" for state in scope.states.values() for edge in state.edges):
                yield from _check(scope)


def _check(scope: Scope) -> Iterator[Hit]:
    reach = Reach(scope, _is_normal)
    main = reached(scope, [scope.start], _is_normal)
    good = [name for name, state in scope.states.items() if _ends_well(state)]
    met: dict[str, str | None] = {}
    for state in scope.states.values():
        following = next((edge.target for edge in state.edges if edge.kind == "next"), None)
        if following is None or not _is_work(scope, following):
            continue
        for edge in state.edges:
            joined = _meets(scope, edge.target, main, met) if edge.kind == "catch" else None
            if joined is None or joined == following or reach.leads(following, state.name):
                continue
            ends = isinstance(scope.states[joined].state, asl.Succeed | asl.Fail)
            # A route that ends in a Fail hides nothing.
            if not ends and reach.leads(following, joined) and reach.leads_to_any(joined, good):
                yield _hit(state, edge, following, joined)


def _meets(scope: Scope, start: str, main: set[str], met: dict[str, str | None]) -> str | None:
    """Where a failure route meets the main path; None where it ends before, or branches."""
    route: list[str] = []
    name: str | None = start
    while name is not None and name in scope.states and name not in main and name not in met and name not in route:
        route.append(name)
        name = next((edge.target for edge in scope.states[name].edges if edge.kind == "next"), None)
    found = name if name in main else met.get(name) if name is not None else None
    met.update(dict.fromkeys(route, found))
    return found


def _ends_well(state: StateAt) -> bool:
    return isinstance(state.state, asl.Succeed) or bool(getattr(state.state, "End", False))


def _is_normal(edge: Edge) -> bool:
    return edge.kind != "catch"


def _is_work(scope: Scope, name: str) -> bool:
    return name in scope.states and isinstance(scope.states[name].state, asl.Worker)


def _hit(state: StateAt, edge: Edge, following: str, joined: str) -> Hit:
    return Hit(
        state.at(*edge.at),
        f'when "{state.name}" fails, its route joins the main path at "{joined}" and skips "{following}"',
        f'join at "{following}", or end the route with a Fail',
    )
