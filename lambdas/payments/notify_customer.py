"""Tell the customer how a payment ended: publish, then mark. In: CustomerNotification. Out: NotifiedCustomer.

A message can be sent twice, when marking fails, but is never marked without being sent.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import parse

from lambdas.payments.contracts import CustomerNotification
from lambdas.payments.messages import publish
from lambdas.payments.records import read_row, write_row

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = parse(event, CustomerNotification)
    row = read_row(request.payment_id)
    owner = request.execution_arn
    message_id = None
    # Another execution's payment is that execution's to tell about.
    if "notifiedAt" not in row and row.get("executionArn", owner) == owner:
        message = request.model_dump(by_alias=True, exclude_none=True, exclude={"execution_arn", "requested_at"})
        message_id = publish("CUSTOMER_TOPIC_ARN", message, "outcome", request.outcome)
        condition = "executionArn = :owner AND #status = :status"
        write_row(request.payment_id, condition, "notifiedAt = :now",
                  now=request.requested_at, owner=owner, status=request.outcome)  # fmt: skip
    logger.info("notification", payment_id=request.payment_id, message_id=message_id)
    return {"paymentId": request.payment_id, "messageId": message_id}
