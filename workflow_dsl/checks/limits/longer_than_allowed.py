"""WF508."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.failures.matching import number
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_DAY = 86_400


class LongerThanAllowed(Rule):
    """A wait or a time-out longer than the execution can be."""

    code = "WF508"
    severity = Severity.WARNING
    why = (
        "The execution has ended by then: a Standard one after a year, an Express one after five minutes, each "
        "after the machine's own time-out."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html"
    valid = (states(TimeoutSeconds=3600, Pause={"Type": "Wait", "Seconds": 60, "Next": "Done"}),)
    invalid = (
        states(TimeoutSeconds=3600, Pause={"Type": "Wait", "Seconds": 7200, "Next": "Done"}),
        states(TimeoutSeconds=99_999_999, Charge=task()),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare literal seconds."""
        allowed = limit(f"{'express' if subject.express else 'standard'}_execution_seconds")
        own = subject.machine.TimeoutSeconds
        if isinstance(own, int) and own > allowed:
            if subject.express:
                return  # Written for a Standard state machine: reported as that.
            yield _of_machine(subject, own, allowed)
        most = min(number(own, allowed), allowed)
        for state in subject.states:
            seconds = number(getattr(state.state, "Seconds", None), 0) if isinstance(state.state, asl.Wait) else 0
            if seconds >= most:
                message = f'"{state.name}" waits for {seconds:,.0f} s, and the execution ends after {most:,.0f} s'
                yield Hit(state.at("Seconds"), message, "wait less, or give the machine more time")


def _of_machine(subject: Subject, own: int, allowed: int) -> Hit:
    days, most = own / _DAY, allowed // _DAY
    message = subject.words(
        f"the workflow may run for {days:,.6g} days, and a Standard execution ends after {most:,} days",
        f"the machine may run for {own:,} s, and a Standard execution ends after {allowed:,} s",
    )
    instead = subject.words(f"write at most timedelta(days={most})", f"write at most {allowed:,}")
    return Hit(("TimeoutSeconds",), message, instead)
