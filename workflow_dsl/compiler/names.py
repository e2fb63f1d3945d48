"""What a state calls the values that come from outside of it."""

from workflow_dsl.compiler.check_reads import map_around, scopes_around
from workflow_dsl.compiler.draft import Draft, StateDraft
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.dsl import nodes


def naming_for(draft: Draft, state: StateDraft) -> Name:
    """The names as seen from one state.

    The input of an execution is read from the context object, where it stays for as long as it runs: no variable, and
    nothing that could be unset. The item of a Map is the input of its first state, which keeps it for those after it.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    """

    def name(node: nodes.Node) -> str:
        match node:
            case nodes.InputOf(flow=flow) if flow is draft.workflow:
                return "$states.context.Execution.Input"
            case nodes.InputOf():
                return _item(state)
            case nodes.OutputOf(step=step):
                return f"${_variable(state, step)}"
            case nodes.Caught():
                return f"${state.caught}"
            case nodes.Context(path=path):
                return f"$states.context.{'.'.join(path)}"
        raise AssertionError(f"not a value from outside: {node!r}")

    return name


def _variable(state: StateDraft, step: object) -> str:
    for scope, _ in scopes_around(state):
        if id(step) in scope.variables:
            return scope.variables[id(step)]
    raise AssertionError(f"no variable for {step!r}")


def _item(state: StateDraft) -> str:
    around = map_around(state)
    if around is None or (around[0].item is None and not around[0].begins_with(state)):
        return "$states.context.Map.Item.Value"
    return "$states.input" if around[0].begins_with(state) else f"${around[0].item}"
