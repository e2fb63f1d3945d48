"""WF504."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.failures.matching import longest_waits, number
from workflow_dsl.checks.flow.reach import loops
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import LAMBDA_RETRY, states, task
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity

_READY = {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.done %}", "Next": "Done"}], "Default": "Again"}
_AGAIN = {"Type": "Wait", "Seconds": 5, "Next": "Ask"}
# Entered and exited; a task is scheduled, started and done beside that; a further attempt is scheduled, started, fails.
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
_EVENTS = 2
_EVENTS_OF_TASK = 5
_EVENTS_OF_ATTEMPT = 3
_EVENTS_OF_ITERATION = 2


class HistoryTooLong(Rule):
    """Loops, retries or items whose events fill the history of an execution."""

    code = "WF504"
    severity = Severity.WARNING
    why = (
        "A Standard execution fails at 25,000 events, and no catcher sees it. A nested execution has a history "
        "of its own."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html"
    valid = (
        states(TimeoutSeconds=3600, Ask=task(Next="Ready"), Ready=_READY, Again=_AGAIN),
        states(Charge=task()),
    )
    invalid = (
        states(TimeoutSeconds=86400, Ask=task(Next="Ready"), Ready=_READY, Again=_AGAIN),
        states(Charge=task(Retry=[{**LAMBDA_RETRY, "MaxAttempts": 9000, "BackoffRate": 1.0}])),
        states(
            Each={
                "Type": "Map",
                "Items": list(range(5000)),
                "ItemProcessor": {"StartAt": "One", "States": {"One": task(Next=None, End=True, Catch=None)}},
                "End": True,
            }
        ),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Multiply, at the most; Express executions have no such limit."""
        if subject.express:
            return
        most = limit("history_events")
        seconds = number(subject.machine.TimeoutSeconds, limit("standard_execution_seconds"))
        yield from _of_loops(subject, seconds, most)
        yield from _of_retries(subject, seconds, most)
        yield from _of_maps(subject, most)


def _of_loops(subject: Subject, seconds: float, most: int) -> Iterator[Hit]:
    for scope in subject.scopes:
        for group in loops(scope):
            each = [scope.states[name] for name in group]
            waits = [state for state in each if isinstance(state.state, asl.Wait)]
            pause = sum(number(getattr(state.state, "Seconds", None), 0) for state in waits)
            if not pause or not _leaves(each):
                continue
            events = sum(_events(state) for state in each)
            if seconds / pause * events > most:
                hours = most / events * pause / 3600
                message = (
                    f'the loop at "{waits[0].name}" writes {events:,} events every {pause:,.0f} s and has filled the '
                    f"history after {hours:,.1f} hours, before the execution times out"
                )
                instead = "wait longer, bound the loop or the execution, or poll in a nested execution"
                yield Hit(waits[0].at("Seconds"), message, instead)


def _of_retries(subject: Subject, seconds: float, most: int) -> Iterator[Hit]:
    for state, worker in subject.workers:
        for index, retrier in enumerate(worker.Retry):
            attempts = number(retrier.MaxAttempts, 0)
            within = min(1.0, seconds / max(longest_waits(retrier), 1.0))
            events = attempts * _EVENTS_OF_ATTEMPT * within
            if events > most:
                message = (
                    f'{attempts:,.0f} attempts of "{state.name}" write {events:,.0f} events, and {most:,} are allowed'
                )
                yield Hit(state.at("Retry", index, "MaxAttempts"), message, "allow fewer attempts, with longer waits")


def _of_maps(subject: Subject, most: int) -> Iterator[Hit]:
    for state in subject.states:
        each = state.state
        if not isinstance(each, asl.Map) or not isinstance(each.Items, list) or each.is_distributed:
            continue
        inner = sum(_events(inside) for scope in state.inner for inside in scope.states.values())
        events = len(each.Items) * (inner + _EVENTS_OF_ITERATION)
        if events > most:
            message = (
                f'the {len(each.Items):,} items of "{state.name}" write {events:,} events, and {most:,} are allowed'
            )
            mode = '"ProcessorConfig": {"Mode": "DISTRIBUTED"}'
            instead = subject.words("make it a DistributedMap", f"run it as a distributed Map: {mode}")
            yield Hit(state.at("Items"), message, instead)


def _leaves(group: list[StateAt]) -> bool:
    """Whether the loop can end at all: where it cannot, that is the fault to mend."""
    inside = {state.name for state in group}
    return any(edge.target not in inside for state in group for edge in state.edges)


def _events(state: StateAt) -> int:
    return _EVENTS_OF_TASK if isinstance(state.state, asl.Task) else _EVENTS
