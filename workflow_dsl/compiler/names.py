"""What a state calls the values that come from outside of it."""

from workflow_dsl.compiler.check_reads import scopes_around
from workflow_dsl.compiler.draft import Draft, StateDraft
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.dsl import nodes


def naming_for(draft: Draft, state: StateDraft) -> Name:
    """The names as seen from one state.

    The input of an execution and the item of a Map are read from the context object, where they stay for as long as the
    state machine or the item runs: no variable, and nothing that could be unset.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
    """

    def name(node: nodes.Node) -> str:
        match node:
            case nodes.InputOf(flow=flow) if flow is draft.workflow:
                return "$states.context.Execution.Input"
            case nodes.InputOf():
                return "$states.context.Map.Item.Value"
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
