"""WF301."""

from collections.abc import Iterator

from workflow_dsl.checks.failures.handler_never_matches import never_matching
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, charge
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_DECLINED = {"ErrorEquals": ["PaymentDeclined"], "Next": "Done"}


class CatcherNeverMatches(Rule):
    """A catcher that can never match."""

    code = "WF301"
    severity = Severity.ERROR
    why = (
        "The first catcher that matches is taken. What stands behind one that takes its errors, or names an error that "
        "the state cannot report, is dead: the failure it handles goes elsewhere."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (charge(Catch=[_DECLINED, CATCH_ALL]),)
    invalid = (
        charge(Catch=[CATCH_ALL, _DECLINED]),
        charge(Catch=[_DECLINED, {**_DECLINED, "Next": "Failed"}, CATCH_ALL]),
        charge(Catch=[{"ErrorEquals": ["States.NoChoiceMatched"], "Next": "Failed"}, CATCH_ALL]),
        charge(Catch=[{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Failed"}, CATCH_ALL]),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare each catcher with those before it."""
        for state, worker in subject.workers:
            yield from never_matching(subject, state, worker.Catch, "Catch")
