"""Rows of a DynamoDB table as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workflow_dsl.deploy.connection import Connection


def table_keys(connection: Connection, table: str) -> tuple[str, ...]:
    """The names of the key attributes: partition key, then sort key."""
    schema = connection.client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]
    return tuple(key["AttributeName"] for key in sorted(schema, key=lambda key: str(key["KeyType"])))


def table_rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    """All rows, attributes in alphabetical order; whole numbers as int."""
    return [
        plain_row(item)
        for page in connection.client("dynamodb").pages("scan", TableName=table, ConsistentRead=True)
        for item in page["Items"]
    ]


def plain_row(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as the service writes it (`{"id": {"S": "a"}}`) as plain values, attributes in alphabetical order."""
    from boto3.dynamodb.types import TypeDeserializer

    plain = TypeDeserializer().deserialize
    return {name: _number(plain(item[name])) for name in sorted(item)}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
