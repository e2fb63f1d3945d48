"""WF702."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class ExpressForLongWork(Rule):
    """An Express state machine with a definition that was written for a Standard one."""

    code = "WF702"
    severity = Severity.ERROR
    why = (
        "An Express execution ends after five minutes, keeps no history, and may run twice: a Standard one runs "
        "exactly once. A time-out of more than five minutes says that the definition counts on the latter."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html"
    valid = (states(express=True, TimeoutSeconds=290, Charge=task()),)
    invalid = (states(express=True, TimeoutSeconds=3600, Charge=task()),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the machine's own time-out with what is left of it."""
        most = limit("express_execution_seconds")
        own = subject.machine.TimeoutSeconds
        if subject.express and isinstance(own, int) and own > most:
            message = (
                f"the machine may run for {own:,} s, and an Express execution ends after {most:,} s and may run twice"
            )
            yield Hit(("TimeoutSeconds",), message, "make it STANDARD")
