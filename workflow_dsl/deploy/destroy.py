"""Delete a stack, and keep its data unless told."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import StackError
from workflow_dsl.deploy.events import Note, StackEvent
from workflow_dsl.deploy.stack import (
    ABSENT,
    KEEPS_DATA,
    REVIEWED,
    EventLog,
    StackResource,
    deployed_template,
    find_stack,
    stack_resources,
)
from workflow_dsl.deploy.tables import delete_table

GO_WITH_THEIR_OWNER = ("AWS::Lambda::Version", "AWS::StepFunctions::StateMachineVersion")
"""Types that outlive updates by their retention, and end with the function or machine that they are versions of."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What deleting a stack does: `deleted`, `retained` by its template, and what of the deleted holds data."""

    stack_id: str
    deleted: tuple[StackResource, ...]
    retained: tuple[StackResource, ...]

    @property
    def data(self) -> tuple[StackResource, ...]:
        """The deleted resources that hold data."""
        return tuple(resource for resource in self.deleted if resource.resource_type in KEEPS_DATA)


def plan_deletion(connection: Connection, name: str) -> Deletion | None:
    """What deleting the stack would do; None when there is no such stack."""
    stack = find_stack(connection, name)
    if stack.status == ABSENT:
        return None
    if stack.status == REVIEWED:
        return Deletion(stack.stack_id, (), ())
    kept = _retained(connection, name)
    present = [one for one in stack_resources(connection, name) if not one.status.startswith("DELETE_COMPLETE")]
    return Deletion(
        stack.stack_id,
        tuple(one for one in present if one.logical_id not in kept),
        tuple(one for one in present if one.logical_id in kept and one.resource_type not in GO_WITH_THEIR_OWNER),
    )


def delete_stack(
    connection: Connection, deletion: Deletion, *, delete_data: bool
) -> Generator[Note | StackEvent, None, None]:
    """Delete the stack: events as they come.

    Without `delete_data`, a stack whose deletion would lose data is refused. With it, what the template retains is
    deleted as well, when it holds data. Raises StackError with the causes when something could not be deleted.
    """
    if deletion.data and not delete_data:
        raise StackError("the stack holds data; add --delete-data to lose it:", [_named(one) for one in deletion.data])
    log = EventLog(connection, deletion.stack_id)
    connection.client("cloudformation").delete_stack(StackName=deletion.stack_id)
    yield from log.follow()
    if find_stack(connection, deletion.stack_id).status not in (ABSENT, "DELETE_COMPLETE"):
        raise StackError("the stack could not be deleted; the cause:", log.causes())
    if delete_data:
        yield from _delete_retained(connection, deletion)


def _retained(connection: Connection, name: str) -> frozenset[str]:
    resources: Mapping[str, Mapping[str, Any]] = deployed_template(connection, name)["Resources"]
    kept = ("Retain", "RetainExceptOnCreate")
    return frozenset(name for name, resource in resources.items() if resource.get("DeletionPolicy") in kept)


def _delete_retained(connection: Connection, deletion: Deletion) -> Generator[Note, None, None]:
    for resource in deletion.retained:
        if resource.resource_type == "AWS::DynamoDB::Table":
            delete_table(connection, resource.physical_id)
            yield Note(f"deleted {_named(resource)}")
        else:
            yield Note(f"kept {_named(resource)}; delete it by hand if nothing needs it")


def _named(resource: StackResource) -> str:
    return f"{resource.resource_type} {resource.physical_id}"
