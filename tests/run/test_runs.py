"""Executions on the emulator: their states, what they leave behind, and what happens when the emulator dies."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.local import EmulatorGoneError, LocalSetup, Scenario, Tally, keep_down, keep_up
from workflow_dsl.pipeline.run import (
    EmulatorReady,
    ExecutionEnded,
    RunInputError,
    RunReport,
    Session,
    SessionOptions,
    StateFailed,
    StateRetried,
    Target,
    open_session,
    run_many,
    run_watched,
    unexpected,
)

pytestmark = pytest.mark.emulator

TEMPLATE = (Path(__file__).parents[1] / "deploy" / "sample.yaml").read_text()


class FakeGateway:
    """A double that remembers whether it was stopped."""

    def __init__(self) -> None:
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True


def _count_rows(double: Any, rows: Any) -> list[Tally]:
    return [Tally(label="orders", count=len(rows["Orders"]), expected=None if double is None else 1)]


def _silent(*_: Any) -> None:
    return None


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    setup = LocalSetup(secrets={"Gateway": "local-secret"}, audit=_count_rows)
    options = SessionOptions(tmp_path_factory.mktemp("project"), wait_scale=0.01)
    with open_session(Target("sample", TEMPLATE, setup), options, _silent) as session:
        yield session


def _run(session: Session, starts: int = 1, **given: Any) -> tuple[RunReport, list[Any]]:
    events = []
    order = {"orderId": uuid.uuid4().hex, "article": "cup", **given}
    report = run_watched(session, order, starts=starts, on_event=lambda _, event: events.append(event))
    return report, events


def test_an_exception_of_a_handler_is_tried_again_by_its_name(session: Session) -> None:
    report, events = _run(session, busy=2)

    retried = [event for event in events if isinstance(event, StateRetried)]
    assert [(event.state, event.error, event.delay, event.attempt) for event in retried] == [
        ("Store", "StoreBusy", 2.0, 1),
        ("Store", "StoreBusy", 3.0, 2),
    ]
    assert [end.status for end in report.ends.values()] == ["SUCCEEDED"]


def test_an_exception_of_a_handler_is_caught_by_its_name_and_alerted(session: Session) -> None:
    report, events = _run(session, bad=True)

    failed = next(event for event in events if isinstance(event, StateFailed))
    assert (failed.state, failed.error, failed.to) == ("Check", "OrderInvalid", "Alert")
    assert [end.error for end in report.ends.values()] == ["OrderInvalid"]
    (message,) = report.messages
    assert (message.topic, message.subject) == ("Alerts", "An order was refused")
    assert report.queues["Parking"] > 0


def test_a_function_may_do_only_what_its_role_allows(session: Session) -> None:
    report, events = _run(session, peek=True)

    failed = next(event for event in events if isinstance(event, StateFailed))
    assert "not authorized to perform: dynamodb:Scan" in failed.cause
    assert report.tables == []


def test_the_new_row_is_shown_and_the_rows_before_it_are_not(session: Session) -> None:
    _run(session)
    report, _ = _run(session, orderId="the-second")

    (change,) = report.tables
    assert (change.table, change.is_new) == ("Orders", True)
    assert change.row == {"article": "cup", "attempts": 1, "orderId": "the-second"}


def test_a_changed_row_is_not_called_new(session: Session) -> None:
    _run(session, orderId="again")
    report, _ = _run(session, orderId="again")

    (change,) = report.tables
    assert (change.is_new, change.row["attempts"]) == (False, 2)


def test_several_starts_of_one_input_are_followed_to_their_ends(session: Session) -> None:
    report, _ = _run(session, starts=3)

    assert [end.status for end in report.ends.values()] == ["SUCCEEDED"] * 3
    assert report.tables[0].row["attempts"] == 3


def test_a_secret_has_the_value_that_the_setup_gives(session: Session) -> None:
    found = session.connection.client("secretsmanager").get_secret_value(SecretId="sample/gateway")

    assert found["SecretString"] == "local-secret"


def test_many_executions_are_counted_by_outcome_retry_and_message(session: Session) -> None:
    given = [{"orderId": f"many-{n}", "article": "cup", "busy": n % 2, "bad": n < 3} for n in range(12)]
    done: list[ExecutionEnded] = []

    report = run_many(session, given, concurrency=4, on_done=done.append)

    assert report.outcomes == {("SUCCEEDED", ""): 9, ("FAILED", "OrderInvalid"): 3}
    assert report.retries == {("Store", "StoreBusy"): 5}
    assert report.messages == {"Alerts": 3}
    assert len(done) == len(report.durations) == 12


def test_a_run_that_ends_otherwise_than_its_scenario_says_is_told(session: Session) -> None:
    report, _ = _run(session, bad=True)
    (name,) = report.ends

    def problems(**expected: Any) -> list[str]:
        return unexpected(Scenario(name="a", about="b", input={}, **expected), report)

    assert problems() == [f"execution {name} ended FAILED (OrderInvalid), not SUCCEEDED"]
    assert problems(status="FAILED", error="Other") == [f"execution {name} failed with OrderInvalid, not Other"]
    assert problems(status="FAILED", error="OrderInvalid") == []


def test_the_double_is_started_before_the_stack_and_stopped_after_the_run(tmp_path: Path) -> None:
    gateway = FakeGateway()
    seen: list[Any] = []

    def parameters(double: Any) -> dict[str, str]:
        seen.append(double)
        return {"Environment": "prod"}

    setup = LocalSetup(double=lambda: gateway, parameters=parameters, audit=_count_rows)
    with open_session(Target("sample", TEMPLATE, setup), SessionOptions(tmp_path), _silent) as session:
        report, _ = _run(session)
        assert not gateway.stopped

    assert seen == [gateway]
    assert gateway.stopped
    assert report.tallies == [Tally(label="orders", count=1, expected=1)]


def test_a_kept_emulator_is_used_again_and_left_running_without_our_queues(tmp_path: Path) -> None:
    kept = keep_up(tmp_path)
    try:
        events: list[Any] = []
        queues: list[str] = []
        for _ in range(2):
            with open_session(Target("sample", TEMPLATE), SessionOptions(tmp_path), events.append) as session:
                assert session.emulator == kept
                _run(session)
                queues += session.connection.client("sqs").list_queues().get("QueueUrls", [])
        ready = [event for event in events if isinstance(event, EmulatorReady)]
        assert [event.kept for event in ready] == [True, True]
        assert kept.is_up()
        assert [url.rpartition("/")[2] for url in queues] == ["SampleParking", "SampleParking"]
    finally:
        keep_down(tmp_path)


def _die_in_the_middle(project: Path) -> None:
    with open_session(Target("sample", TEMPLATE), SessionOptions(project), _silent) as session:

        def kill(*_: Any) -> None:
            os.kill(session.emulator.pid, signal.SIGKILL)

        run_watched(session, {"orderId": "1", "article": "a"}, starts=1, on_event=kill)


def test_an_emulator_that_dies_in_the_middle_is_named_as_the_cause(tmp_path: Path) -> None:
    with pytest.raises(EmulatorGoneError, match="ended while it was needed"):
        _die_in_the_middle(tmp_path)


def test_a_secret_that_the_stack_does_not_have_is_named(tmp_path: Path) -> None:
    setup = LocalSetup(secrets={"Nobody": "x"})

    with (
        pytest.raises(RunInputError, match="the stack of sample has no secret Nobody"),
        open_session(Target("sample", TEMPLATE, setup), SessionOptions(tmp_path), _silent),
    ):
        pass


def test_a_parameter_that_nobody_gives_a_value_is_named_with_where_to_give_it(tmp_path: Path) -> None:
    template = TEMPLATE.replace("Parameters:\n", "Parameters:\n  Shelf:\n    Type: String\n", 1)
    told = (
        r"the stack of sample needs a value for Shelf; give it in definitions/sample/scenarios\.py: "
        r'local = LocalSetup\(parameters=lambda double: \{"Shelf": "\.\.\."\}\)'
    )

    keep_up(tmp_path)
    try:
        with (
            pytest.raises(RunInputError, match=told),
            open_session(Target("sample", template), SessionOptions(tmp_path), _silent),
        ):
            pass
        setup = LocalSetup(parameters=lambda _: {"Shelf": "upper"})
        with open_session(Target("sample", template, setup), SessionOptions(tmp_path), _silent) as session:
            _run(session)
        # The value of the stack that is there stays.
        with open_session(Target("sample", template), SessionOptions(tmp_path), _silent) as session:
            _run(session)
    finally:
        keep_down(tmp_path)


def test_a_definition_may_be_named_as_python_names_its_modules(tmp_path: Path) -> None:
    with open_session(Target("my_sample", TEMPLATE), SessionOptions(tmp_path), _silent) as session:
        (stack,) = session.connection.client("cloudformation").describe_stacks()["Stacks"]
    assert stack["StackName"] == "my-sample-dev"


def test_a_double_that_cannot_be_stopped_is_refused(tmp_path: Path) -> None:
    setup = LocalSetup(double=dict)  # type: ignore[arg-type]

    with (
        pytest.raises(RunInputError, match=r"the double of sample is of type dict, which has no stop\(\)"),
        open_session(Target("sample", TEMPLATE, setup), SessionOptions(tmp_path), _silent),
    ):
        pass


def test_an_audit_that_answers_no_tallies_is_told(session: Session) -> None:
    setup: Any = LocalSetup(audit=lambda _double, _rows: None)  # type: ignore[arg-type, return-value]

    with pytest.raises(RunInputError, match=r"audit of sample answers a value of type NoneType; write a list of Tally"):
        _run(replace(session, target=replace(session.target, setup=setup)))


def test_an_input_that_is_no_object_is_not_sent(session: Session) -> None:
    with pytest.raises(RunInputError, match="the input of an execution is a JSON object, and here one of type list"):
        run_watched(session, [1], starts=1, on_event=_silent)  # type: ignore[arg-type]


def test_an_input_that_is_no_json_is_not_sent(session: Session) -> None:
    with pytest.raises(RunInputError, match=r"is no JSON: Object of type date is not JSON serializable; make it of"):
        run_watched(session, {"due": date(2030, 1, 31)}, starts=1, on_event=_silent)


def test_a_name_that_is_used_already_gets_a_second_name(session: Session) -> None:
    setup = LocalSetup(execution_name=lambda given: str(given["orderId"]))
    named = replace(session, target=Target("sample", TEMPLATE, setup))

    report, _ = _run(named, starts=2, orderId="named")

    first, second = report.ends
    assert first == "named"
    assert second.startswith("named-")
