"""WF306."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import QUESTION, charge, service, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class NoTimeout(Rule):
    """A task without a time-out."""

    code = "WF306"
    severity = Severity.WARNING
    why = (
        "A task may run for a year unless it says otherwise: when the answer is lost, or nobody sends the token "
        "back, the execution hangs and nobody is told."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#sfn-stuck-execution"
    valid = (charge(),)
    invalid = (
        charge(TimeoutSeconds=None),
        states(Ask=service("sqs:sendMessage.waitForTaskToken", QUESTION, TimeoutSeconds=None)),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """A heartbeat is a time-out too."""
        for state, task in subject.tasks:
            if not _is_bounded(task):
                waits = ".waitForTaskToken" in task.Resource or ":activity:" in task.Resource
                problem = "waits for an answer without a time-out" if waits else "has no time-out"
                instead = subject.words("add timeout=timedelta(seconds=...)", 'add "TimeoutSeconds"')
                yield Hit(state.at(), f'"{state.name}" {problem}', instead, of_key=True)


def _is_bounded(task: asl.Task) -> bool:
    names = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")
    return any(task.given(name) for name in names)
