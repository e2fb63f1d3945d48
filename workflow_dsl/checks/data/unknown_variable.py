"""WF214."""

from collections.abc import Iterator

from workflow_dsl.checks.data.variables import assigned_names, reads, scopes_around
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import jsonpath, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest

_KEEP = {"Type": "Pass", "Assign": {"order": "{% $states.input %}"}, "Next": "Done"}
_READ = {"Type": "Succeed", "Output": "{% $order.id %}"}


class UnknownVariable(Rule):
    """A variable that nothing assigns."""

    code = "WF214"
    severity = Severity.WARNING
    why = (
        "The service does not notice when the state machine is created; the execution fails when the state is "
        "reached. A variable is seen in its own scope and in the branches and iterations inside of it."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"
    valid = (states(Keep=_KEEP, Done=_READ),)
    invalid = (
        states(Keep=_KEEP, Done={**_READ, "Output": "{% $ordre.id %}"}),
        jsonpath(Read={"Type": "Pass", "Parameters": {"id.$": "$order.id"}, "End": True}),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look each variable up in the scopes around its reader."""
        for read in reads(subject):
            around = [assigned_names(scope) for scope, _ in scopes_around(read.state)]
            if not any(read.name in names for names in around):
                near = suggest(read.name, (name for names in around for name in names))
                assign = subject.words(f"give its value: jsonata(..., {read.name}=...)", "assign it in a state before")
                instead = f"did you mean ${near}?" if near else assign
                yield Hit(read.path, f'"{read.state.name}" reads ${read.name}, which nothing assigns', instead)
