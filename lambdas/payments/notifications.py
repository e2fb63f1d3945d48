"""Messages to customers. Environment: CUSTOMER_TOPIC_ARN."""

import os

import boto3

from lambdas.payments.aws import QUICK
from lambdas.payments.contracts import CustomerNotification

sns = boto3.client("sns", config=QUICK)


def publish_outcome(notification: CustomerNotification) -> str:
    """The id of the message; subscribers can filter on its attribute `outcome`."""
    return sns.publish(
        TopicArn=os.environ["CUSTOMER_TOPIC_ARN"],
        Message=notification.model_dump_json(
            by_alias=True, exclude_none=True, exclude={"execution_arn", "requested_at"}
        ),
        MessageAttributes={"outcome": {"DataType": "String", "StringValue": notification.outcome}},
    )["MessageId"]
