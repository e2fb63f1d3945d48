"""Each order is started once, under its orderId."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from lambdas.orders import start_order
from lambdas.orders.contracts import Order, OrderInvalid, OrderTaken

Invoke = Callable[..., dict[str, Any]]
ORDER = {
    "orderId": "order-1",
    "customerId": "customer-1",
    "addressId": "address-1",
    "currency": "EUR",
    "lines": [{"sku": "kettle", "quantity": 2, "unitPriceMinor": 2500}],
}


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """The names of the executions of a state machine of moto."""
    with mock_aws():
        states = boto3.client("stepfunctions", region_name="eu-central-1")
        machine = states.create_state_machine(
            name="OrderFulfilment",
            definition='{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": true}}}',
            roleArn="arn:aws:iam::123456789012:role/machine",
        )["stateMachineArn"]
        monkeypatch.setenv("STATE_MACHINE_ARN", machine)
        yield lambda: [one["name"] for one in states.list_executions(stateMachineArn=machine)["executions"]]
        for execution in states.list_executions(stateMachineArn=machine)["executions"]:
            states.stop_execution(executionArn=execution["executionArn"])


def test_an_event_starts_its_order_once_however_often_it_comes(
    executions: Callable[[], list[str]], invoke: Invoke
) -> None:
    assert invoke(start_order.handler, {"detail": ORDER})["started"]
    invoke(start_order.handler, {"detail": ORDER})

    assert executions() == ["order-1"]


def test_an_order_that_has_ended_is_not_started_again(executions: Callable[[], list[str]], invoke: Invoke) -> None:
    invoke(start_order.handler, {"detail": ORDER})
    arn = os.environ["STATE_MACHINE_ARN"].replace(":stateMachine:", ":execution:") + ":order-1"
    boto3.client("stepfunctions", region_name="eu-central-1").stop_execution(executionArn=arn)

    assert not invoke(start_order.handler, {"detail": ORDER})["started"]
    assert executions() == ["order-1"]


class GiftOrder(Order):
    """The contract of a later version."""

    gift: bool = False


def test_an_event_that_comes_again_after_the_contract_has_grown_is_the_same_order(
    executions: Callable[[], list[str]], invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke(start_order.handler, {"detail": ORDER})
    monkeypatch.setattr(start_order, "Order", GiftOrder)

    assert not start_order.start(GiftOrder.model_validate(ORDER))


def test_another_order_under_an_orderid_that_was_started_is_an_error(
    executions: Callable[[], list[str]], invoke: Invoke
) -> None:
    """It is not to be lost without a word: the event goes to the dead-letter queue."""
    invoke(start_order.handler, {"detail": ORDER})

    with pytest.raises(OrderTaken):
        invoke(start_order.handler, {"detail": {**ORDER, "customerId": "customer-2"}})

    assert executions() == ["order-1"]


def test_an_event_without_an_order_is_an_error(executions: Callable[[], list[str]], invoke: Invoke) -> None:
    with pytest.raises(OrderInvalid):
        invoke(start_order.handler, {"detail": {"orderId": "order-1"}})

    assert executions() == []
