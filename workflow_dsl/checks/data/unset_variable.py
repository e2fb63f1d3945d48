"""WF204."""

from collections.abc import Iterator

from workflow_dsl.checks.data.variables import Assigned, Read, reads, scopes_around
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_ASSIGN = {"charge": "{% $states.result.Payload %}"}
_READ = {"Type": "Succeed", "Output": "{% $charge.id %}"}


class UnsetVariable(Rule):
    """A variable that may be unset where it is read."""

    code = "WF204"
    severity = Severity.WARNING
    why = (
        "On one of the routes to the reader, mostly by way of a catcher or a Choice, nothing has assigned it, and the "
        "execution fails there. In a definition written in Python the compiler refuses this."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"
    valid = (states(Charge=task(Assign=_ASSIGN), Done=_READ),)
    invalid = (states(Charge=task(Assign=_ASSIGN, Catch=[{**CATCH_ALL, "Next": "Done"}]), Done=_READ),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Definite assignment, scope by scope."""
        solved: dict[int, Assigned] = {}
        for read in reads(subject):
            hit = None if read.guarded else _check(read, solved)
            if hit is not None:
                yield hit


def _check(read: Read, solved: dict[int, Assigned]) -> Hit | None:
    for scope, holder in scopes_around(read.state):
        if id(scope) not in solved:
            solved[id(scope)] = Assigned(scope)
        assigned = solved[id(scope)]
        if read.name not in assigned.names:
            continue
        if assigned.is_set(holder, read.name):
            return None
        route = " -> ".join(assigned.route_without(holder, read.name))
        message = f'"{read.state.name}" reads ${read.name}, which is unset on the route {route}'
        return Hit(read.path, message, "assign it on that route too, or read it only where it is set")
    return None
