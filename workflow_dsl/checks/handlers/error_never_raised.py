"""WF624."""

import builtins
from collections.abc import Iterator
from typing import NamedTuple

from workflow_dsl import asl
from workflow_dsl.checks.functions import function_of
from workflow_dsl.checks.handlers.errors import is_made, raised_below, raised_errors
from workflow_dsl.checks.handlers.modules import Handler, find_handler
from workflow_dsl.checks.handlers.sample_sources import CATCH, GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import CATCH_ALL, LAMBDA_RETRY
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity, suggest

_SUBCLASS = """
class GatewayError(Exception): ...
class GatewayBusyError(GatewayError): ...

def handler(event, context):
    raise GatewayBusyError(event["orderId"])
"""
_BASE = [LAMBDA_RETRY, {"ErrorEquals": ["GatewayError"], "MaxAttempts": 2, "IntervalSeconds": 2}]
_EXACT = [LAMBDA_RETRY, {"ErrorEquals": ["GatewayBusyError"], "MaxAttempts": 2, "IntervalSeconds": 2}]


class ErrorNeverRaised(Rule):
    """A retrier or a catcher for an error that the handler never raises."""

    code = "WF624"
    severity = Severity.WARNING
    why = (
        "Names are compared exactly, and not by base class. A misspelt or a renamed exception falls to the next "
        "catcher, or to none, and a subclass of what a retrier names is not tried again."
    )
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
    valid = (
        handler(),
        handler(GOOD.replace("shop.errors", ".errors")),
        handler(libraries=True, Catch=[{"ErrorEquals": ["CardError"], "Next": "Failed"}, *CATCH]),
        handler(_SUBCLASS, Retry=_EXACT, Catch=[CATCH_ALL]),
        handler(_SUBCLASS.replace('event["orderId"]', "GatewayError(event)"), Retry=_BASE, Catch=[CATCH_ALL]),
        handler(Retry=[LAMBDA_RETRY, {**_BASE[1], "ErrorEquals": ["EndpointConnectionError"]}]),
    )
    invalid = (
        handler(Catch=[{"ErrorEquals": ["Declned"], "Next": "Failed"}, *CATCH]),
        handler(_SUBCLASS, Retry=_BASE, Catch=[CATCH_ALL]),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare the names with the exceptions that the handler's modules raise."""
        if subject.read is None:
            return
        for state, task in subject.tasks:
            function = function_of(subject, task)
            found = find_handler(function, subject.read) if function is not None and function.handler else None
            if found is None or function is None or function.libraries:
                continue
            for own in _own_names(task):
                instead = _instead(found, own)
                if instead is not None:
                    kind = "catcher" if own.field == "Catch" else "retrier"
                    message = (
                        f'{kind} {own.number + 1} of "{state.name}" names {own.name}, which the handler of '
                        f"{function.name} never raises"
                    )
                    yield Hit(state.at(own.field, own.number, "ErrorEquals", own.at), message, instead)


class _Own(NamedTuple):
    """A name, in which retrier or catcher it stands, and where there."""

    field: str
    number: int
    at: int
    name: str


def _own_names(task: asl.Task) -> Iterator[_Own]:
    """Names that only a handler can report: not AWS's, and not what Python itself raises."""
    handlers = [("Retry", *each) for each in enumerate(task.Retry)] + [
        ("Catch", *each) for each in enumerate(task.Catch)
    ]
    for field, number, each in handlers:
        for index, name in enumerate(each.ErrorEquals):
            if "." not in name and not hasattr(builtins, name):
                yield _Own(field, number, index, name)


def _instead(found: Handler, own: _Own) -> str | None:
    """What to write instead of the name; None where the handler raises that, or may.

    A retrier may name what a client of AWS raises by itself, but not for a class of the project's own.
    """
    raised, below = raised_errors(found), raised_below(found, own.name)
    if own.name in raised or (own.field == "Retry" and (is_made(found, own.name) or not below)):
        return None
    if below:
        return f"name what it raises of that class: {', '.join(sorted(below))}"
    near = suggest(own.name, raised)
    return f"did you mean {near}?" if near else f"it raises {', '.join(sorted(raised)) or 'nothing'}"
