"""WF405."""

from collections.abc import Iterator

from workflow_dsl.checks.failures.matching import handler_names
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge
from workflow_dsl.checks.services.calls import Call, call_of
from workflow_dsl.checks.subject import Subject
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
            named = [(path, name) for path, name in handler_names(state) if _is_of_service(name)]
            call = call_of(task.Resource) if named else None
            for path, name in named if call is not None else ():
                near = None if call is None else _near(call, name)
                if call is not None and near is not None:
                    message = f'"{state.name}" names {name}, which {call.name} does not report'
                    yield Hit(path, message, f"did you mean {near}?")


def _is_of_service(name: str) -> bool:
    return "." in name and not name.startswith("States.") and name[:1].isupper()


def _near(call: Call, name: str) -> str | None:
    """What the name was probably meant to be; None where nothing is wrong with it."""
    prefix, _, error = name.partition(".")
    service = call.name.partition(":")[0]
    known = (*call.errors, *_EVERY, *(_LAMBDA if service == "lambda" else ()), f"{prefix}Exception")
    if prefix.lower() != service.lower() or error in known or error.startswith(("Amazon", "AWS")):
        return None
    near = suggest(error, known)
    return None if near is None else f"{prefix}.{near}"
