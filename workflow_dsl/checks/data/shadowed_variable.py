"""WF223."""

from collections.abc import Iterator

from workflow_dsl.checks.data.variables import assigned_names, assignments, scopes_around
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_KEEP = {"Type": "Pass", "Assign": {"order": "{% $states.input %}"}, "Next": "Fork"}


def _fork(name: str) -> dict[str, object]:
    inner = {"Type": "Pass", "Assign": {name: "{% $states.input %}"}, "End": True}
    return {"Type": "Parallel", "Branches": [{"StartAt": "Inner", "States": {"Inner": inner}}], "End": True}


class ShadowedVariable(Rule):
    """A variable of a branch or an iteration with the name of one of the flow around it."""

    code = "WF223"
    severity = Severity.WARNING
    why = (
        "A branch or an iteration cannot change a variable of the flow around it, and the manual forbids to "
        "assign one of the same name: whoever reads it may take it for the other."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope"
    valid = (states(Keep=_KEEP, Fork=_fork("line")),)
    invalid = (states(Keep=_KEEP, Fork=_fork("order")),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the names of each scope with those of the scopes around it."""
        for state in subject.states:
            outer = [scope for scope, _ in scopes_around(state)][1:]
            for path, assign in assignments(state) if outer else ():
                for key in assign:
                    name = key.removesuffix(".$")
                    if any(name in assigned_names(scope) for scope in outer):
                        message = f'"{state.name}" assigns "{name}", which the flow around it assigns too'
                        yield Hit((*path, key), message, "give one of them another name", of_key=True)
