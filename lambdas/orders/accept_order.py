"""Check an order and claim it for one execution. In: AcceptRequest. Out: AcceptedOrder.

The execution may claim it again as long as the order is open: a claim that comes late, of a call that was given up,
must not open an order that its own execution has fulfilled or cancelled meanwhile. Raises OrderInvalid, OrderTaken.
Environment: ORDERS_TABLE.
"""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import ValidationError, parse

from lambdas.orders.aws import QUICK
from lambdas.orders.contracts import ORDER_PART, AcceptRequest, OrderInvalid, OrderTaken

logger = Logger()
orders = boto3.resource("dynamodb", config=QUICK).Table(os.environ["ORDERS_TABLE"])


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        request = parse(event, AcceptRequest)
    except ValidationError as error:
        raise OrderInvalid(str(error)) from None
    order = request.order
    total = sum(line.quantity * line.unit_price_minor for line in order.lines)
    row: dict[str, Any] = {
        "orderId": order.order_id, "part": ORDER_PART, "status": "OPEN", "executionArn": request.execution_arn,
        "totalMinor": total, "currency": order.currency, "acceptedAt": request.requested_at,
    }  # fmt: skip
    try:
        orders.put_item(
            Item=row,
            ConditionExpression="attribute_not_exists(orderId) OR (executionArn = :owner AND #status = :open)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":owner": request.execution_arn, ":open": "OPEN"},
        )
    except orders.meta.client.exceptions.ConditionalCheckFailedException:
        raise OrderTaken("another execution has this order, or it has ended") from None
    logger.info("accepted", order_id=order.order_id, total_minor=total)
    return {"orderId": order.order_id, "totalMinor": total}
