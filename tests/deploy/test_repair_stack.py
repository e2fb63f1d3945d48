"""Stacks in states that the emulator cannot be brought into, played by a fake of CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from workflow_dsl.deploy import Connection, Note, StackError
from workflow_dsl.deploy.repair import repair_stack


class FakeCloudFormation:
    """A stack whose status is the next one of a list each time it is asked for; keeps what it was told to do. `kept` is
    the status of its table, if that is still there.
    """

    def __init__(self, *statuses: str, kept: str = "") -> None:
        self._statuses = list(statuses)
        self._kept = kept
        self.told: list[str] = []

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 -- as boto3 spells it
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if status == "ABSENT":
            problem = {"Error": {"Code": "ValidationError", "Message": f"Stack with id {StackName} does not exist"}}
            raise ClientError(problem, "DescribeStacks")  # type: ignore[arg-type]
        return {"Stacks": [{"StackId": StackName, "StackStatus": status}]}

    def get_paginator(self, operation: str) -> Pages:
        return Pages(self._pages(operation))

    def _pages(self, operation: str) -> list[dict[str, Any]]:
        if operation == "list_stack_resources":
            table = self._kept or "DELETE_COMPLETE"
            found = [
                ("Table", "AWS::DynamoDB::Table", table, "pay-Table-1"),
                ("Role", "AWS::IAM::Role", "CREATE_COMPLETE", "pay-Role-1"),
            ]
            names = ("LogicalResourceId", "ResourceType", "ResourceStatus", "PhysicalResourceId")
            return [{"StackResourceSummaries": [dict(zip(names, one, strict=True)) for one in found]}]
        return [{"StackEvents": []}]

    def delete_stack(self, StackName: str) -> None:  # noqa: N803
        self.told.append(f"delete {StackName}")

    def continue_update_rollback(self, StackName: str) -> None:  # noqa: N803
        self.told.append(f"continue {StackName}")

    def rollback_stack(self, StackName: str) -> None:  # noqa: N803
        self.told.append(f"roll back {StackName}")


class Pages:
    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self._pages = pages

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        return iter(self._pages)


class FakeTable:
    """A table that is protected from deletion; keeps what it was told to do. Without rows there is no such table."""

    def __init__(self, rows: int | None) -> None:
        self._rows = rows
        self.told: list[str] = []

    def scan(self, TableName: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        if self._rows is None:
            problem = {"Error": {"Code": "ResourceNotFoundException", "Message": f"no table {TableName}"}}
            raise ClientError(problem, "Scan")  # type: ignore[arg-type]
        return {"Items": [{}] * min(1, self._rows)}

    def update_table(self, TableName: str, *, DeletionProtectionEnabled: bool) -> None:  # noqa: N803
        self.told.append(f"{'protect' if DeletionProtectionEnabled else 'release'} {TableName}")

    def delete_table(self, TableName: str) -> None:  # noqa: N803
        self.told.append(f"delete {TableName}")


class FakeSession:
    region_name = "eu-central-1"

    def __init__(self, service: FakeCloudFormation, table: FakeTable) -> None:
        self._services = {"cloudformation": service, "dynamodb": table}

    def client(self, service: str, **_: Any) -> Any:
        return self._services[service]


def _repair(service: FakeCloudFormation, table: FakeTable | None = None) -> tuple[list[Any], str]:
    events = []
    session = FakeSession(service, table or FakeTable(None))
    steps = repair_stack(Connection(session, endpoint="http://fake"), "pay")
    while True:
        try:
            events.append(next(steps))
        except StopIteration as end:
            return events, end.value


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("ABSENT", "CREATE"),
        ("REVIEW_IN_PROGRESS", "CREATE"),
        ("CREATE_COMPLETE", "UPDATE"),
        ("UPDATE_COMPLETE", "UPDATE"),
        ("UPDATE_ROLLBACK_COMPLETE", "UPDATE"),
        ("IMPORT_COMPLETE", "UPDATE"),
    ],
)
def test_a_sound_stack_is_left_alone(status: str, action: str) -> None:
    service = FakeCloudFormation(status)

    assert _repair(service) == ([], action)
    assert service.told == []


def test_an_operation_that_runs_is_waited_for() -> None:
    service = FakeCloudFormation("UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")

    events, action = _repair(service)

    assert events == [Note("stack pay is UPDATE_IN_PROGRESS; waiting until that ends")]
    assert action == "UPDATE"
    assert service.told == []


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"])
def test_a_stack_that_was_never_created_is_deleted_and_created_anew(status: str) -> None:
    service = FakeCloudFormation(status, "DELETE_IN_PROGRESS", "DELETE_COMPLETE", "ABSENT")

    _, action = _repair(service)

    assert service.told == ["delete pay"]
    assert action == "CREATE"


def test_a_failed_creation_that_left_data_behind_is_not_deleted() -> None:
    service = FakeCloudFormation("ROLLBACK_COMPLETE", kept="CREATE_COMPLETE")

    with pytest.raises(StackError, match=r"(?s)still there; delete it or import it.*Table \(AWS::DynamoDB::Table\)"):
        _repair(service)
    assert service.told == []


@pytest.mark.parametrize(("rows", "told"), [(0, ["release pay-Table-1", "delete pay-Table-1"]), (None, [])])
def test_a_protected_table_that_a_failed_creation_left_empty_is_not_in_the_way(
    rows: int | None, told: list[str]
) -> None:
    """In production the roll-back cannot delete it."""
    service = FakeCloudFormation("ROLLBACK_FAILED", "DELETE_IN_PROGRESS", "ABSENT", kept="DELETE_FAILED")
    table = FakeTable(rows)

    events, action = _repair(service, table)

    assert table.told == told
    assert events[0] == Note("table pay-Table-1 had nothing in it, and is gone")
    assert (service.told, action) == (["delete pay"], "CREATE")


@pytest.mark.parametrize(("status", "rows"), [("ROLLBACK_FAILED", 1), ("DELETE_FAILED", 0)])
def test_a_protected_table_with_rows_or_of_a_stack_that_lived_stays(status: str, rows: int) -> None:
    service, table = FakeCloudFormation(status, kept="DELETE_FAILED"), FakeTable(rows)

    with pytest.raises(StackError, match="its data is still there"):
        _repair(service, table)
    assert service.told == table.told == []


@pytest.mark.parametrize(
    ("status", "told"), [("UPDATE_ROLLBACK_FAILED", "continue pay"), ("UPDATE_FAILED", "roll back pay")]
)
def test_a_roll_back_that_stopped_is_carried_on(status: str, told: str) -> None:
    service = FakeCloudFormation(status, "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE")

    _, action = _repair(service)

    assert service.told == [told]
    assert action == "UPDATE"


def test_a_state_that_nobody_knows_is_refused() -> None:
    with pytest.raises(StackError, match="is IMPORT_ROLLBACK_FAILED, which cannot be deployed to"):
        _repair(FakeCloudFormation("IMPORT_ROLLBACK_FAILED"))


def test_a_stack_that_fails_again_and_again_is_given_up() -> None:
    with pytest.raises(StackError, match="could not be repaired"):
        _repair(FakeCloudFormation("UPDATE_ROLLBACK_FAILED"))
