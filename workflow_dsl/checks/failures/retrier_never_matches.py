"""WF302."""

from collections.abc import Iterator

from workflow_dsl.checks.failures.handler_never_matches import never_matching
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import LAMBDA_RETRY, charge
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_ALL = {**LAMBDA_RETRY, "ErrorEquals": ["States.ALL"]}


class RetrierNeverMatches(Rule):
    """A retrier that can never match."""

    code = "WF302"
    severity = Severity.ERROR
    why = (
        "The first retrier that matches is taken, so one behind it for the same errors never counts: its interval and "
        "its attempts are not the ones that apply."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (charge(Retry=[LAMBDA_RETRY, _ALL]),)
    invalid = (
        charge(Retry=[_ALL, LAMBDA_RETRY]),
        charge(Retry=[LAMBDA_RETRY, LAMBDA_RETRY]),
        charge(Retry=[{"ErrorEquals": ["States.Runtime"]}, LAMBDA_RETRY]),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare each retrier with those before it."""
        for state, worker in subject.workers:
            yield from never_matching(subject, state, worker.Retry, "Retry")
