"""Messages to topics of SNS."""

import json
import os
from typing import Any

import boto3

from lambdas.payments.aws import QUICK

sns = boto3.client("sns", config=QUICK)


def publish(topic: str, message: dict[str, Any], name: str, value: str, **more: str) -> str:
    """The id of the message; `topic` is the environment variable with the ARN, name and value are for filters, and an
    e-mail can have a Subject."""
    return sns.publish(
        TopicArn=os.environ[topic],
        Message=json.dumps(message),
        MessageAttributes={name: {"DataType": "String", "StringValue": value}},
        **more,
    )["MessageId"]
