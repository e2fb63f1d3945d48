"""WF304."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import ALL, TASK_FAILED
from workflow_dsl.checks.failures.matching import facts, first_match
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, LAMBDA_RETRY, charge
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity

_ALL = {**LAMBDA_RETRY, "ErrorEquals": ["States.ALL"]}
_DECLINED = [{"ErrorEquals": ["PaymentDeclined"], "Next": "Failed"}, CATCH_ALL]


class TerminalErrorRetried(Rule):
    """An error retried that no further attempt can mend."""

    code = "WF304"
    severity = Severity.WARNING
    why = (
        "An error with a route of its own is a definite answer, and some of AWS's errors stay as they are: each "
        "further attempt costs its wait and asks again for what was refused. A card that was declined is "
        "declined again."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (
        charge(Retry=[{"ErrorEquals": ["PaymentDeclined"], "MaxAttempts": 0}, _ALL], Catch=_DECLINED),
        charge(Catch=_DECLINED),
    )
    invalid = (
        charge(Retry=[_ALL], Catch=_DECLINED),
        charge(Retry=[{**LAMBDA_RETRY, "ErrorEquals": ["States.Permissions"]}, LAMBDA_RETRY]),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for errors that a retrier names or takes in passing."""
        for state, worker in subject.workers:
            yield from _named(state, worker)
            yield from _in_passing(subject, state, worker)


def _named(state: StateAt, worker: asl.Worker) -> Iterator[Hit]:
    terminal: dict[str, str] = facts()["terminal"]
    for index, retrier in enumerate(worker.Retry):
        for number, name in enumerate(retrier.ErrorEquals):
            if retrier.MaxAttempts and name in terminal and first_match(name, worker.Retry) == index:
                message = f'"{state.name}" is tried again after {name}, but {terminal[name]}'
                yield Hit(state.at("Retry", index, "ErrorEquals", number), message, "take the name out of the retrier")


def _in_passing(subject: Subject, state: StateAt, worker: asl.Worker) -> Iterator[Hit]:
    for number, catcher in enumerate(worker.Catch):
        for name in catcher.ErrorEquals:
            index = None if name.startswith("States.") else first_match(name, worker.Retry)
            if index is None:
                continue
            retrier = worker.Retry[index]
            if (
                retrier.MaxAttempts
                and name not in retrier.ErrorEquals
                and {ALL, TASK_FAILED} & set(retrier.ErrorEquals)
            ):
                message = (
                    f'"{state.name}" has a route for {name}, but first tries again {retrier.MaxAttempts} times, as '
                    f"retrier {index + 1} takes {', '.join(retrier.ErrorEquals)}"
                )
                first = subject.words(f'Retry("{name}", max_attempts=0)', f'a retrier for {name} with "MaxAttempts": 0')
                yield Hit(state.at("Catch", number, "ErrorEquals"), message, f"put {first} before it")
