"""A carrier is booked once, and not after it was cancelled."""

from typing import Any

import pytest

from lambdas.orders.contracts import CarrierRefused, CarrierUnavailable


def test_a_carrier_is_booked_once_however_often_it_is_asked_for(warehouse: Any) -> None:
    answers = [warehouse.book() for _ in range(2)]

    assert answers == [{"orderId": "order-1", "trackingNumber": "track-order-1"}] * 2
    assert warehouse.carrier.bookings() == {"order-1": "track-order-1"}


def test_a_refusal_names_its_reason(warehouse: Any) -> None:
    warehouse.carrier.refuses("order-1", "no delivery to this address")

    with pytest.raises(CarrierRefused, match="no delivery to this address"):
        warehouse.book()


def test_a_booking_is_cancelled_and_stays_so(warehouse: Any) -> None:
    warehouse.book()

    assert [warehouse.cancel() for _ in range(2)] == [{"orderId": "order-1"}] * 2

    with pytest.raises(CarrierRefused, match="cancelled"):
        warehouse.book()
    assert warehouse.carrier.bookings() == {}


def test_a_carrier_that_does_not_answer_is_to_be_asked_again(warehouse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARRIER_URL", "http://127.0.0.1:9")

    with pytest.raises(CarrierUnavailable):
        warehouse.book()


def test_a_carrier_is_not_called_in_the_clear(warehouse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARRIER_URL", "http://carrier.example.com")

    with pytest.raises(ValueError, match="https"):
        warehouse.book()
