"""A stack with probes on an emulator of its own, and what is asked of it."""

from __future__ import annotations

import json
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from workflow_dsl.deploy import AccessError, AwsError, DeployError, StackRequest, read_template, table_rows
from workflow_dsl.local import OwnEmulator, Rows
from workflow_dsl.naming import stack_name
from workflow_dsl.pipeline.run import Message, Session, SessionOptions, Target, deploy_locally, open_session
from workflow_dsl.pipeline.run.session import local_parameters
from workflow_dsl.pipeline.run.watch import Topics, watch_topics
from workflow_dsl.testing.chaos.board import Board
from workflow_dsl.testing.chaos.evidence import Json, RowChange
from workflow_dsl.testing.chaos.inject import (
    PATIENT,
    Edit,
    Template,
    Timing,
    apply_edits,
    function_name,
    inject,
    next_version,
    probes_of_zips,
)
from workflow_dsl.testing.chaos.setup import ChaosSetup, InvocationError
from workflow_dsl.testing.chaos.streams import read_changes

Answer = TypeVar("Answer")
RESTART_SECONDS = 60.0
SERVICES = ("stepfunctions", "dynamodb", "dynamodbstreams", "lambda", "logs", "sqs", "sns")


@dataclass(slots=True)
class Stage:
    """A running stack; `messages` and `queued` are what was taken so far, `earlier` are writes before a restart."""

    session: Session
    setup: ChaosSetup
    board: Board
    topics: Topics
    template: Template
    emulator: OwnEmulator
    messages: list[Message] = field(default_factory=list)
    queued: dict[str, list[str]] = field(default_factory=dict)
    earlier: list[RowChange] = field(default_factory=list)

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

    def execution_arn(self, name: str) -> str:
        """The ARN of the execution of this name."""
        return self.session.machine_arn.replace(":stateMachine:", ":execution:") + f":{name}"

    def patiently(self, ask: Callable[[], Answer]) -> Answer:
        """The answer, also while the emulator is being restarted. Raises AccessError when it does not come back."""
        deadline = time.monotonic() + RESTART_SECONDS
        while True:
            try:
                return ask()
            except AccessError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def start(self, given: Json, name: str) -> str:
        """Start an execution; its ARN."""
        machine, states = self.session.machine_arn, self.client("stepfunctions")
        try:
            self.patiently(lambda: states.start_execution(stateMachineArn=machine, name=name, input=json.dumps(given)))
        except AwsError as error:
            # Started after all by a call whose answer was lost.
            if error.code != "ExecutionAlreadyExists":
                raise
        return self.execution_arn(name)

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
        return self.earlier + [
            change for name, physical in tables.items() for change in read_changes(self.client, name, physical)
        ]

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

    def restart(self) -> None:
        """End the emulator in the middle of whatever runs, and start it again with its state."""
        # The emulator keeps tables and queues, and forgets streams.
        self.earlier = list(self.changes())
        self.emulator.restart()

    def redeploy(self) -> None:
        """Deploy the next version of everything, as after a change, while executions run."""
        self.template = next_version(self.template)
        target = self.session.target
        parameters = local_parameters(target, self.template.get("Parameters", {}), self.double)
        request = StackRequest(stack_name(f"{target.name}-dev"), json.dumps(self.template), parameters)
        deploy_locally(self.session.connection, request, lambda _: None, zips=target.zips)

    def _receive(self, url: str) -> list[Mapping[str, Any]]:
        received = self.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return list(received.get("Messages", []))


@contextmanager
def open_stage(
    target: Target, setup: ChaosSetup, *, edits: Sequence[Edit] = (), timing: Timing = PATIENT
) -> Iterator[Stage]:
    """Deploy the target, edited and with probes, to an emulator of its own, for as long as the block lasts.

    Raises EditError, LocalError and DeployError.
    """
    edited = apply_edits(read_template(target.template), [*setup.edits, *edits])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        template = inject(edited, folder, timing)
        own = OwnEmulator(wait_scale=setup.wait_scale, state=True)
        options = SessionOptions(folder, emulator=stack.enter_context(own))
        zips = replace(target.zips, more=probes_of_zips(edited, folder))
        probed = replace(target, template=json.dumps(template), zips=zips)
        session = stack.enter_context(open_session(probed, options, lambda _: None))
        # Clients are made before threads ask for them.
        for service in SERVICES:
            session.connection.client(service)
        topics = stack.enter_context(watch_topics(session.connection, session.resources))
        yield Stage(session, setup, Board(folder), topics, template, own)


def new_name(stem: str) -> str:
    """A name of an execution that none has had."""
    return f"{stem[:60]}-{uuid.uuid4().hex[:12]}"
