"""Tell the customer how a payment ended. In: NotificationRequest. Out: NotifiedCustomer.

What the owner's row says counts, not what the execution believes: it may have stored an outcome without hearing so, or
could not store the one that it knows. Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.payments.contracts import NotificationRequest
from lambdas.payments.records import read_row
from lambdas.payments.telling import tell_customer

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, NotificationRequest)
    row = read_row(request.payment_id)
    # Another execution's payment is that execution's to tell about.
    owned = row.get("executionArn") == request.execution_arn
    message_id = tell_customer(row, request.requested_at) if owned else None
    logger.info("notification", payment_id=request.payment_id, status=row.get("status"), message_id=message_id)
    return {"paymentId": request.payment_id, "messageId": message_id}
