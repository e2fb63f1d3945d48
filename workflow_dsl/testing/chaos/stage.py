"""A stack with probes on an emulator of its own, and what is asked of it."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workflow_dsl.deploy import AwsError, DeployError, read_template, table_rows
from workflow_dsl.local import Rows
from workflow_dsl.pipeline.run import Message, Session, SessionOptions, Target, open_session
from workflow_dsl.pipeline.run.watch import Topics, watch_topics
from workflow_dsl.testing.chaos.board import Board
from workflow_dsl.testing.chaos.evidence import Json, RowChange
from workflow_dsl.testing.chaos.inject import PATIENT, Edit, Template, Timing, apply_edits, function_name, inject
from workflow_dsl.testing.chaos.setup import ChaosSetup, InvocationError
from workflow_dsl.testing.chaos.streams import read_changes

SERVICES = ("stepfunctions", "dynamodb", "dynamodbstreams", "lambda", "logs", "sqs", "sns")


@dataclass(slots=True)
class Stage:
    """A running stack; `messages` and `queued` are what was taken from topics and queues so far."""

    session: Session
    setup: ChaosSetup
    board: Board
    topics: Topics
    template: Template
    messages: list[Message] = field(default_factory=list)
    queued: dict[str, list[str]] = field(default_factory=dict)

    @property
    def double(self) -> Any:
        """The double of the outside, None without one."""
        return self.session.double

    def client(self, service: str) -> Any:
        """The emulator's client of a service."""
        return self.session.connection.client(service)

    def physical_ids(self, resource_type: str) -> dict[str, str]:
        """Physical ids by logical id, of all resources of a type."""
        found = self.session.resources
        return {one.logical_id: one.physical_id for one in found if one.resource_type == resource_type}

    def start(self, given: Json, name: str) -> str:
        """Start an execution; its ARN."""
        arn = self.session.machine_arn
        started = self.client("stepfunctions").start_execution(stateMachineArn=arn, name=name, input=json.dumps(given))
        return str(started["executionArn"])

    def invoke(self, function: str, event: Json) -> Any:
        """Invoke a function by its name. Raises InvocationError."""
        ids = {function_name(name): physical for name, physical in self.physical_ids("AWS::Lambda::Function").items()}
        try:
            answer = self.client("lambda").invoke(FunctionName=ids[function], Payload=json.dumps(event))
        except DeployError as error:
            raise InvocationError(str(error)) from error
        told = json.loads(answer["Payload"].read() or "null")
        if "FunctionError" in answer:
            raise InvocationError(json.dumps(told))
        return told

    def rows(self) -> Rows:
        """All rows, by the logical id of their table."""
        tables = self.physical_ids("AWS::DynamoDB::Table")
        return {name: table_rows(self.session.connection, physical) for name, physical in tables.items()}

    def changes(self) -> Sequence[RowChange]:
        """All writes to all tables."""
        tables = self.physical_ids("AWS::DynamoDB::Table")
        return [change for name, physical in tables.items() for change in read_changes(self.client, name, physical)]

    def take_messages(self) -> None:
        """Take what is in topics and queues."""
        self.messages += self.topics.messages()
        for name, url in self.physical_ids("AWS::SQS::Queue").items():
            held = self.queued.setdefault(name, [])
            while batch := self._receive(url):
                held += [message["Body"] for message in batch]
                for message in batch:
                    self.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def logs(self) -> Iterator[tuple[str, str]]:
        """Every line that functions wrote, with the name of its log group."""
        for page in self.client("logs").pages("describe_log_groups"):
            for group in page["logGroups"]:
                name = str(group["logGroupName"])
                for events in self.client("logs").pages("filter_log_events", logGroupName=name):
                    yield from ((name, str(event["message"])) for event in events["events"])

    def _receive(self, url: str) -> list[Mapping[str, Any]]:
        received = self.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return list(received.get("Messages", []))


@contextmanager
def open_stage(
    target: Target, setup: ChaosSetup, project: Path, *, edits: Sequence[Edit] = (), timing: Timing = PATIENT
) -> Iterator[Stage]:
    """Deploy the target, edited and with probes, to an emulator of its own, for as long as the block lasts.

    Raises EditError, LocalError and DeployError.
    """
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        board = Board(folder)
        edited = apply_edits(read_template(target.template), [*setup.edits, *edits])
        template = inject(edited, folder, timing)
        # A folder without a kept emulator, so that nobody else's is broken.
        options = SessionOptions(folder, wait_scale=setup.wait_scale)
        probed = replace(target, template=json.dumps(template))
        with open_session(probed, options, lambda _: None) as session:
            for service in SERVICES:
                session.connection.client(service)
            with watch_topics(session.connection, session.resources) as topics:
                yield Stage(session, setup, board, topics, template)


def new_name(stem: str) -> str:
    """A name of an execution that none has had."""
    return f"{stem[:60]}-{uuid.uuid4().hex[:12]}"


def is_taken(error: AwsError) -> bool:
    """Whether an execution was not started because its name is taken."""
    return error.code == "ExecutionAlreadyExists"
