"""Fourth pass: whether what a state reads can be seen from where it stands at all."""

from workflow_dsl.compiler.draft import Draft, Read, ScopeDraft, StateDraft
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.steps import DistributedMap, Map, ResourceTask
from workflow_dsl.source import Place


def check_reads(draft: Draft) -> None:
    """WF207: a value of another workflow, of a step that lies inside of another flow, or of an item that is not at
    hand.
    """
    for state in draft.states():
        for read in state.reads:
            if isinstance(read.node, nodes.OutputOf):
                _check_output(draft, state, read, read.node)
            elif isinstance(read.node, nodes.InputOf):
                _check_input(draft, state, read, read.node)
            elif isinstance(read.node, nodes.Context) and read.node.path == ("Task", "Token"):
                _check_token(draft, state, read)


def scopes_around(state: StateDraft) -> list[tuple[ScopeDraft, StateDraft]]:
    """The state's own scope and those around it, each with the state in it that holds the state; innermost first."""
    found = [(state.scope, state)]
    while (container := found[-1][0].container) is not None:
        found.append((container.scope, container))
    return found


def map_around(state: StateDraft) -> tuple[ScopeDraft, StateDraft] | None:
    """The flow of the innermost Map around the state, and the state of that flow that holds it; None without a Map."""
    around = scopes_around(state)
    inside = ((scope, held) for scope, held in around if scope.container and isinstance(scope.container.step, Map))
    return next(inside, None)


def _check_output(draft: Draft, state: StateDraft, read: Read, node: nodes.OutputOf) -> None:
    name = node.step.name
    source = draft.by_step.get(id(node.step))
    if source is None:
        problem = f'"{state.name}" reads the output of "{name}", which is no step of this workflow'
        draft.find("WF207", problem, f'add "{name}" to steps or to a route', _place(state, read))
        return
    if any(scope is source.scope for scope, _ in scopes_around(state)):
        _check_same_execution(draft, state, read, source.scope, f'the output of "{name}"')
        return
    container = source.scope.container
    outer = container.name if container else ""
    problem = f'"{state.name}" reads the output of "{name}", which is only known inside of "{outer}"'
    instead = f'read the output of "{outer}": the list of what its flows end with'
    draft.find("WF207", problem, instead, _place(state, read))


def _check_input(draft: Draft, state: StateDraft, read: Read, node: nodes.InputOf) -> None:
    if node.flow is draft.workflow:
        _check_same_execution(draft, state, read, draft.scopes[0], "the input of the workflow")
        return
    around = [scope for scope, _ in scopes_around(state)]
    inside = map_around(state)
    if inside is not None and inside[0].flow is node.flow:
        _check_item(draft, state, read, *inside)
        return
    if any(scope.flow is node.flow for scope in around if scope.container and isinstance(scope.container.step, Map)):
        problem = f'"{state.name}" reads the item of an outer Map, which the inner one hides'
        instead = "keep it first: Pass(..., value=flow.input), and read the output of that"
        draft.find("WF207", problem, instead, _place(state, read))
        return
    if any(scope.flow is node.flow for scope in around):
        problem = f'"{state.name}" reads the input of a branch, which has none of its own'
        instead = "read workflow.input, or the output of a step before the Parallel"
        draft.find("WF207", problem, instead, _place(state, read))
        return
    problem = f'"{state.name}" reads the input of a flow that it does not lie in'
    draft.find("WF207", problem, "read the input of its own flow or of its workflow", _place(state, read))


def _check_same_execution(draft: Draft, state: StateDraft, read: Read, source: ScopeDraft, what: str) -> None:
    """Each item of a DistributedMap is an execution of its own, which sees nothing of the one that started it.

    An imported definition is taken as it is: its context object may well be meant to be the item's.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
    """
    if draft.workflow.exact:
        return
    for scope, _ in scopes_around(state):
        if scope is source:
            return
        if scope.container is not None and isinstance(scope.container.step, DistributedMap):
            outer = scope.container.name
            problem = f'"{state.name}" reads {what}, which the executions of "{outer}" cannot see'
            instead = f'hand it in: item={{...}} of "{outer}", and read the input of its flow'
            draft.find("WF207", problem, instead, _place(state, read))
            return


def _check_token(draft: Draft, state: StateDraft, read: Read) -> None:
    """What a ResourceTask calls is a text or a parameter, and only its own author knows whether it waits."""
    step = state.step
    waits = getattr(step, "wait_for_token", False) or getattr(step, "pattern", "") == "waitForTaskToken"
    if draft.workflow.exact or waits or isinstance(step, ResourceTask):
        return
    problem = f'"{state.name}" reads the task token, and does not wait for it'
    instead = 'give the step wait_for_token=True, or pattern="waitForTaskToken"'
    draft.find("WF207", problem, instead, _place(state, read))


def _check_item(draft: Draft, state: StateDraft, read: Read, scope: ScopeDraft, held: StateDraft) -> None:
    """The item is the input of the first state, which keeps it for the others when it ends.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html (the context object has
    the item in ItemSelector only, not in the states of the flow)
    """
    comes_back = any(edge.target == scope.start for each in scope.states.values() for edge in each.edges)
    if comes_back or (scope.begins_with(held) and held is not state):
        where = "to which the flow comes back" if comes_back else "inside of which it is not known yet"
        problem = f'"{state.name}" reads the item, which the flow gives to "{scope.start}" only, {where}'
        instead = 'begin the flow with Pass("Item", value=flow.input), and read the output of that'
        draft.find("WF207", problem, instead, _place(state, read))


def _place(state: StateDraft, read: Read) -> Place:
    # Asked for with a finding only: the file has to be parsed for it.
    return state.step.place(*read.argument)
