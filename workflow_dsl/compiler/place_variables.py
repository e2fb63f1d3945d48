"""Fifth pass: a variable for each result that a later step reads."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonata.functions import function_table
from workflow_dsl.compiler.check_reads import map_around, scopes_around
from workflow_dsl.compiler.draft import Draft, StateDraft
from workflow_dsl.compiler.writing import machine_language
from workflow_dsl.dsl import nodes
from workflow_dsl.naming import Names, lower_camel, upper_camel

# `$states` is the service's own, and a variable of a function's name would hide the function from every expression.
# Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
_RESERVED = ("states", *function_table())
# The service takes 80 characters, and a number may follow that tells two names apart.
_LONGEST = 75


def place_variables(draft: Draft) -> None:
    """Name the variables, each once in the whole machine: an inner scope may not assign a name of an outer one."""
    names = Names((*_RESERVED, *_chosen(draft)))
    read_steps = {
        id(read.node.step) for state in draft.states() for read in state.reads if isinstance(read.node, nodes.OutputOf)
    }
    for state in draft.states():
        if id(state.step) in read_steps:
            state.scope.variables[id(state.step)] = names.claim(lower_camel(state.name)[:_LONGEST])
    for state in draft.states():
        if any(isinstance(read.node, nodes.Caught) for read in state.reads):
            _place_caught(state, names)
        if any(isinstance(read.node, nodes.InputOf) and read.node.flow is not draft.workflow for read in state.reads):
            _place_item(draft, state, names)


def _chosen(draft: Draft) -> Iterator[str]:
    """The variables that the author named."""
    for state in draft.states():
        step = state.step
        for holder in (step, *getattr(step, "when", ()), *getattr(step, "catch", ())):
            yield from getattr(holder, "assign", None) or ()


def _place_caught(state: StateDraft, names: Names) -> None:
    """The error is kept in every scope around: which of them has it for sure is only known when routes are followed."""
    for scope, _ in scopes_around(state):
        if scope.caught is None:
            inside = scope.container.name if scope.container else ""
            scope.caught = names.claim(f"caughtIn{lower_camel(inside)}"[:_LONGEST] if inside else "caught")


def _place_item(draft: Draft, state: StateDraft, names: Names) -> None:
    """The item is kept where a state after the first one reads it; a state in JSONPath cannot keep its own input."""
    around = map_around(state)
    if around is None or around[0].item is not None or around[0].begins_with(state):
        return
    scope, _ = around
    first = scope.states[scope.start].step
    if scope.container is not None and (first.language or machine_language(draft)) == "JSONata":
        scope.item = names.claim(f"itemOf{upper_camel(scope.container.name)}"[:_LONGEST])
