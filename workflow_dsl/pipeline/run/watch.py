"""What an execution leaves behind in its stack: rows, messages, queues."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from workflow_dsl.deploy import Client, Connection, DeployError, StackResource, table_keys, table_rows

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was published to a topic."""

    topic: str
    subject: str
    body: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableChange:
    """A row that is new or different; `table` is the logical id."""

    table: str
    row: Row
    is_new: bool


class Tables:
    """The tables of a stack, and what changes in them from now on."""

    def __init__(self, connection: Connection, resources: list[StackResource]) -> None:
        self._connection = connection
        tables = [resource for resource in resources if resource.resource_type == "AWS::DynamoDB::Table"]
        self._names = {table.logical_id: table.physical_id for table in tables}
        self._keys = {name: table_keys(connection, name) for name in self._names.values()}
        self._before = {name: self._by_key(name) for name in self._names.values()}

    def changes(self) -> list[TableChange]:
        """The rows that are new or different since this was made."""
        return [
            TableChange(logical_id, row, key not in self._before[name])
            for logical_id, name in self._names.items()
            for key, row in self._by_key(name).items()
            if self._before[name].get(key) != row
        ]

    def changed_rows(self) -> dict[str, list[Row]]:
        """The rows that are new or different, by the logical id of their table."""
        changes = self.changes()
        return {name: [change.row for change in changes if change.table == name] for name in self._names}

    def _by_key(self, table: str) -> dict[tuple[Any, ...], Row]:
        keys = self._keys[table]
        return {tuple(row[key] for key in keys): row for row in table_rows(self._connection, table)}


class Topics:
    """Queues that hear what is published to the topics of a stack while they are watched."""

    def __init__(self, connection: Connection, queues: Mapping[str, str]) -> None:
        self._connection = connection
        self._queues = queues

    def messages(self, quiet: float = 0.2) -> list[Message]:
        """What was published since the last call; returns when nothing has come for `quiet` seconds."""
        found: list[Message] = []
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            fresh = [message for topic, url in self._queues.items() for message in self._receive(topic, url)]
            if fresh:
                last = time.monotonic()
            else:
                time.sleep(0.05)
            found += fresh
        return found

    def _receive(self, topic: str, url: str) -> list[Message]:
        received = self._connection.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [_message(topic, json.loads(message["Body"])) for message in received.get("Messages", [])]


def _message(topic: str, envelope: Mapping[str, Any]) -> Message:
    attributes = {name: str(value["Value"]) for name, value in envelope.get("MessageAttributes", {}).items()}
    return Message(topic, envelope.get("Subject") or "", envelope["Message"], attributes)


@contextmanager
def watch_topics(connection: Connection, resources: list[StackResource]) -> Iterator[Topics]:
    """Subscribe a queue to each topic of the stack for as long as the block lasts."""
    sqs, sns = connection.client("sqs"), connection.client("sns")
    queues: dict[str, str] = {}
    subscriptions: list[str] = []
    try:
        for topic in (one for one in resources if one.resource_type == "AWS::SNS::Topic"):
            url, arn = _new_queue(sqs, topic.physical_id)
            queues[topic.logical_id] = url
            subscribed = sns.subscribe(
                TopicArn=topic.physical_id, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True
            )
            subscriptions.append(subscribed["SubscriptionArn"])
        yield Topics(connection, queues)
    finally:
        # When the emulator has gone, so have they.
        with suppress(DeployError):
            for subscription in subscriptions:
                sns.unsubscribe(SubscriptionArn=subscription)
            for url in queues.values():
                sqs.delete_queue(QueueUrl=url)


def _new_queue(sqs: Client, topic: str) -> tuple[str, str]:
    url: str = sqs.create_queue(QueueName=f"workflow-dsl-watch-{uuid.uuid4().hex[:12]}")["QueueUrl"]
    arn: str = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    # What was read stays unseen until the queue is deleted, which is sooner.
    attributes = {"Policy": json.dumps(_from_topic(arn, topic)), "VisibilityTimeout": "43200"}
    sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
    return url, arn


def _from_topic(queue: str, topic: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def queue_depths(connection: Connection, resources: list[StackResource]) -> dict[str, int]:
    """Messages in each queue of the stack, by logical id."""
    counted = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    return {
        queue.logical_id: sum(
            int(count)
            for count in connection.client("sqs")
            .get_queue_attributes(QueueUrl=queue.physical_id, AttributeNames=list(counted))["Attributes"]
            .values()
        )
        for queue in resources
        if queue.resource_type == "AWS::SQS::Queue"
    }
