"""An order is checked and claimed once."""

from typing import Any

import pytest

from lambdas.orders.contracts import OrderInvalid, OrderTaken


def test_an_order_is_added_up_and_claimed(warehouse: Any) -> None:
    assert warehouse.accept(warehouse.order()) == {"orderId": "order-1", "totalMinor": 9000}
    assert warehouse.row("ORDER")["status"] == "OPEN"


def test_the_execution_that_has_the_order_may_ask_again(warehouse: Any) -> None:
    warehouse.accept(warehouse.order())

    assert warehouse.accept(warehouse.order())["totalMinor"] == 9000


def test_another_execution_does_not_get_the_order(warehouse: Any) -> None:
    warehouse.accept(warehouse.order())

    with pytest.raises(OrderTaken):
        warehouse.accept(warehouse.order(), owner="arn:aws:states:eu-central-1:123456789012:execution:Other:order-1")


@pytest.mark.parametrize("status", ["FULFILLED", "CANCELLED"])
def test_a_claim_that_comes_late_does_not_open_an_order_that_has_ended(warehouse: Any, status: str) -> None:
    """A call that was given up goes on: Step Functions does not stop a function whose state has timed out."""
    warehouse.accept(warehouse.order())
    ended = warehouse.row("ORDER") | {"status": status, "trackingNumber": "track-order-1"}
    warehouse.orders.put_item(Item=ended)

    with pytest.raises(OrderTaken):
        warehouse.accept(warehouse.order())

    assert warehouse.row("ORDER") == ended


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": []},
        {"lines": [{"sku": "kettle", "quantity": 1, "unitPriceMinor": 1}] * 2},
        {"lines": [{"sku": "kettle", "quantity": 0, "unitPriceMinor": 1}]},
        {"lines": [{"sku": "kettle", "quantity": 1.5, "unitPriceMinor": 1}]},
        {"currency": "euro"},
        {"orderId": "order 1"},
        {"street": "1 Main Street"},
    ],
    ids=["no line", "an article twice", "none of it", "half of it", "no currency", "no identifier", "too much told"],
)
def test_what_is_no_order_is_refused_and_not_repeated(warehouse: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(OrderInvalid) as refused:
        warehouse.accept(warehouse.order(**changes))

    assert "Main Street" not in str(refused.value)
    assert warehouse.row("ORDER") == {}
