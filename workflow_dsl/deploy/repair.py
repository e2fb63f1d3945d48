"""Bring a stack that a failed or half-done operation left behind into a state that can be deployed to."""

from __future__ import annotations

from collections.abc import Generator

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import StackError
from workflow_dsl.deploy.events import Note, StackEvent
from workflow_dsl.deploy.stack import ABSENT, KEEPS_DATA, REVIEWED, EventLog, StackResource, find_stack, stack_resources
from workflow_dsl.deploy.tables import delete_empty_table

READY = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)
NEVER_CREATED = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
ATTEMPTS = 5

_GONE = ("DELETE_COMPLETE", "CREATE_FAILED")


def repair_stack(connection: Connection, name: str) -> Generator[Note | StackEvent, None, str]:
    """Repair the stack and return how to deploy to it: "CREATE" or "UPDATE".

    An operation that runs is waited for; a failed creation is deleted, with the tables that production protects when
    nothing is in them, unless it left data behind; a failed roll-back is continued. Raises StackError when the stack
    cannot be repaired.
    """
    for _ in range(ATTEMPTS):
        stack = find_stack(connection, name)
        if stack.status in (ABSENT, REVIEWED):
            return "CREATE"
        if stack.status in READY:
            return "UPDATE"
        yield from _mend(connection, name, stack.stack_id, stack.status)
    raise StackError(f"stack {name} could not be repaired: its state kept changing")


def _mend(connection: Connection, name: str, stack_id: str, status: str) -> Generator[Note | StackEvent, None, None]:
    service = connection.client("cloudformation")
    log = EventLog(connection, stack_id)
    if status.endswith("_IN_PROGRESS"):
        yield Note(f"stack {name} is {status}; waiting until that ends")
    elif status in NEVER_CREATED:
        kept = yield from _kept_data(connection, name, status)
        _refuse_when_data_was_kept(name, kept)
        yield Note(f"stack {name} is {status}: its last operation failed; deleting what is left of it")
        service.delete_stack(StackName=name)
    elif status == "UPDATE_ROLLBACK_FAILED":
        yield Note(f"stack {name} is {status}; continuing the roll-back")
        service.continue_update_rollback(StackName=name)
    elif status == "UPDATE_FAILED":
        yield Note(f"stack {name} is {status}; rolling the update back")
        service.rollback_stack(StackName=name)
    else:
        raise StackError(f"stack {name} is {status}, which cannot be deployed to")
    yield from log.follow()
    if log.causes():
        raise StackError(f"stack {name} was {status} and could not be repaired", log.causes())


def _kept_data(connection: Connection, name: str, status: str) -> Generator[Note, None, list[StackResource]]:
    """What holds data of a stack that was never created. Tables that the roll-back could not delete, being protected
    as in production, go when nothing is in them.
    """
    kept = []
    for resource in stack_resources(connection, name):
        if resource.resource_type not in KEEPS_DATA or resource.status in _GONE:
            continue
        protected = resource.resource_type == "AWS::DynamoDB::Table" and resource.status == "DELETE_FAILED"
        if status == "ROLLBACK_FAILED" and protected and delete_empty_table(connection, resource.physical_id):
            yield Note(f"table {resource.physical_id} had nothing in it, and is gone")
        else:
            kept.append(resource)
    return kept


def _refuse_when_data_was_kept(name: str, kept: list[StackResource]) -> None:
    if kept:
        raise StackError(
            f"stack {name} could not be created, and its data is still there; delete it or import it into the stack, "
            "then deploy again",
            [f"{resource.logical_id} ({resource.resource_type}): {resource.physical_id}" for resource in kept],
        )
