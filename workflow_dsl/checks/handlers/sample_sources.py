"""A handler for the examples of the rules about handlers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from workflow_dsl.checks.rule import Sample
from workflow_dsl.checks.samples import LAMBDA_RETRY, states, task
from workflow_dsl.checks.subject import Function


class Order(BaseModel, extra="forbid", defer_build=True):
    """What the examples' handler takes."""

    orderId: str  # noqa: N815 - as it travels


class Receipt(BaseModel, extra="forbid", defer_build=True):
    """What the examples' handler gives."""

    chargeId: str  # noqa: N815 - as it travels


GOOD = """
from shop.errors import Declined

def handler(event, context):
    if not event["orderId"]:
        raise Declined("no order")
    return {"chargeId": "1"}
"""
ERRORS = "class Declined(Exception):\n    pass\n"
DECLINED = {"ErrorEquals": ["Declined"], "Next": "Failed"}
CATCH = [DECLINED, {"ErrorEquals": ["States.ALL"], "Next": "Failed"}]


def handler(
    source: str = GOOD,
    *,
    name: str = "shop.charge.handler",
    timeout: int = 30,
    libraries: bool = False,
    **fields: Any,
) -> Sample:
    """A machine of one task and the source of its handler."""
    function = Function("Charge", name, Order, Receipt, timeout, libraries=libraries)
    payload = {"FunctionName": "${Charge}", "Payload": {"orderId": "{% $states.input.id %}"}}
    charge = task(**{"Arguments": payload, "Retry": [LAMBDA_RETRY], "Catch": CATCH, **fields})
    sources = {"shop/charge.py": source, "shop/errors.py": ERRORS}
    return states(functions={"Charge": function}, sources=sources, Charge=charge)
