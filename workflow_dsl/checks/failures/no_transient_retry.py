"""WF305."""

from collections.abc import Iterator

from workflow_dsl.checks.failures.matching import attempts_for, facts
from workflow_dsl.checks.functions import is_lambda
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import LAMBDA_RETRY, charge, service, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_PUBLISH = {"TopicArn": "${Alerts}", "Message": "a payment failed"}


class NoTransientRetry(Rule):
    """A task that is not tried again after a service's transient errors."""

    code = "WF305"
    severity = Severity.WARNING
    why = (
        "Every service now and then answers with an error of its own, or asks for fewer requests: without a "
        "retrier one such answer fails the execution. For functions AWS's manual names the errors to retry."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception"
    valid = (charge(), states(Alert=service("sns:publish", _PUBLISH)))
    invalid = (
        charge(Retry=None),
        charge(Retry=[{**LAMBDA_RETRY, "ErrorEquals": ["GatewayUnavailable"]}]),
        states(Alert=service("sns:publish", _PUBLISH, Retry=None)),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Ask for each transient error which retrier takes it."""
        transient: list[str] = facts()["lambda_transient"]
        for state, task in subject.tasks:
            if is_lambda(task):
                missing = [name for name in transient if not attempts_for(name, task)]
                if missing:
                    message = f'"{state.name}" is not tried again after {", ".join(missing)}'
                    retrier = subject.words("errors.LAMBDA_TRANSIENT_RETRY", "a retrier for them")
                    instead = f"add {retrier}: they are errors of the service, not of the function"
                    yield Hit(state.at("Retry"), message, instead)
            elif not any(retrier.MaxAttempts for retrier in task.Retry):
                retrier = subject.words("Retry(errors.ALL)", "a retrier")
                message = f'"{state.name}" calls a service and is never tried again'
                yield Hit(state.at("Retry"), message, f"add {retrier}: one throttled request fails the execution")
