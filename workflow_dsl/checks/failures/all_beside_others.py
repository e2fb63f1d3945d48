"""WF303."""

from collections.abc import Iterator, Sequence

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import ALL
from workflow_dsl.checks.failures.matching import Handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, LAMBDA_RETRY, charge
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_BOTH = ["PaymentDeclined", "States.ALL"]


class AllBesideOthers(Rule):
    """States.ALL together with other names."""

    code = "WF303"
    severity = Severity.ERROR
    why = "It takes every error already, and the language wants it alone: the other names mean nothing."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (charge(),)
    invalid = (
        charge(Catch=[{**CATCH_ALL, "ErrorEquals": _BOTH}]),
        charge(Retry=[{**LAMBDA_RETRY, "ErrorEquals": _BOTH}]),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at the names of each retrier and catcher."""
        for state, worker in subject.workers:
            for field, handlers in _by_field(worker):
                for index, handler in enumerate(handlers):
                    if ALL in handler.ErrorEquals and len(handler.ErrorEquals) > 1:
                        others = ", ".join(name for name in handler.ErrorEquals if name != ALL)
                        message = f'"{state.name}" names {others} beside States.ALL, which takes every error'
                        everything = subject.words("errors.ALL", "States.ALL")
                        instead = f"leave {everything} alone, or give the others an entry before it"
                        yield Hit(state.at(field, index, "ErrorEquals"), message, instead)


def _by_field(worker: asl.Worker) -> Iterator[tuple[str, Sequence[Handler]]]:
    yield "Retry", worker.Retry
    yield "Catch", worker.Catch
