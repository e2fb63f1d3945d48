"""Start fulfilment of an order. In: an EventBridge event whose detail is an Order. Out: whether it was started.

The execution is named after the orderId, so an event that comes again starts nothing. Raises OrderInvalid for what is
no order, and OrderTaken for another order under an orderId that was started: such an event goes to the dead-letter
queue.
Environment: STATE_MACHINE_ARN.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import ValidationError, parse

from lambdas.orders.aws import QUICK
from lambdas.orders.contracts import Order, OrderInvalid, OrderTaken

logger = Logger()
states = boto3.client("stepfunctions", config=QUICK)


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        order = parse(event["detail"], Order)
    except ValidationError as error:
        raise OrderInvalid(str(error)) from None
    started = start(order)
    logger.info("order", order_id=order.order_id, started=started)
    return {"orderId": order.order_id, "started": started}


def start(order: Order) -> bool:
    """Whether this call started the order, and none before it did."""
    machine = os.environ["STATE_MACHINE_ARN"]
    content = order.model_dump_json(by_alias=True)
    try:
        states.start_execution(stateMachineArn=machine, name=order.order_id, input=content)
        return True
    except states.exceptions.ExecutionAlreadyExists:
        # An alias or version at the end of the machine's ARN is no part of its executions' ARNs.
        arn = ":".join(machine.split(":")[:7]).replace(":stateMachine:", ":execution:")
        known = states.describe_execution(executionArn=f"{arn}:{order.order_id}")
    if Order.model_validate_json(known["input"]) != order:
        raise OrderTaken("another order was started under this orderId")
    return False
