"""Every metric that the dashboard shows and the alarms watch is emitted by a handler, as it is declared."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from definitions.payments import resources
from lambdas.payments.contracts import GatewayUnavailable
from workflow_dsl import Metric

if TYPE_CHECKING:
    from tests.lambdas.conftest import Shop

Emitted = tuple[str, str, str, frozenset[tuple[str, str]]]


def emitted(text: str) -> Iterator[Emitted]:
    """Namespace, name, unit and dimensions of each metric in a function's log."""
    for line in text.splitlines():
        if '"_aws"' in line:
            blob: dict[str, Any] = json.loads(line)
            for each in blob["_aws"]["CloudWatchMetrics"]:
                (dimensions,) = each["Dimensions"]
                values = frozenset((name, blob[name]) for name in dimensions)
                yield from ((each["Namespace"], metric["Name"], metric["Unit"], values) for metric in each["Metrics"])


def test_what_is_declared_is_emitted_and_nothing_else(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = ("COMPLETED", "DECLINED", "REJECTED", "UNKNOWN")
    for outcome in outcomes:
        shop.validate(shop.request(paymentId=f"pay-{outcome}"))
    shop.gateway.unavailable("pay-COMPLETED", times=1)
    with pytest.raises(GatewayUnavailable):
        shop.charge("pay-COMPLETED")
    shop.charge("pay-COMPLETED")
    for outcome in outcomes:
        shop.store(outcome, paymentId=f"pay-{outcome}")
    shop.reconcile("2026-03-01T13:05:00Z")
    shop.start({"id": "event-1", "detail": {}})

    found = set(emitted(capsys.readouterr().out))

    assert found == {(each.namespace, each.name, each.unit, frozenset(dimensions(each))) for each in resources.metrics}


def dimensions(metric: Metric) -> Iterator[tuple[str, str]]:
    """As the handlers write them: what the stack fills in is set for these tests (tests/lambdas/conftest.py)."""
    filled_in = {"*": "EUR", resources.SERVICE: os.environ["POWERTOOLS_SERVICE_NAME"]}
    for name, value in metric.dimensions.items():
        yield name, filled_in.get(value, value)
