"""Cancel the carrier of an order, booked or not. In: CancelRequest. Out: CancelledBooking.

Environment: the carrier's.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.orders.carrier import call_carrier
from lambdas.orders.contracts import CancelRequest

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, CancelRequest)
    call_carrier("DELETE", request.order_id)
    logger.info("cancelled", order_id=request.order_id)
    return {"orderId": request.order_id}
