"""What is known about a stack: its state, its outputs, its resources, and its events as they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError
from workflow_dsl.deploy.events import StackEvent
from workflow_dsl.deploy.template_text import Template, read_template

ABSENT = "ABSENT"
REVIEWED = "REVIEW_IN_PROGRESS"
"""The status of a stack of which nothing is made yet: there is a change set, and perhaps no template."""

KEEPS_DATA = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret")
"""Types whose deletion loses what nobody can make again."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as it is now; `status` is ABSENT when there is none."""

    stack_id: str
    status: str
    reason: str
    outputs: dict[str, str]
    parameters: dict[str, str]

    @property
    def in_progress(self) -> bool:
        """Whether an operation is running on it."""
        return self.status.endswith("_IN_PROGRESS") and self.status != REVIEWED


@dataclass(frozen=True, slots=True)
class StackResource:
    """A resource of a stack: its names in the template and in the account."""

    logical_id: str
    resource_type: str
    physical_id: str
    status: str


def find_stack(connection: Connection, name: str) -> Stack:
    """The stack of this name or id."""
    try:
        found = connection.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except AwsError as error:
        if error.code == "ValidationError" and "does not exist" in error.reason:
            return Stack(name, ABSENT, "", {}, {})
        raise
    return Stack(
        found["StackId"],
        found["StackStatus"],
        found.get("StackStatusReason", ""),
        {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])},
        {parameter["ParameterKey"]: parameter.get("ParameterValue", "") for parameter in found.get("Parameters", [])},
    )


def stack_resources(connection: Connection, name: str) -> list[StackResource]:
    """The resources of a stack, in the service's order."""
    pages = connection.client("cloudformation").pages("list_stack_resources", StackName=name)
    return [
        StackResource(
            found["LogicalResourceId"],
            found["ResourceType"],
            found.get("PhysicalResourceId", ""),
            found["ResourceStatus"],
        )
        for page in pages
        for found in page["StackResourceSummaries"]
    ]


def deployed_template(connection: Connection, name: str) -> Template:
    """The template of the stack as it is, intrinsic functions in their long form where it was given as text."""
    body: Any = connection.client("cloudformation").get_template(StackName=name)["TemplateBody"]
    template: Template = read_template(body) if isinstance(body, str) else body
    return template


class EventLog:
    """The events of one operation on a stack: those that were there before are not among them."""

    def __init__(self, connection: Connection, stack_id: str) -> None:
        self._connection = connection
        self._stack_id = stack_id
        self._seen: set[str] = set()
        self.events: list[StackEvent] = []
        for _ in self._new():
            pass
        self.events.clear()

    def follow(self) -> Iterator[StackEvent]:
        """Events as they come, until no operation runs on the stack any more."""
        while True:
            running = find_stack(self._connection, self._stack_id).in_progress
            yield from self._new()
            if not running:
                return
            time.sleep(self._connection.pause)

    def causes(self) -> list[str]:
        """The failures that began it, without what was only cancelled or rolled back because of them."""
        failed = [event for event in self.events if event.failed and "ancelled" not in event.reason]
        roots = [event for event in failed if event.resource_type != "AWS::CloudFormation::Stack"]
        return [
            f"{event.logical_id} ({event.resource_type}): {event.reason or event.status}" for event in roots or failed
        ]

    def _new(self) -> Iterator[StackEvent]:
        fresh = []
        for page in self._connection.client("cloudformation").pages("describe_stack_events", StackName=self._stack_id):
            unseen = [event for event in page["StackEvents"] if event["EventId"] not in self._seen]
            fresh += unseen
            if len(unseen) < len(page["StackEvents"]):
                break
        # The service lists the newest first.
        for event in reversed(fresh):
            self._seen.add(event["EventId"])
            self.events.append(
                StackEvent(
                    event["Timestamp"],
                    event["LogicalResourceId"],
                    event["ResourceType"],
                    event["ResourceStatus"],
                    event.get("ResourceStatusReason", ""),
                    event.get("PhysicalResourceId", ""),
                )
            )
            yield self.events[-1]
