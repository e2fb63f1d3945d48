"""The order handlers on tables of moto, and a carrier that keeps its own bookings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws

# The handlers make their clients when they are imported, as in Lambda, so this comes before them.
os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "ORDERS_TABLE": "Orders",
        "STOCK_TABLE": "Stock",
    }
)

from definitions.orders.doubles import Carrier
from lambdas.orders import accept_order, book_carrier, cancel_carrier, release_line, reserve_line

DYNAMODB = boto3.resource("dynamodb")
OWNER = "arn:aws:states:eu-central-1:123456789012:execution:OrderFulfilment:order-1"


@dataclass
class InvocationContext:
    """What Lambda passes beside the event, as far as Powertools reads it."""

    function_name: str = "orders"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:orders"
    aws_request_id: str = "52fdfc07-2182-454f-963f-5f0f9a621d72"


def call(handler: Callable[..., Any], event: dict[str, Any]) -> dict[str, Any]:
    """The result of one invocation, as JSON."""
    return dict(json.loads(json.dumps(handler(event, InvocationContext()))))


@dataclass
class Warehouse:
    """What the handlers are called with and what they left behind."""

    orders: Any
    stock: Any
    carrier: Carrier

    def order(self, **changes: Any) -> dict[str, Any]:
        """An order of two kettles and a teapot: 90.00."""
        order = {
            "orderId": "order-1",
            "customerId": "customer-1",
            "addressId": "address-1",
            "currency": "EUR",
            "lines": [
                {"sku": "kettle", "quantity": 2, "unitPriceMinor": 2500},
                {"sku": "teapot", "quantity": 1, "unitPriceMinor": 4000},
            ],
        }
        return order | changes

    def accept(self, order: dict[str, Any], owner: str = OWNER) -> dict[str, Any]:
        event = {"executionArn": owner, "requestedAt": "2026-03-01T12:00:00.000Z", "order": order}
        return call(accept_order.handler, event)

    def reserve(self, sku: str = "kettle", quantity: int = 2) -> dict[str, Any]:
        return call(reserve_line.handler, {"orderId": "order-1", "sku": sku, "quantity": quantity})

    def release(self, sku: str = "kettle") -> dict[str, Any]:
        return call(release_line.handler, {"orderId": "order-1", "sku": sku})

    def book(self) -> dict[str, Any]:
        return call(book_carrier.handler, {"orderId": "order-1", "addressId": "address-1"})

    def cancel(self) -> dict[str, Any]:
        return call(cancel_carrier.handler, {"orderId": "order-1"})

    def available(self, sku: str = "kettle") -> int:
        return int(self.stock.get_item(Key={"sku": sku})["Item"]["available"])

    def row(self, part: str) -> dict[str, Any]:
        return dict(self.orders.get_item(Key={"orderId": "order-1", "part": part}).get("Item", {}))


def make_table(name: str, *keys: str) -> Any:
    """A table as the stack makes it."""
    kinds: Any = zip(keys, ("HASH", "RANGE"), strict=False)
    return DYNAMODB.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in kinds],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        BillingMode="PAY_PER_REQUEST",
    )


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrier]:
    double = Carrier()
    monkeypatch.setenv("CARRIER_URL", double.url)
    yield double
    double.stop()


@pytest.fixture
def warehouse(carrier: Carrier) -> Iterator[Warehouse]:
    """Ten kettles are on stock."""
    with mock_aws():
        stock = make_table("Stock", "sku")
        stock.put_item(Item={"sku": "kettle", "available": 10})
        yield Warehouse(make_table("Orders", "orderId", "part"), stock, carrier)


@pytest.fixture
def invoke() -> Callable[..., dict[str, Any]]:
    """One invocation of a handler."""
    return call
