"""WF624."""

import builtins
from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.functions import function_of, is_lambda
from workflow_dsl.checks.handlers.errors import raised_errors
from workflow_dsl.checks.handlers.modules import find_handler
from workflow_dsl.checks.handlers.sample_sources import CATCH, GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest


class ErrorNeverRaised(Rule):
    """A catcher for an error that the handler never raises."""

    code = "WF624"
    severity = Severity.WARNING
    why = "Names are compared exactly. A misspelt or a renamed exception falls to the next catcher, or to none."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (
        handler(),
        handler(GOOD.replace("shop.errors", ".errors")),
        handler(libraries=True, Catch=[{"ErrorEquals": ["CardError"], "Next": "Failed"}, *CATCH]),
    )
    invalid = (handler(Catch=[{"ErrorEquals": ["Declned"], "Next": "Failed"}, *CATCH]),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the names with the exceptions that the handler's modules raise."""
        if subject.read is None:
            return
        for state, task in subject.tasks:
            function = function_of(subject, task) if is_lambda(task) else None
            found = find_handler(function, subject.read) if function is not None and function.handler else None
            if found is None or function is None or function.libraries:
                continue
            raised = raised_errors(found)
            for number, index, name in _own_names(task):
                if name not in raised:
                    near = suggest(name, raised)
                    instead = f"did you mean {near}?" if near else f"it raises {', '.join(sorted(raised)) or 'nothing'}"
                    yield _hit(
                        state,
                        number,
                        index,
                        f"names {name}, which the handler of {function.name} never raises",
                        instead,
                    )


def _own_names(task: asl.Task) -> Iterator[tuple[int, int, str]]:
    """Names that only a handler can report: not AWS's, and not what Python itself raises."""
    for number, catcher in enumerate(task.Catch):
        for index, name in enumerate(catcher.ErrorEquals):
            if "." not in name and not hasattr(builtins, name):
                yield number, index, name


def _hit(state: StateAt, number: int, index: int, problem: str, instead: str) -> Hit:
    return Hit(
        state.at("Catch", number, "ErrorEquals", index), f'catcher {number + 1} of "{state.name}" {problem}', instead
    )
