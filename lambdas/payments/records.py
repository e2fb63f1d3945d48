"""Rows of the table of transactions: read consistently, written only under a condition.

Environment: TRANSACTIONS_TABLE.
"""

import os
import re
from typing import Any

import boto3

from lambdas.payments.aws import QUICK

transactions = boto3.resource("dynamodb", config=QUICK).Table(os.environ["TRANSACTIONS_TABLE"])


def read_row(payment_id: str) -> dict[str, Any]:
    return transactions.get_item(Key={"paymentId": payment_id}, ConsistentRead=True).get("Item", {})


def write_row(payment_id: str, condition: str, update: str, **values: str | int | None) -> dict[str, Any] | None:
    """The row after the update, or None when the condition does not hold; `#name` and `:value` stand for themselves."""
    text = f"{condition} {update}"
    try:
        return transactions.update_item(
            Key={"paymentId": payment_id},
            ConditionExpression=condition,
            UpdateExpression=f"{update} ADD version :one",
            ExpressionAttributeNames={f"#{name}": name for name in re.findall(r"#(\w+)", text)},
            ExpressionAttributeValues={":one": 1, **{f":{name}": values[name] for name in re.findall(r":(\w+)", text)}},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except transactions.meta.client.exceptions.ConditionalCheckFailedException:
        return None
