"""Second pass: where each state goes."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.compiler.draft import Draft, Edge, ScopeDraft, StateDraft
from workflow_dsl.diagnostics import suggest
from workflow_dsl.dsl.steps import Choice, Fail, Succeed
from workflow_dsl.dsl.steps.step import Going
from workflow_dsl.dsl.steps.task import Guarded
from workflow_dsl.dsl.target import target_name


def link_transitions(draft: Draft) -> None:
    """Resolve the targets. WF101: never reached; WF102: to no state of its flow; WF105: neither goes on nor ends."""
    everywhere = {state.name: state for state in draft.states()}
    for scope in draft.scopes:
        for state in scope.states.values():
            state.edges = list(_edges(draft, state))
            for edge in state.edges:
                if edge.target not in scope.states:
                    _report_dangling(draft, state, edge, everywhere)
        _report_unreached(draft, scope)


def _edges(draft: Draft, state: StateDraft) -> Iterator[Edge]:
    step = state.step
    if isinstance(step, Choice):
        yield from _choices(state, step)
    elif not isinstance(step, Succeed | Fail):
        yield from _onward(draft, state)
        if isinstance(step, Guarded):
            yield from _catchers(step)


def _choices(state: StateDraft, step: Choice) -> Iterator[Edge]:
    for index, rule in enumerate(step.when or ()):
        if rule.to is not None:
            yield Edge("choice", target_name(rule.to), ("when", index, "to"), f"rule {index + 1}")
    if step.otherwise is not None:
        yield Edge("choice", target_name(step.otherwise), ("otherwise",), "otherwise")
    elif state.follower is not None:
        yield Edge("choice", state.follower, (), "otherwise")


def _onward(draft: Draft, state: StateDraft) -> Iterator[Edge]:
    step = state.step
    if isinstance(step, Going) and step.end:
        return
    if isinstance(step, Going) and step.next is not None:
        yield Edge("next", target_name(step.next), ("next",))
    elif state.follower is not None:
        yield Edge("next", state.follower)
    elif not state.ends:
        _report_open_end(draft, state)


def _catchers(step: Guarded[Any]) -> Iterator[Edge]:
    for index, catcher in enumerate(step.catch or ()):
        if catcher.to is not None:
            errors = ", ".join(catcher.errors or ())
            yield Edge("catch", target_name(catcher.to), ("catch", index, "to"), errors, catcher.keep_caught)


def _report_open_end(draft: Draft, state: StateDraft) -> None:
    problem = f'a route ends with "{state.name}", which neither goes on nor ends the execution'
    instead = "end the route with Succeed(...) or Fail(...), or say where it goes on with to="
    draft.find("WF105", problem, instead, state.step.place())


def _report_dangling(draft: Draft, state: StateDraft, edge: Edge, everywhere: dict[str, StateDraft]) -> None:
    place = state.step.place(*edge.argument)
    problem = f'"{state.name}" goes to "{edge.target}", '
    if edge.target in everywhere:
        instead = "a transition stays in its own flow: go to a step of the same flow"
        draft.find("WF102", problem + "which lies in another flow", instead, place)
        return
    near = suggest(edge.target, state.scope.states)
    instead = f'did you mean "{near}"?' if near else f"name one of {', '.join(list(state.scope.states)[:8])}"
    draft.find("WF102", problem + "which no step is named", instead, place)


def _report_unreached(draft: Draft, scope: ScopeDraft) -> None:
    reached = {scope.start}
    pending = [scope.start] if scope.start in scope.states else []
    while pending:
        for edge in scope.states[pending.pop()].edges:
            if edge.target in scope.states and edge.target not in reached:
                reached.add(edge.target)
                pending.append(edge.target)
    for name, state in scope.states.items():
        if name not in reached:
            draft.find(
                "WF101",
                f'nothing leads to "{name}"',
                "go there with next=, to= or a route, or delete the step",
                state.step.place(),
            )
