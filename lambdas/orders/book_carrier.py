"""Book a carrier for an order, once. In: BookingRequest. Out: Booking. Environment: the carrier's."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.orders.carrier import call_carrier
from lambdas.orders.contracts import BookingRequest

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, BookingRequest)
    booking = call_carrier("PUT", request.order_id, {"addressId": request.address_id})
    logger.info("booked", order_id=request.order_id)
    return {"orderId": request.order_id, "trackingNumber": booking["trackingNumber"]}
