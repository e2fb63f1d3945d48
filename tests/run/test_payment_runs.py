"""The payment workflow on the emulator, against the double of the gateway."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.pipeline.run import (
    RunReport,
    Session,
    SessionOptions,
    load_target,
    open_session,
    run_many,
    run_watched,
    unexpected,
)

pytestmark = pytest.mark.emulator

ALERTS = "SNSTopicPaymentWorkflowAlerts"
CUSTOMERS = "SNSTopicPaymentCustomerNotifications"


@pytest.fixture(scope="module")
def session(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    options = SessionOptions(tmp_path_factory.mktemp("no-kept-emulator"), wait_scale=0.02)
    with open_session(load_target("payments", root), options, lambda _: None) as session:
        yield session


def _run(session: Session, name: str) -> tuple[RunReport, dict[str, Any]]:
    scenario = session.target.scenario(name)
    given = scenario.new_input()
    if scenario.prepare is not None:
        scenario.prepare(session.double, given)
    report = run_watched(session, given, starts=scenario.starts, on_event=lambda *_: None)
    assert unexpected(scenario, report) == []
    return report, given


def _row(report: RunReport) -> dict[str, Any]:
    (change,) = report.tables
    return dict(change.row)


def _topics(report: RunReport) -> list[str]:
    return sorted(message.topic for message in report.messages)


@pytest.mark.parametrize(
    ("scenario", "status", "retries", "charges", "topics"),
    [
        ("success", "COMPLETED", 0, 1, [CUSTOMERS]),
        ("decline", "DECLINED", 0, 0, [CUSTOMERS, ALERTS]),
        ("gateway-down-then-up", "COMPLETED", 2, 1, [CUSTOMERS]),
        ("answers-after-timeout", "COMPLETED", 1, 1, [CUSTOMERS]),
        ("lost-answer", "COMPLETED", 1, 1, [CUSTOMERS]),
        ("invalid-input", "REJECTED", 0, 0, [CUSTOMERS, ALERTS]),
        ("amount-too-small", "DECLINED", 0, 0, [CUSTOMERS, ALERTS]),
        ("duplicate", "COMPLETED", 0, 1, [CUSTOMERS]),
    ],
)
def test_a_scenario_ends_as_it_says_with_its_charge_its_record_and_its_messages(
    session: Session, scenario: str, status: str, retries: int, charges: int, topics: list[str]
) -> None:
    report, given = _run(session, scenario)

    row = _row(report)
    assert (row["paymentId"], row["status"], row["retries"]) == (given["paymentId"], status, retries)
    assert len(session.double.charges_for(given["paymentId"])) == charges  # type: ignore[union-attr]
    assert _topics(report) == topics
    assert set(report.queues.values()) == {0}
    assert report.metrics.get("Retries", 0) == retries


def test_every_ready_made_payment_is_shown_above(session: Session) -> None:
    told = {
        "success",
        "decline",
        "gateway-down-then-up",
        "answers-after-timeout",
        "lost-answer",
        "invalid-input",
        "amount-too-small",
        "duplicate",
    }

    assert {scenario.name for scenario in session.target.scenarios} == told


def test_two_hundred_payments_are_charged_once_each(session: Session) -> None:
    make = session.target.setup.nth_input
    assert make is not None
    before = len(session.double.charges())  # type: ignore[union-attr]

    report = run_many(session, [make(number) for number in range(200)], concurrency=16, on_done=lambda _: None)

    assert report.outcomes == {("SUCCEEDED", ""): 200}
    assert len(session.double.charges()) - before == 200  # type: ignore[union-attr]
    assert report.messages == {CUSTOMERS: 200}
    assert [tally for tally in report.tallies if not tally.holds] == []
