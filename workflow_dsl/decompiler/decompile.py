"""From a state machine to the text of its definition."""

from collections.abc import Sequence

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author, new_names
from workflow_dsl.decompiler.flows import Flows, Left
from workflow_dsl.decompiler.module import Source, module_text
from workflow_dsl.decompiler.outputs import Outputs
from workflow_dsl.decompiler.parameters import Parameters, Placeholder
from workflow_dsl.decompiler.retries import Guards
from workflow_dsl.decompiler.states import States


def decompile(
    machine: asl.StateMachine,
    *,
    name: str,
    origin: str = "",
    placeholders: Sequence[Placeholder] = (),
    left: Left | None = None,
    reads_outputs: bool = False,
) -> Source:
    """The definition of a machine whose flow is sound (see `check_flow`).

    `name` becomes the workflow's, `origin` is the file that it came from, `placeholders` tell of the `${...}` in it,
    `left` of findings that are suppressed where the state is declared. With `reads_outputs`, variables that only keep
    the result of a step or the caught error are read as these: that is a guess, and has to be proved.
    Compiled, the text gives the same machine, equal as JSON.
    """
    names = new_names()
    # Resources are what a reader looks for first, so they have the first choice of names; then the steps.
    author = Author(Parameters(machine.to_json(), placeholders, names), names)
    guards = Guards(author, [state for _, state in asl.walk(machine)])
    flows = Flows(machine, author, States(author, guards, machine.QueryLanguage), left or {})
    variables = flows.name_main_path()
    if reads_outputs:
        author.outputs = Outputs(machine, variables)
    if author.parameters.known:
        author.use("Parameter")
    steps = flows.write()
    text = module_text(machine, name, origin, author, guards, steps)
    return Source(text, tuple(author.notes))
