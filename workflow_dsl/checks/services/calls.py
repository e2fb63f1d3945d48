"""What a task calls, with the arguments and errors that AWS's models give it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from workflow_dsl import asl
from workflow_dsl.asl.resource import Resource, SdkTask, ServiceTask, find_service, parse


class Call(NamedTuple):
    """An operation: its arguments, those that it cannot do without, and the errors that it reports."""

    name: str
    arguments: tuple[str, ...]
    required: tuple[str, ...]
    errors: tuple[str, ...]

    def takes(self, argument: str) -> bool:
        """Whether there is such an argument; AWS spells some as the SDK for Java does: DbClusterIdentifier."""
        return argument in self.arguments or (
            argument[:1].isupper() and argument.lower() in map(str.lower, self.arguments)
        )

    def missing(self, given: Iterable[str]) -> list[str]:
        """The arguments that it cannot do without and that are not given."""
        names = {name.lower() for name in given}
        return [name for name in self.required if name.lower() not in names]


@lru_cache(maxsize=1024)
def resource_of(text: str) -> Resource:
    """What a Resource says."""
    return parse(text)


@lru_cache(maxsize=1024)
def call_of(text: str) -> Call | None:
    """The operation that a Resource calls, or None where nothing is known of it."""
    found = resource_of(text)
    if isinstance(found, ServiceTask):
        row = _table()["calls"].get(f"{found.service}:{found.action}")
        name = f"{found.service}:{found.action}"
        return None if row is None else Call(name, *(tuple(row[key]) for key in ("arguments", "required", "errors")))
    if isinstance(found, SdkTask):
        service = find_service(found.service)
        operation = None if service is None else service.operation(found.action)
        if operation is not None:
            name = f"{found.service}:{operation.name}"
            return Call(name, operation.arguments, operation.required, operation.errors)
    return None


def given_arguments(task: asl.Task) -> dict[str, Any] | None:
    """The arguments by their names; None where they are only known when the state runs."""
    given = task.Arguments if task.given("Arguments") else task.Parameters
    if given is None:
        return {}
    return {name.removesuffix(".$"): value for name, value in given.items()} if isinstance(given, dict) else None


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("integrations.json").read_bytes())
    return table
