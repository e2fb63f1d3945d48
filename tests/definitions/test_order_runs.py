"""Order fulfilment on the emulator, and the same executions in a second, independent interpreter of definitions.

Each scenario runs on the stack that is generated, with the handlers that ship. What its tasks answered there is then
given to the tasks of `sfnx.testing`, which evaluates the same definition by itself: both must go through the same
states of the machine and come to the same end.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sfnx.testing
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from definitions.orders import resources
from definitions.orders.doubles import Surroundings
from definitions.orders.scenarios import large_order, nth_order, scenarios, small_order
from workflow_dsl.deploy import AwsError
from workflow_dsl.local import Scenario
from workflow_dsl.pipeline.run import Session, SessionOptions, load_target, open_session, run_many, run_watched
from workflow_dsl.pipeline.run.single import RunReport, history, start
from workflow_dsl.pipeline.run.watch import queue_depths

pytestmark = pytest.mark.emulator

Json = dict[str, Any]
SCENARIOS = {scenario.name: scenario for scenario in scenarios}


@pytest.fixture(scope="module")
def orders(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The stack that is generated, with the handlers that ship, a carrier and people who approve."""
    options = SessionOptions(tmp_path_factory.mktemp("no-kept-emulator"))
    with open_session(load_target("orders", root), options, lambda progress: None) as session:
        yield session


def around(session: Session) -> Surroundings:
    assert isinstance(session.double, Surroundings)
    return session.double


@dataclass(frozen=True)
class Answer:
    """What one task answered on the emulator."""

    state: str
    resource: str
    value: Any

    def fits(self, call: sfnx.testing.Call) -> bool:
        """Whether the call is the one that it answered; calls of a Map differ by their article."""
        arguments: Any = call.arguments
        sku = arguments.get("Payload", {}).get("sku", "")
        return (self.state, self.resource) == (call.state, call.resource) and sku in (
            self.value.cause if isinstance(self.value, sfnx.testing.Failure) else json.dumps(self.value)
        )


@dataclass(frozen=True)
class Recorded:
    """What the emulator did with one execution."""

    events: list[Mapping[str, Any]]
    machine: Mapping[str, Any]

    def states(self) -> list[str]:
        """The states of the machine that were entered, in order; not those inside of others."""
        entered = [
            event["stateEnteredEventDetails"]["name"] for event in self.events if "stateEnteredEventDetails" in event
        ]
        return [name for name in entered if name in self.machine["States"]]

    def answers(self) -> list[Answer]:
        """What the tasks answered."""
        found = []
        states: dict[int, str] = {}
        for event in self.events:
            state = states[event["id"]] = states.get(event.get("previousEventId", 0), "")
            if "stateEnteredEventDetails" in event:
                states[event["id"]] = event["stateEnteredEventDetails"]["name"]
            elif event["type"] == "TaskSucceeded":
                details = event["taskSucceededEventDetails"]
                found.append(Answer(state, details["resource"], json.loads(details["output"])))
            elif event["type"] == "TaskFailed":
                details = event["taskFailedEventDetails"]
                failure = sfnx.testing.Failure(details["error"], details.get("cause", ""))
                found.append(Answer(state, details["resource"], failure))
        return found

    def error(self) -> str | None:
        """The name of the error with which it ended; None when it succeeded."""
        last = self.events[-1]
        return None if last["type"] == "ExecutionSucceeded" else last["executionFailedEventDetails"]["error"]


def run(session: Session, scenario: Scenario) -> tuple[Json, RunReport, Recorded]:
    """Run one scenario on the emulator."""
    given = scenario.new_input()
    if scenario.prepare is not None:
        scenario.prepare(session.double, given)
    report = run_watched(session, given, starts=1, on_event=lambda name, event: None)
    (name,) = report.ends
    arn = session.machine_arn.replace(":stateMachine:", ":execution:") + f":{name}"
    return given, report, Recorded(history(session, arn), session.definition)


def holders(definition: Mapping[str, Any]) -> dict[str, str]:
    """For each state, the state of the machine that it lies in."""
    found: dict[str, str] = {}
    for name, state in definition["States"].items():
        flows = [*state.get("Branches", ()), *([state["ItemProcessor"]] if "ItemProcessor" in state else ())]
        found |= {name: name} | {inner: name for flow in flows for inner in flow["States"]}
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_interpreters_go_the_same_way_to_the_same_end(name: str, orders: Session) -> None:
    given, report, recorded = run(orders, SCENARIOS[name])
    answers, holder = recorded.answers(), holders(orders.definition)

    def answer(call: sfnx.testing.Call) -> object:
        inside = [one for one in answers if holder[one.state] == holder[call.state]]
        # What the failure of its sibling stopped has no answer; that interpreter, which runs items one by one, meets
        # the failure then in place of it.
        failures = (one for one in inside if isinstance(one.value, sfnx.testing.Failure))
        fitting = next((one for one in inside if one.fits(call)), None) or next(failures)
        answers.remove(fitting)
        if isinstance(fitting.value, sfnx.testing.Failure):
            raise fitting.value
        return fitting.value

    execution = sfnx.testing.run(orders.definition, given, answer)

    assert recorded.error() == SCENARIOS[name].error
    assert [state for state in execution.states if state in orders.definition["States"]] == recorded.states()
    assert execution.error == SCENARIOS[name].error
    if execution.error is None:
        tracking = around(orders).carrier.bookings()[given["orderId"]]
        assert execution.output == {"orderId": given["orderId"], "trackingNumber": tracking}
    assert all(tally.holds for tally in report.tallies), report.tallies


def parked(session: Session) -> int:
    """How many messages are parked: what other tests left there stays."""
    return queue_depths(session.connection, session.resources)[resources.parked.logical_id]


def test_what_a_refusing_carrier_leaves_behind_is_undone_in_reverse_order(orders: Session) -> None:
    before = parked(orders)
    given, report, recorded = run(orders, SCENARIOS["carrier-refuses"])

    undone = ["VoidInvoice", "CancelCarrier", "ReleaseStock", "CloseOrder", "AnnounceCancellation", "AlertOperations"]
    assert recorded.states()[-7:] == [*undone, "OrderFailed"]
    rows = {change.row["part"]: change.row for change in report.tables if change.table == resources.orders.logical_id}
    assert {part: row["status"] for part, row in rows.items()} == {
        "ORDER": "CANCELLED", "INVOICE": "VOID", "LINE#kettle": "RELEASED", "LINE#teapot": "RELEASED",
    }  # fmt: skip
    assert rows["ORDER"]["errorReason"] == "CarrierRefused"
    assert around(orders).carrier.was_cancelled(given["orderId"])
    alerts = [message for message in report.messages if message.topic == resources.alerts.logical_id]
    assert [json.loads(message.body)["error"] for message in alerts] == ["CarrierRefused"]
    assert parked(orders) == before


def test_an_order_that_cannot_be_undone_is_parked_and_fails_with_its_first_error(orders: Session) -> None:
    before, given = parked(orders), small_order()
    around(orders).carrier.refuses(given["orderId"], "no delivery to this address")
    around(orders).carrier.breaks(given["orderId"])

    report = run_watched(orders, given, starts=1, on_event=lambda name, event: None)

    (end,) = report.ends.values()
    assert (end.status, end.error) == ("FAILED", "CarrierRefused")
    assert parked(orders) == before + 1


def filled(value: Any, execution: str, order_id: str) -> Any:
    """Arguments of a task of DynamoDB, with this execution and this order where they name them, and anything else."""
    if isinstance(value, dict):
        return {key: filled(one, execution, order_id) for key, one in value.items()}
    if not isinstance(value, str) or "{%" not in value:
        return value
    return execution if ".Execution.Id" in value else order_id if ".orderId" in value else "1"


def test_a_write_that_comes_late_changes_nothing_of_an_order_that_was_undone(orders: Session) -> None:
    """A task of DynamoDB whose state timed out may have been on its way still, as a Lambda function is."""
    given, report, _ = run(orders, SCENARIOS["carrier-refuses"])
    (name,) = report.ends
    execution = orders.machine_arn.replace(":stateMachine:", ":execution:") + f":{name}"
    states = orders.definition["States"]
    invoice = states["PrepareShipment"]["Branches"][1]["States"]["MakeInvoice"]
    dynamodb = orders.connection.client("dynamodb")
    table = next(one.physical_id for one in orders.resources if one.logical_id == resources.orders.logical_id)

    for late, call in ((states["RecordFulfilment"], dynamodb.update_item), (invoice, dynamodb.put_item)):
        arguments = filled(late["Arguments"], execution, given["orderId"])
        with pytest.raises(AwsError, match="ConditionalCheckFailed"):
            call(**arguments | {"TableName": table})


def test_two_executions_of_one_order_fulfil_it_once(orders: Session) -> None:
    report = run_watched(orders, small_order(), starts=2, on_event=lambda name, event: None)

    assert sorted((end.status, end.error or "") for end in report.ends.values()) == [
        ("FAILED", "OrderTaken"),
        ("SUCCEEDED", ""),
    ]
    assert all(tally.holds for tally in report.tallies), report.tallies


def test_sixty_orders_are_fulfilled_and_all_of_the_stock_is_accounted_for(orders: Session) -> None:
    report = run_many(orders, map(nth_order, range(60)), concurrency=12, on_done=lambda end: None)

    assert report.outcomes == {("SUCCEEDED", ""): 60}
    assert all(tally.holds for tally in report.tallies), report.tallies


def post(session: Session, body: Json, *, signed: bool = True) -> int:
    """The status of the answer to POST /approvals."""
    api = next(one for one in session.resources if one.logical_id == resources.approval_api.logical_id)
    url = f"{session.emulator.url}/_aws/execute-api/{api.physical_id}/v1/approvals"
    request = AWSRequest("POST", url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    if signed:
        SigV4Auth(Credentials("test", "test"), "execute-api", session.emulator.region).add_auth(request)
    with urllib3.PoolManager() as pool:
        return pool.request("POST", url, body=request.body, headers=dict(request.headers.items())).status


def wait_for(found: Any, seconds: float = 120) -> Any:
    """What is found within so many seconds."""
    deadline = time.monotonic() + seconds
    while (value := found()) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return value


def ended(session: Session, arn: str) -> str | None:
    """How an execution ended; None while it runs."""
    status = str(session.connection.client("stepfunctions").describe_execution(executionArn=arn)["status"])
    return None if status == "RUNNING" else status


def body_of(asked: Json) -> Json:
    """What an answer to this request names."""
    return {"orderId": asked["orderId"], "taskToken": asked["taskToken"]}


def test_an_order_is_approved_once_by_a_signed_request(orders: Session) -> None:
    given = large_order()
    approvers = around(orders).approvers
    approvers.decide(given["orderId"], "SILENCE")
    _, arn = start(orders, given)
    asked = wait_for(lambda: next((one for one in approvers.requests if one["orderId"] == given["orderId"]), None))
    body = {**body_of(asked), "decision": "APPROVED"}

    assert post(orders, body, signed=False) == 403
    assert post(orders, body) == 200

    assert wait_for(lambda: ended(orders, arn)) == "SUCCEEDED"
    assert post(orders, body) == 409


def test_an_approval_that_comes_too_late_is_refused_and_approves_nothing(orders: Session) -> None:
    given = large_order()
    approvers = around(orders).approvers
    approvers.decide(given["orderId"], "SILENCE")
    _, arn = start(orders, given)
    assert wait_for(lambda: ended(orders, arn)) == "FAILED"
    asked = next(one for one in approvers.requests if one["orderId"] == given["orderId"])

    assert post(orders, {**body_of(asked), "decision": "APPROVED"}) == 409

    assert given["orderId"] not in around(orders).carrier.bookings()


def test_an_event_of_the_shop_starts_its_order(orders: Session) -> None:
    given = small_order()
    entry = {"Source": "shop.checkout", "DetailType": "OrderPlaced", "Detail": json.dumps(given)}

    orders.connection.client("events").put_events(Entries=[entry, entry])

    booked = wait_for(lambda: around(orders).carrier.bookings().get(given["orderId"]))
    assert booked == f"track-{given['orderId']}"
    states = orders.connection.client("stepfunctions")
    pages = states.pages("list_executions", stateMachineArn=orders.machine_arn)
    assert [one["name"] for page in pages for one in page["executions"]].count(given["orderId"]) == 1
