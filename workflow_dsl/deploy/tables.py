"""Tables that the stack does not delete itself."""

from __future__ import annotations

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError


def delete_empty_table(connection: Connection, table: str) -> bool:
    """Delete the table if nothing is in it, protected or not; whether it is gone, by this or somebody else's doing."""
    try:
        # What DescribeTable counts is hours old.
        empty = not connection.client("dynamodb").scan(TableName=table, Limit=1, ConsistentRead=True)["Items"]
        if empty:
            delete_table(connection, table)
    except AwsError as error:
        if error.code != "ResourceNotFoundException":
            raise
        return True
    return empty


def delete_table(connection: Connection, table: str) -> None:
    """Delete the table, protected or not.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html
    """
    service = connection.client("dynamodb")
    try:
        service.update_table(TableName=table, DeletionProtectionEnabled=False)
    except AwsError as error:
        # An update that changes nothing is refused.
        if error.code != "ValidationException":
            raise
    service.delete_table(TableName=table)
