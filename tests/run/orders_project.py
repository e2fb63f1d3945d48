"""A small project of a user: one workflow, its handlers, its scenarios."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "lambdas/__init__.py": "",
    "lambdas/orders/__init__.py": "",
    "lambdas/orders/contracts.py": '''\
"""What the steps say to each other."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class OrderInvalid(Exception):
    """Terminal."""


class StoreBusy(Exception):
    """Try again."""


class Contract(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Order(Contract):
    order_id: str
    article: str
    busy: int = 0


class Checked(Contract):
    order_id: str


class Stored(Contract):
    attempts: int
''',
    "lambdas/orders/check.py": '''\
"""Checks an order."""

from lambdas.orders.contracts import Checked, Order, OrderInvalid


def handler(event, context):
    order = Order.model_validate(event)
    if order.article == "nothing":
        raise OrderInvalid("no such article")
    return Checked(order_id=order.order_id).model_dump(by_alias=True)
''',
    "lambdas/orders/store.py": '''\
"""Stores an order; fails as often as the order says."""

import os

import boto3

from lambdas.orders.contracts import Order, StoreBusy, Stored

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def store_order(event, context):
    order = Order.model_validate(event)
    row = table.update_item(
        Key={"orderId": order.order_id},
        UpdateExpression="ADD attempts :one SET article = :article",
        ExpressionAttributeValues={":one": 1, ":article": order.article},
        ReturnValues="ALL_NEW",
    )["Attributes"]
    if row["attempts"] <= order.busy:
        raise StoreBusy("try again")
    return Stored(attempts=int(row["attempts"])).model_dump(by_alias=True)
''',
    "definitions/__init__.py": "",
    "definitions/orders/__init__.py": "",
    "definitions/orders/workflow.py": '''\
"""Orders: check, store."""

from datetime import timedelta

from lambdas.orders import contracts
from workflow_dsl import (
    Catch, Fail, LambdaFunction, LambdaTask, Parameter, Retry, SnsPublish, Succeed, Table, Topic, Workflow, caught,
)

orders = Table("Orders", key="orderId")
email = Parameter("AlertEmail")
alerts = Topic("OrderAlerts", email=email)
check = LambdaFunction(
    "CheckOrder", handler="lambdas.orders.check.handler", input=contracts.Order, output=contracts.Checked,
    timeout=timedelta(seconds=20),
)
store = LambdaFunction(
    "StoreOrder", handler="lambdas.orders.store.store_order", input=contracts.Order, output=contracts.Stored,
    timeout=timedelta(seconds=20), environment={"TABLE": orders}, grants=[orders.grant("dynamodb:UpdateItem")],
)
workflow = Workflow("OrderWorkflow", input=contracts.Order, timeout=timedelta(minutes=5), alerts=alerts)
checked = LambdaTask(
    "CheckOrder", check, payload=workflow.input, timeout=timedelta(seconds=30),
    retry=[Retry(contracts.OrderInvalid, max_attempts=0)],
    catch=[Catch(contracts.OrderInvalid, to="Alert")],
)
stored = LambdaTask(
    "StoreOrder", store, payload=workflow.input, timeout=timedelta(seconds=30),
    retry=[Retry(contracts.StoreBusy, interval=timedelta(seconds=1), max_attempts=2, backoff_rate=2)],
)
workflow.steps = [checked, stored, Succeed("Done")]
workflow.route(
    SnsPublish(
        "Alert", alerts, subject="An order was refused", message={"error": caught.error}, timeout=timedelta(seconds=9)
    ),
    Fail("Refused", error=caught.error, cause=caught.cause),
)
''',
    "definitions/orders/scenarios.py": '''\
"""Orders on this machine."""

import uuid

from workflow_dsl.testing import LocalSetup, Scenario, Tally


def order(article="cup", busy=0):
    return {"orderId": uuid.uuid4().hex, "article": article, "busy": busy}


def audit(double, rows):
    (orders,) = rows.values()
    return [Tally(label="orders with too many attempts", count=sum(row["attempts"] > 3 for row in orders), expected=0)]


local = LocalSetup(nth_input=lambda number: order(busy=number % 2), audit=audit)
scenarios = [
    Scenario(name="success", about="Stored at once.", input=order),
    Scenario(name="busy", about="Stored at the second attempt.", input=lambda: order(busy=1)),
    Scenario(name="refused", about="No such article.", input=lambda: order(article="nothing"), status="FAILED",
             error="OrderInvalid"),
    Scenario(name="wrong", about="Says success, and fails.", input=lambda: order(article="nothing")),
]
''',
}


def write_project(folder: Path) -> Path:
    """Write the project to a folder."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder
