"""WF318."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import ALL, TASK_FAILED
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Scope, StateAt, Subject
from workflow_dsl.diagnostics import Severity


class FailureWithoutRoute(Rule):
    """A task whose failure goes nowhere, in a machine that handles those of its other tasks."""

    code = "WF318"
    severity = Severity.WARNING
    why = (
        "Where most tasks have a route for every error, one without it was probably forgotten: its failure ends the "
        "execution without being recorded or told to anybody."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (states(Charge=task(Next="Store"), Store=task()),)
    invalid = (
        states(Charge=task(Next="Store"), Store=task(Next="Notify", Catch=None), Notify=task()),
        states(
            Charge=task(Next="Store"),
            Store=task(Next="Notify", Catch=[{"ErrorEquals": ["States.Timeout"], "Next": "Failed"}]),
            Notify=task(),
        ),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Count the tasks of each scope that have a route for every error."""
        for scope in subject.scopes:
            tasks = [state for state in scope.states.values() if isinstance(state.state, asl.Task)]
            open_ones = [state for state in tasks if not _is_closed(state)]
            if not open_ones or len(open_ones) * 2 >= len(tasks) or _is_held(scope):
                continue
            for state in open_ones:
                yield Hit(
                    state.at("Catch") if getattr(state.state, "Catch", ()) else state.path,
                    f'when "{state.name}" fails the execution ends, while {len(tasks) - len(open_ones)} of '
                    f"{len(tasks)} tasks have a route for every error",
                    subject.words("add Catch(errors.ALL, to=...)", "add a catcher for States.ALL"),
                    of_key=True,
                )


def _is_closed(state: StateAt) -> bool:
    catchers = getattr(state.state, "Catch", ())
    return any({ALL, TASK_FAILED} & set(catcher.ErrorEquals) for catcher in catchers)


def _is_held(scope: Scope) -> bool:
    """Whether the state around the scope catches what fails in it."""
    return scope.holder is not None and _is_closed(scope.holder)
