"""Start fulfilment of an order. In: an EventBridge event whose detail is an Order. Out: whether it was started.

The execution is named after the orderId, so an event that comes again starts nothing. An order that breaks the contract
is an error, and goes to the dead-letter queue. Environment: STATE_MACHINE_ARN.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import ValidationError, parse

from lambdas.orders.aws import QUICK
from lambdas.orders.contracts import Order, OrderInvalid

logger = Logger()
states = boto3.client("stepfunctions", config=QUICK)


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        order = parse(event["detail"], Order)
    except ValidationError as error:
        raise OrderInvalid(str(error)) from None
    content = order.model_dump_json(by_alias=True)
    try:
        states.start_execution(stateMachineArn=os.environ["STATE_MACHINE_ARN"], name=order.order_id, input=content)
        started = True
    except states.exceptions.ExecutionAlreadyExists:
        started = False
    logger.info("order", order_id=order.order_id, started=started)
    return {"orderId": order.order_id, "started": started}
