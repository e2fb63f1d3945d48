"""An error is compared by its name: a retrier or a catcher for a base class takes none of its subclasses."""

from __future__ import annotations

from typing import Any

import pytest

from workflow_dsl import asl
from workflow_dsl.checks.engine import check_subject
from workflow_dsl.checks.handlers.sample_sources import handler
from workflow_dsl.checks.subject import Subject

BUSY = """
class GatewayError(Exception): ...
class GatewayTransientError(GatewayError): ...
class GatewayBusyError(GatewayTransientError): ...

def handler(event, context):
    raise GatewayBusyError(event["orderId"])
"""
LAST = {"ErrorEquals": ["States.ALL"], "Next": "Failed"}


def told(source: str, **fields: Any) -> list[str]:
    sample = handler(source, **fields)
    machine = asl.from_json(dict(sample.machine))
    subject = Subject(machine, functions=sample.functions, read=sample.sources.__getitem__)
    return [f"{hit.message}; {hit.instead}" for rule, hit in check_subject(subject) if rule.code == "WF624"]


@pytest.mark.parametrize("name", ["GatewayError", "GatewayTransientError"])
@pytest.mark.parametrize(("field", "kind"), [("Retry", "retrier"), ("Catch", "catcher")])
def test_a_base_class_is_told_with_the_subclass_that_is_raised(name: str, field: str, kind: str) -> None:
    named = {"ErrorEquals": [name]} | ({"Next": "Failed"} if field == "Catch" else {"MaxAttempts": 2})
    fields = {"Catch": [LAST], field: [named, LAST] if field == "Catch" else [named]}

    assert told(BUSY, **fields) == [
        f'{kind} 1 of "Charge" names {name}, which the handler of Charge never raises; '
        "name what it raises of that class: GatewayBusyError"
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (BUSY, "GatewayBusyError"),
        (BUSY + "\ndef refusal(code):\n    return GatewayError(code)\n", "GatewayError"),
        (BUSY, "EndpointConnectionError"),
    ],
    ids=["raised", "made, and raised elsewhere", "raised by a client of AWS"],
)
def test_a_retrier_for_what_may_be_raised_is_left_alone(source: str, name: str) -> None:
    assert told(source, Retry=[{"ErrorEquals": [name], "MaxAttempts": 2}], Catch=[LAST]) == []
