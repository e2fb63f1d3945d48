"""WF405."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge
from workflow_dsl.checks.services.calls import call_of
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest

# Reported by the service for every function, and by the SDK for every service.
# https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
_LAMBDA = ("AWSLambdaException", "SdkClientException", "ClientExecutionTimeoutException", "Unknown")
_EVERY = ("SdkClientException", "AccessDeniedException", "ThrottlingException", "ValidationException")


class MisspeltErrorName(Rule):
    """An error of an AWS service that the action does not report, but one of almost the same name."""

    code = "WF405"
    severity = Severity.WARNING
    why = "Names are compared exactly: the retrier or catcher never matches, and nothing says so."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (charge(),)
    invalid = (charge(Catch=[{"ErrorEquals": ["Lambda.ResourceNotFoundExeption"], "Next": "Failed"}, CATCH_ALL]),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the names with those of the action's model."""
        for state, task in subject.tasks:
            named = [
                (path, name)
                for path, name in _names(state, task)
                if "." in name and not name.startswith("States.") and name[:1].isupper()
            ]
            if not named:
                continue
            call = call_of(task.Resource)
            for path, name in named if call is not None else ():
                prefix, _, error = name.partition(".")
                service = "" if call is None else call.name.partition(":")[0]
                if call is None or prefix.lower() != service.lower():
                    continue
                known = (*call.errors, *_EVERY, *(_LAMBDA if service == "lambda" else ()), f"{prefix}Exception")
                near = None if error in known or error.startswith(("Amazon", "AWS")) else suggest(error, known)
                if near is not None:
                    yield Hit(
                        path,
                        f'"{state.name}" names {name}, which {call.name} does not report',
                        f"did you mean {prefix}.{near}?",
                    )


def _names(state: StateAt, task: asl.Task) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for field, handlers in (("Retry", task.Retry), ("Catch", task.Catch)):
        for index, handler in enumerate(handlers):
            for number, name in enumerate(handler.ErrorEquals):
                yield state.at(field, index, "ErrorEquals", number), name
