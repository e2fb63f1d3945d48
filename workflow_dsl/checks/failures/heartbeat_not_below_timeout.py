"""WF307."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class HeartbeatNotBelowTimeout(Rule):
    """A heartbeat that is not shorter than the time-out."""

    code = "WF307"
    severity = Severity.ERROR
    why = "The time-out ends the task before a missing heartbeat is noticed; the language asks for a shorter heartbeat."
    source = "https://states-language.net/spec.html#task-state"
    valid = (charge(HeartbeatSeconds=10),)
    invalid = (charge(HeartbeatSeconds=40), charge(HeartbeatSeconds=60))

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the two, where both are literal."""
        for state, task in subject.tasks:
            beat, limit = task.HeartbeatSeconds, task.TimeoutSeconds
            if isinstance(beat, int) and isinstance(limit, int) and beat >= limit:
                message = f'"{state.name}" wants a heartbeat every {beat:,} s and ends after {limit:,} s'
                yield Hit(state.at("HeartbeatSeconds"), message, f"write less than {limit:,} s, or a longer time-out")
