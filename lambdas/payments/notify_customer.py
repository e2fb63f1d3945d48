"""Tell the customer how a payment ended. In: CustomerNotification. Out: NotifiedCustomer.

What the owner's row says counts, not what the execution believes: it may have stored an outcome without hearing so.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.payments.contracts import CustomerNotification
from lambdas.payments.records import read_row
from lambdas.payments.telling import mark_told, read_notification, tell_customer

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, CustomerNotification)
    row = read_row(request.payment_id)
    message_id = None
    # Another execution's payment is that execution's to tell about.
    if "notifiedAt" not in row and row.get("executionArn", request.execution_arn) == request.execution_arn:
        agreed = row.get("status", "PENDING") in ("PENDING", request.outcome)
        told = request if agreed else read_notification(row, request.requested_at)
        message_id = tell_customer(told)
        mark_told(told)
    logger.info("notification", payment_id=request.payment_id, message_id=message_id)
    return {"paymentId": request.payment_id, "messageId": message_id}
