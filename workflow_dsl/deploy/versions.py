"""Versions of functions, which outlive the update that made them."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.events import Note
from workflow_dsl.deploy.stack import find_stack, stack_resources

ROLLED_BACK = "UPDATE_ROLLBACK_COMPLETE"


def publish_rolled_back(connection: Connection, name: str) -> Iterator[Note]:
    """Publish the functions as they are after an update that was rolled back; a note where that was done.

    The versions of that update stay, since executions may have begun with them. Lambda publishes nothing that is the
    same as the last version, and CloudFormation takes that for a failure: the same update could not be tried again.
    Source: https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    """
    if find_stack(connection, name).status != ROLLED_BACK:
        return
    functions = [each for each in stack_resources(connection, name) if each.resource_type == "AWS::Lambda::Function"]
    for function in functions:
        connection.client("lambda").publish_version(FunctionName=function.physical_id)
    if functions:
        yield Note(
            "the last update was rolled back; published its functions as they are now, so that what it had published "
            "can be published again"
        )
