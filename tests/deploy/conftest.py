"""An emulator for the tests of a module, and stacks of their own for each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.deploy import (
    Connection,
    DeployEvent,
    StackRequest,
    connect_to_emulator,
    deploy_stack,
    read_template,
    upload,
)
from workflow_dsl.local import CODE_BUCKET, OwnEmulator, fit_to_emulator

SAMPLE = Path(__file__).with_name("sample.yaml")


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with OwnEmulator() as emulator:
        yield connect_to_emulator(emulator)


class Sample:
    """The sample template on the emulator, as it is deployed by a run."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection = connection
        self.name = name
        self.template: dict[str, Any] = read_template(SAMPLE.read_text())

    def deploy(self, **parameters: str) -> list[DeployEvent]:
        """Deploy it and return all events."""
        fitted = fit_to_emulator(self.template, python=sys.executable)
        upload(self.connection, CODE_BUCKET, fitted.code)
        request = StackRequest(self.name, json.dumps(fitted.template), parameters)
        return list(deploy_stack(self.connection, request))

    def properties(self, logical_id: str) -> dict[str, Any]:
        """The properties of a resource, to be changed."""
        found: dict[str, Any] = self.template["Resources"][logical_id]["Properties"]
        return found

    def status(self) -> Mapping[str, Any]:
        """What the service says of the stack."""
        found: Mapping[str, Any] = self.connection.client("cloudformation").describe_stacks(StackName=self.name)
        stack: Mapping[str, Any] = found["Stacks"][0]
        return stack


@pytest.fixture
def sample(connection: Connection) -> Iterator[Sample]:
    name = "sample"
    yield Sample(connection, name)
    service = connection.client("cloudformation")
    service.delete_stack(StackName=name)
    tables = connection.client("dynamodb")
    for table in tables.list_tables()["TableNames"]:
        tables.delete_table(TableName=table)
