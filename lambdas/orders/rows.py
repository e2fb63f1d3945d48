"""Rows of the tables of orders and of stock. Environment: ORDERS_TABLE, STOCK_TABLE.

A line of an order is RESERVED or RELEASED, and what it reserves is taken from the stock in the same transaction. A line
that is released before it was reserved is written all the same: a late reservation, of a call that was given up, finds
it and reserves nothing.
"""

import os
from typing import Any

import boto3

from lambdas.orders.aws import QUICK

dynamodb = boto3.resource("dynamodb", config=QUICK)
client = dynamodb.meta.client
FINE, REFUSED = "None", "ConditionalCheckFailed"


def line_key(order_id: str, sku: str) -> dict[str, Any]:
    return {"orderId": order_id, "part": f"LINE#{sku}"}


def read_line(order_id: str, sku: str) -> dict[str, Any]:
    found = dynamodb.Table(os.environ["ORDERS_TABLE"]).get_item(Key=line_key(order_id, sku), ConsistentRead=True)
    return found.get("Item", {})


def write_all(*writes: Any) -> list[str]:
    """Do all writes or none: why each was not done (FINE for one that could have been), or nothing when all were."""
    try:
        client.transact_write_items(TransactItems=list(writes))
    except client.exceptions.TransactionCanceledException as cancelled:
        return [reason["Code"] for reason in cancelled.response["CancellationReasons"]]
    return []


def put_line(order_id: str, sku: str, status: str, quantity: int) -> dict[str, Any]:
    """Write a line that there is not yet."""
    return {
        "Put": {
            "TableName": os.environ["ORDERS_TABLE"],
            "Item": line_key(order_id, sku) | {"status": status, "quantity": quantity},
            "ConditionExpression": "attribute_not_exists(orderId)",
        }
    }


def change_stock(sku: str, by: int) -> dict[str, Any]:
    """Put so much into the stock, or take it out, which there must be enough for."""
    return {
        "Update": {
            "TableName": os.environ["STOCK_TABLE"],
            "Key": {"sku": sku},
            "UpdateExpression": "SET available = available + :by",
            "ConditionExpression": "available >= :needed",
            "ExpressionAttributeValues": {":by": by, ":needed": -by},
        }
    }
