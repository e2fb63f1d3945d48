"""WF309."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import TIMEOUT
from workflow_dsl.asl.resource import limit as asl_limit
from workflow_dsl.checks.failures.matching import first_match, longest_waits, number
from workflow_dsl.checks.functions import waits_for_others
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import LAMBDA_RETRY, states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity

_LONGEST_EXPRESS = asl_limit("express_execution_seconds")


class RetriesOutlastMachine(Rule):
    """Retries of one state that take longer than the execution may."""

    code = "WF309"
    severity = Severity.WARNING
    why = (
        "The execution times out while the state still waits: its catchers, which should deal with the failure, "
        "never run."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (states(TimeoutSeconds=3600, Charge=task()),)
    invalid = (states(TimeoutSeconds=600, Charge=task(Retry=[{**LAMBDA_RETRY, "MaxAttempts": 9, "BackoffRate": 2.0}])),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Add up waits and attempts of each retrier, at their longest."""
        own = subject.machine.TimeoutSeconds
        limit = _LONGEST_EXPRESS if subject.express else own
        if limit is None or (subject.express and own is not None and own > limit):
            return
        for state, worker in subject.workers:
            for index, retrier in enumerate(worker.Retry):
                attempts = number(retrier.MaxAttempts, 0)
                total = longest_waits(retrier) + attempts * _attempt(worker, index)
                if attempts and total > limit:
                    message = (
                        f'"{state.name}" may be tried again for {total:,.0f} s, and the execution '
                        f"ends after {limit:,} s"
                    )
                    wait = subject.words("max_delay=", "MaxDelaySeconds")
                    instead = f"allow fewer attempts, limit the wait with {wait}, or give the machine more time"
                    yield Hit(state.at("Retry", index, "MaxAttempts"), message, instead)


def _attempt(worker: asl.Worker, index: int) -> float:
    """How long an attempt may take before it fails in the way that is tried again."""
    if not isinstance(worker, asl.Task):
        return 0
    # Of what waits for others only the time-out fails late; a request that cannot be made fails at once.
    fails_at_once = waits_for_others(worker) and first_match(TIMEOUT, worker.Retry) != index
    return 0 if fails_at_once else number(worker.TimeoutSeconds, 0)
