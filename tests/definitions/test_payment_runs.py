"""The payment workflow on the emulator, and the same executions in a second, independent interpreter of definitions.

Each scenario runs on the stack that is generated, with the handlers that ship. What its tasks answered there is then
given to the tasks of `sfnx.testing`, which evaluates the same definition by itself: both must enter the same states and
come to the same end.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import sfnx.testing

from definitions.payments import resources
from definitions.payments.scenarios import scenarios
from workflow_dsl.deploy import read_template
from workflow_dsl.local import Scenario
from workflow_dsl.pipeline.run import Session, run_watched
from workflow_dsl.pipeline.run.single import history

pytestmark = pytest.mark.emulator
SCENARIOS = {scenario.name: scenario for scenario in scenarios}
ONE_EXECUTION = [scenario.name for scenario in scenarios if scenario.starts == 1]


@dataclass(frozen=True)
class Recorded:
    """What the emulator did with one execution."""

    arn: str
    given: dict[str, Any]
    events: list[Mapping[str, Any]]

    def states(self) -> list[str]:
        """The states that were entered, in order."""
        return [
            event["stateEnteredEventDetails"]["name"] for event in self.events if "stateEnteredEventDetails" in event
        ]

    def answers(self) -> Iterator[Any]:
        """What the tasks answered, attempt by attempt: a result, or a Failure."""
        for event in self.events:
            if event["type"] in ("TaskSucceeded", "LambdaFunctionSucceeded"):
                yield json.loads(next(iter(_details(event).values()))["output"])
            elif event["type"] in ("TaskFailed", "LambdaFunctionFailed", "TaskTimedOut"):
                failed = next(iter(_details(event).values()))
                yield sfnx.testing.Failure(failed["error"], failed.get("cause", ""))

    def end(self) -> tuple[str, str | None]:
        """How it ended: the status, and the error's name."""
        last = self.events[-1]
        if last["type"] == "ExecutionSucceeded":
            return "SUCCEEDED", None
        return "FAILED", last["executionFailedEventDetails"]["error"]


def _details(event: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key.endswith("EventDetails")}


def record(session: Session, scenario: Scenario) -> Recorded:
    """Run one scenario on the emulator."""
    given = scenario.new_input()
    if scenario.prepare is not None:
        scenario.prepare(session.double, given)
    report = run_watched(session, given, starts=1, on_event=lambda name, event: None)
    (name,) = report.ends
    arn = session.machine_arn.replace(":stateMachine:", ":execution:") + f":{name}"
    return Recorded(arn, given, history(session, arn))


@pytest.mark.parametrize("name", ONE_EXECUTION)
def test_both_interpreters_go_the_same_way_to_the_same_end(name: str, payments: Session) -> None:
    recorded = record(payments, SCENARIOS[name])
    answers = recorded.answers()

    def answer(call: sfnx.testing.Call) -> object:
        outcome = next(answers)
        if isinstance(outcome, sfnx.testing.Failure):
            raise outcome
        return outcome

    execution = sfnx.testing.run(payments.definition, recorded.given, answer)

    status, error = recorded.end()
    assert (status, error) == (SCENARIOS[name].status, SCENARIOS[name].error)
    assert list(execution.states) == recorded.states()
    assert execution.error == error
    if error is None:
        # Only the second interpreter is asked for the output: the emulator does not evaluate the Output of a Succeed.
        gateway: Any = payments.double
        (charge,) = gateway.charges_for(recorded.given["paymentId"])
        assert execution.output == {"paymentId": recorded.given["paymentId"], "chargeId": charge.charge_id}


def test_a_declined_card_is_asked_for_once_and_alerted_once(payments: Session) -> None:
    """A definite answer of the gateway is final: one request, no retry, a DECLINED record, one alert."""
    scenario = SCENARIOS["decline"]
    given = scenario.new_input()
    assert scenario.prepare is not None
    scenario.prepare(payments.double, given)

    report = run_watched(payments, given, starts=1, on_event=lambda name, event: None)

    gateway: Any = payments.double
    assert gateway.requests_for(given["paymentId"]) == 1
    assert gateway.charges_for(given["paymentId"]) == []
    (row,) = [change.row for change in report.tables]
    reason = "PaymentDeclined: insufficient_funds"
    assert (row["status"], row["errorReason"], row["retries"]) == ("DECLINED", reason, 0)
    (told,) = [json.loads(message.body) for message in report.messages if "Customer" in message.topic]
    assert told["errorReason"] == "PaymentDeclined"
    alerts = [message for message in report.messages if "Alerts" in message.topic]
    assert len(alerts) == 1


def test_three_starts_of_one_payment_charge_it_once(payments: Session) -> None:
    given = SCENARIOS["success"].new_input()

    report = run_watched(payments, given, starts=3, on_event=lambda name, event: None)

    gateway: Any = payments.double
    assert [end.status for end in report.ends.values()] == ["SUCCEEDED"] * 3
    assert len(gateway.charges_for(given["paymentId"])) == 1


@pytest.mark.parametrize(
    ("name", "severity"), [("decline", "expected"), ("invalid-input", "expected"), ("amount-too-small", "urgent")]
)
def test_an_alert_is_urgent_when_it_is_ours_to_mend(name: str, severity: str, payments: Session) -> None:
    assert [alert["severity"] for alert in alerts_of(payments, SCENARIOS[name])] == [severity]


def test_a_duplicate_of_a_payment_that_failed_is_no_second_trouble(payments: Session) -> None:
    alerts = alerts_of(payments, SCENARIOS["decline"], starts=2)

    assert {alert["error"]: alert["severity"] for alert in alerts} == {
        "PaymentDeclined": "expected",
        "PaymentAlreadyFailed": "expected",
    }


def alerts_of(session: Session, scenario: Scenario, starts: int = 1) -> list[dict[str, Any]]:
    """What operations are told when the scenario runs."""
    given = scenario.new_input()
    if scenario.prepare is not None:
        scenario.prepare(session.double, given)
    report = run_watched(session, given, starts=starts, on_event=lambda name, event: None)
    return [json.loads(message.body) for message in report.messages if "Alerts" in message.topic]


def test_declines_are_no_alarm_until_there_are_many(payments: Session) -> None:
    """Each has its alert; what pages is more failed executions than a day of this size has at its worst."""
    stack = read_template(payments.target.template)["Resources"]
    alarm = stack["CloudWatchAlarmExecutionsFailed"]["Properties"]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ExecutionsFailed", 10)
    assert alarm["AlarmActions"]
    rule = stack["CloudWatchCompositeAlarmPaymentWorkflow"]["Properties"]["AlarmRule"]["Fn::Sub"]
    # What one payment alone can be in trouble by is paged from the first.
    for name in ("PaymentsUnknown", "PaymentsAbandoned", "ParkedPayments", "ExecutionsTimedOut"):
        assert f"ALARM(${{CloudWatchAlarm{name}}})" in rule
        assert stack[f"CloudWatchAlarm{name}"]["Properties"]["Threshold"] == 0


def test_no_sender_of_bad_events_and_nothing_of_an_hour_ago_rolls_a_new_version_back() -> None:
    assert {metric.name for metric in resources.metrics if metric.alarm_above is not None and metric.rolls_back} == {
        "Retries",
        "PaymentsUnknown",
    }
