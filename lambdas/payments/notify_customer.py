"""Tell the customer how a payment ended: publish, then mark. In: CustomerNotification. Out: NotifiedCustomer.

A message can be sent twice, when marking fails, but is never marked without being sent.
Environment: TRANSACTIONS_TABLE, CUSTOMER_TOPIC_ARN.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.payments.contracts import CustomerNotification, NotifiedCustomer
from lambdas.payments.notifications import publish_outcome
from lambdas.payments.records import read_row, write_row

logger = Logger()


@logger.inject_lambda_context
@event_parser(model=CustomerNotification)
def handler(event: CustomerNotification, _context: LambdaContext) -> dict[str, Any]:
    row = read_row(event.payment_id)
    message_id = None
    # Another execution's payment is that execution's to tell about.
    if "notifiedAt" not in row and row.get("executionArn", event.execution_arn) == event.execution_arn:
        message_id = publish_outcome(event)
        write_row(
            event.payment_id,
            "executionArn = :owner",
            "SET #notifiedAt = :now",
            owner=event.execution_arn,
            now=event.requested_at,
        )
    logger.info("customer notified", payment_id=event.payment_id, message_id=message_id)
    notified = NotifiedCustomer(payment_id=event.payment_id, message_id=message_id)
    return notified.model_dump(mode="json", by_alias=True)
