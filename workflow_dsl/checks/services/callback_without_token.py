"""WF407."""

from collections.abc import Iterator
from typing import Any

from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import QUESTION, service, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class CallbackWithoutToken(Rule):
    """A task that waits for its token to come back and never gives it away."""

    code = "WF407"
    severity = Severity.WARNING
    why = "Nobody can answer: the task waits until its time-out, or for a year."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token"
    valid = (states(Ask=service("sqs:sendMessage.waitForTaskToken", QUESTION)),)
    invalid = (states(Ask=service("sqs:sendMessage.waitForTaskToken", {**QUESTION, "MessageBody": "please answer"})),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for the token in what is passed on."""
        for state, task in subject.tasks:
            if task.Resource.endswith(".waitForTaskToken"):
                given = task.Arguments if task.given("Arguments") else task.Parameters
                if not _holds_token(given):
                    token = "{% $states.context.Task.Token %}" if state.is_jsonata else '"$$.Task.Token"'
                    token = subject.words("context.task_token", token)
                    message = f'"{state.name}" waits for its task token and gives it to nobody'
                    field = "Arguments" if state.is_jsonata else "Parameters"
                    yield Hit(state.at(field), message, f"pass {token} on")


def _holds_token(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_token(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_token(each) for each in value)
    if not isinstance(value, str):
        return False
    # A whole object may hold it, and so may what a state before has prepared.
    whole = value.strip() in ("$$", "$$.Task", "$") or value.strip("{}% ") in (
        "$states.context",
        "$states.context.Task",
        "$states",
    )
    return whole or "Task.Token" in value or value.startswith("$.") or "$states.input" in value
