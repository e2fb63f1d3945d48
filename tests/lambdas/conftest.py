"""The payment handlers on a table, topics and a state machine of moto, and a gateway that keeps its own ledger."""

from __future__ import annotations

import io
import json
import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.metrics import EphemeralMetrics
from moto import mock_aws

# The handlers make their clients when they are imported, as in Lambda, so this comes before them.
os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "TRANSACTIONS_TABLE": "PaymentTransactions",
        "POWERTOOLS_METRICS_NAMESPACE": "PaymentWorkflow",
        "POWERTOOLS_SERVICE_NAME": "payments",
        "ENVIRONMENT": "test",
    }
)

from definitions.payments.gateway_double import GatewayDouble
from lambdas.payments import (
    notify_customer,
    process_payment,
    reconciler,
    records,
    starter,
    store_transaction,
    validate_payment,
)

# Made once: making a client takes longer than what a test does with it.
SNS, SQS, SECRETS = boto3.client("sns"), boto3.client("sqs"), boto3.client("secretsmanager")
DYNAMODB = boto3.resource("dynamodb")

OWNER = "arn:aws:states:eu-central-1:123456789012:execution:PaymentWorkflow:pay-1"
NOW = "2026-03-01T12:00:00.000Z"
API_KEY = "sk_test_do_not_log_me"


@dataclass
class InvocationContext:
    """What Lambda passes beside the event, as far as Powertools reads it."""

    function_name: str = "payments"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:payments"
    aws_request_id: str = "52fdfc07-2182-454f-963f-5f0f9a621d72"


@dataclass
class Shop:
    """What the handlers are called with and what they left behind."""

    table: Any
    inboxes: dict[str, str]
    gateway: GatewayDouble
    context: InvocationContext = field(default_factory=InvocationContext)

    def request(self, **changes: Any) -> dict[str, Any]:
        payment = {
            "paymentId": "pay-1",
            "amountMinor": 1999,
            "currency": "EUR",
            "customerId": "customer-1",
            "paymentMethod": "pm_card_visa",
        }
        return payment | changes

    def validate(self, payment: Any = None, *, owner: str = OWNER, now: str = NOW) -> dict[str, Any]:
        event = {"executionArn": owner, "requestedAt": now, "payment": self.request() if payment is None else payment}
        return self._call(validate_payment.handler, event)

    def charge(
        self, payment_id: str = "pay-1", *, owner: str = OWNER, now: str = NOW, **changes: Any
    ) -> dict[str, Any]:
        event = {
            "executionArn": owner,
            "requestedAt": now,
            "paymentId": payment_id,
            "amountMinor": 1999,
            "currency": "EUR",
            "paymentMethod": "pm_card_visa",
        }
        return self._call(process_payment.handler, event | changes)

    def store(self, status: str, *, owner: str = OWNER, now: str = NOW, **more: Any) -> dict[str, Any]:
        event = {"executionArn": owner, "requestedAt": now, "paymentId": "pay-1", "status": status, **more}
        return self._call(store_transaction.handler, event)

    def notify(self, payment_id: str = "pay-1", *, owner: str = OWNER) -> dict[str, Any]:
        event = {"executionArn": owner, "requestedAt": NOW, "paymentId": payment_id}
        return self._call(notify_customer.handler, event)

    def reconcile(self, time: str) -> dict[str, Any]:
        self.context = InvocationContext(aws_request_id=str(uuid.uuid4()))
        return self._call(reconciler.handler, {"time": time, "source": "aws.events", "detail-type": "Scheduled Event"})

    def start(self, event: dict[str, Any]) -> dict[str, Any]:
        return self._call(starter.handler, event)

    def row(self, payment_id: str = "pay-1") -> dict[str, Any]:
        return dict(self.table.get_item(Key={"paymentId": payment_id}).get("Item", {}))

    def messages(self, topic: str = "customers") -> list[dict[str, Any]]:
        """What was published since the last look: the messages, with their attributes under `attributes`."""
        received = SQS.receive_message(
            QueueUrl=self.inboxes[topic], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages", [])
        for message in received:
            SQS.delete_message(QueueUrl=self.inboxes[topic], ReceiptHandle=message["ReceiptHandle"])
        return [
            json.loads(message["Body"])
            | {"attributes": {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}}
            for message in received
        ]

    def _call(self, handler: Callable[..., Any], event: dict[str, Any]) -> dict[str, Any]:
        result = handler(event, self.context)
        return dict(json.loads(json.dumps(result)))


def make_table() -> Any:
    """The table as the stack makes it."""
    attributes = ("paymentId", "status", "timestamp", "untold")
    return DYNAMODB.create_table(
        TableName="PaymentTransactions",
        KeySchema=[{"AttributeName": "paymentId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in attributes],
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": key, "KeyType": "HASH"},
                    {"AttributeName": "timestamp", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
            for name, key in (("StatusByTime", "status"), ("UntoldByTime", "untold"))
        ],
        BillingMode="PAY_PER_REQUEST",
    )


def make_topic(name: str) -> tuple[str, str]:
    """A topic's ARN and the URL of a queue that gets what is published to it."""
    topic = SNS.create_topic(Name=name)["TopicArn"]
    queue = SQS.create_queue(QueueName=name)["QueueUrl"]
    arn = SQS.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    SNS.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    return topic, queue


@pytest.fixture
def gateway() -> Iterator[GatewayDouble]:
    with GatewayDouble() as double:
        yield double


@pytest.fixture
def shop(gateway: GatewayDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with mock_aws():
        customers, alerts = make_topic("customers"), make_topic("alerts")
        secret = SECRETS.create_secret(Name="gateway-key", SecretString=API_KEY)
        settings = {
            "CUSTOMER_TOPIC_ARN": customers[0],
            "ALERTS_TOPIC_ARN": alerts[0],
            "GATEWAY_URL": gateway.url,
            "GATEWAY_SECRET_ARN": secret["ARN"],
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        inboxes = {"customers": customers[1], "alerts": alerts[1]}
        yield Shop(make_table(), inboxes, gateway)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handlers log, a line of JSON each."""
    stream = io.StringIO()
    handlers = [
        handler for handler in logging.getLogger("payments").handlers if isinstance(handler, logging.StreamHandler)
    ]
    before = [handler.setStream(stream) for handler in handlers]
    yield stream
    for handler, old in zip(handlers, before, strict=True):
        handler.setStream(old)


@pytest.fixture
def one_write_at_a_time() -> Iterator[None]:
    """moto checks a condition and writes in two steps; DynamoDB does it in one."""
    lock, events = threading.Lock(), records.table.meta.client.meta.events

    def begin(**_: object) -> None:
        lock.acquire()

    def end(**_: object) -> None:
        lock.release()

    events.register("before-call.dynamodb", begin)
    events.register("after-call.dynamodb", end)
    yield
    events.unregister("before-call.dynamodb", begin)
    events.unregister("after-call.dynamodb", end)


class _MetricsOfEachThread(threading.local):
    """Stands for `Metrics`, of which a process has one."""

    def __init__(self) -> None:
        self._own = EphemeralMetrics()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


@pytest.fixture
def environments_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment of Lambda handles one event at a time; threads stand for several environments."""
    monkeypatch.setattr(process_payment, "metrics", _MetricsOfEachThread())
