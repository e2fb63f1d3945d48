"""WF310."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.failures.matching import number
from workflow_dsl.checks.functions import function_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, StateAt, Subject
from workflow_dsl.diagnostics import Severity


class TimeoutsDoNotNest(Rule):
    """A time-out that is not shorter than the one around it."""

    code = "WF310"
    severity = Severity.WARNING
    why = (
        "The inner one has to fire first: client < function < state < machine. Otherwise the work goes on while the "
        "state is tried again, or the execution ends before its own catchers run."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#sfn-stuck-execution"
    valid = (states(TimeoutSeconds=3600, functions={"Charge": Function("Charge", timeout=30)}, Charge=task()),)
    invalid = (
        states(functions={"Charge": Function("Charge", timeout=60)}, Charge=task()),
        states(functions={"Charge": Function("Charge", timeout=40)}, Charge=task()),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare function, state and machine."""
        machine = number(subject.machine.TimeoutSeconds, float("inf"))
        for state, each in subject.tasks:
            if number(each.TimeoutSeconds, 0) >= machine:
                message = (
                    f'"{state.name}" may run for {each.TimeoutSeconds:,} s, '
                    f"and the execution ends after {machine:,.0f} s"
                )
                instead = f"write less than {machine:,.0f} s, or give the machine more time"
                yield Hit(state.at("TimeoutSeconds"), message, instead)
            yield from _against_function(subject, state, each)


def _against_function(subject: Subject, state: StateAt, each: asl.Task) -> Iterator[Hit]:
    function = function_of(subject, each) if ".waitForTaskToken" not in each.Resource else None
    limit = number(each.TimeoutSeconds, float("inf"))
    if function is not None and function.timeout is not None and function.timeout >= limit:
        message = (
            f'"{state.name}" ends after {limit:,.0f} s, and its function {function.name} '
            f"may run for {function.timeout:,} s"
        )
        instead = f"give the state more than {function.timeout:,} s, or the function less than {limit:,.0f} s"
        yield Hit(state.at("TimeoutSeconds"), message, instead)
