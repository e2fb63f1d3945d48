"""What is reserved is taken from the stock once, and given back once, in whatever order the calls arrive."""

from typing import Any

import pytest

from lambdas.orders import release_line, reserve_line
from lambdas.orders.contracts import OrderClosed, OutOfStock, StockBusy


def test_a_line_is_reserved_once_however_often_it_is_asked_for(warehouse: Any) -> None:
    answers = [warehouse.reserve() for _ in range(3)]

    assert answers == [{"sku": "kettle", "quantity": 2}] * 3
    assert warehouse.available() == 8
    assert warehouse.row("LINE#kettle")["status"] == "RESERVED"


def test_a_repeated_reservation_stands_when_the_rest_of_the_stock_is_gone(warehouse: Any) -> None:
    warehouse.reserve(quantity=10)

    assert warehouse.reserve(quantity=10) == {"sku": "kettle", "quantity": 10}


def test_more_than_there_is_reserves_nothing(warehouse: Any) -> None:
    with pytest.raises(OutOfStock, match="kettle"):
        warehouse.reserve(quantity=11)

    assert warehouse.available() == 10
    assert warehouse.row("LINE#kettle") == {}


def test_an_article_that_there_never_was_is_out_of_stock(warehouse: Any) -> None:
    with pytest.raises(OutOfStock, match="samovar"):
        warehouse.reserve("samovar", 1)


def test_a_line_is_given_back_once_however_often_it_is_asked_for(warehouse: Any) -> None:
    warehouse.reserve()

    answers = [warehouse.release() for _ in range(3)]

    assert [answer["quantity"] for answer in answers] == [2, 0, 0]
    assert warehouse.available() == 10


def test_a_reservation_that_comes_after_its_release_reserves_nothing(warehouse: Any) -> None:
    assert warehouse.release()["quantity"] == 0

    with pytest.raises(OrderClosed):
        warehouse.reserve()

    assert warehouse.available() == 10
    assert warehouse.row("LINE#kettle")["status"] == "RELEASED"


def test_who_meets_another_writer_is_told_to_try_again(warehouse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def conflict(*writes: Any) -> list[str]:
        return ["None"] * (len(writes) - 1) + ["TransactionConflict"]

    monkeypatch.setattr(reserve_line, "write_all", conflict)
    monkeypatch.setattr(release_line, "write_all", conflict)

    with pytest.raises(StockBusy):
        warehouse.reserve()
    with pytest.raises(StockBusy):
        warehouse.release()


def test_stock_that_may_have_gone_to_another_attempt_for_the_line_is_not_missing(
    warehouse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retry beside a call that was given up: that one writes the line, and takes the last of the stock."""
    monkeypatch.setattr(reserve_line, "write_all", lambda *writes: ["TransactionConflict", "ConditionalCheckFailed"])

    with pytest.raises(StockBusy):
        warehouse.reserve()
