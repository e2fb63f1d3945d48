"""Rows of the table of transactions: read consistently, written only under a condition.

Environment: TRANSACTIONS_TABLE.
"""

import os
from typing import Any

import boto3

from lambdas.payments.aws import QUICK

table = boto3.resource("dynamodb", config=QUICK).Table(os.environ["TRANSACTIONS_TABLE"])


def read_row(payment_id: str) -> dict[str, Any]:
    return table.get_item(Key={"paymentId": payment_id}, ConsistentRead=True).get("Item", {})


def write_row(payment_id: str, condition: str, update: str, **values: str | int) -> dict[str, Any]:
    """Update the row if the condition holds; the row as it then is, updated or not. `values` are for both texts."""
    try:
        return table.update_item(
            Key={"paymentId": payment_id}, ConditionExpression=condition, ReturnValues="ALL_NEW",
            UpdateExpression=f"SET #timestamp = :now, {update} ADD version :one",
            ExpressionAttributeNames={"#status": "status", "#timestamp": "timestamp"},
            ExpressionAttributeValues={":one": 1, **{f":{name}": value for name, value in values.items()}},
        )["Attributes"]  # fmt: skip
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return read_row(payment_id)
