"""Payments come in by the API, signed, or as an event: each starts one execution, and what is refused starts none."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from workflow_dsl.pipeline.run import Session, SessionOptions, load_target, open_session

pytestmark = pytest.mark.emulator

Json = dict[str, Any]


class Api:
    """The payment API of a session's stack, as a client that signs its requests."""

    def __init__(self, session: Session) -> None:
        self._session = session
        (api,) = (one for one in session.resources if one.resource_type == "AWS::ApiGateway::RestApi")
        self._url = f"{session.emulator.url}/_aws/execute-api/{api.physical_id}/v1/payments"

    def post(self, payment: Json, *, signed: bool = True) -> tuple[int, Json]:
        """The status and the body of the answer."""
        headers = {"Content-Type": "application/json"}
        request = AWSRequest("POST", self._url, data=json.dumps(payment).encode(), headers=headers)
        if signed:
            SigV4Auth(Credentials("test", "test"), "execute-api", self._session.emulator.region).add_auth(request)
        with urllib3.PoolManager() as pool:
            answer = pool.request("POST", self._url, body=request.body, headers=dict(request.headers.items()))
            return answer.status, json.loads(answer.data)

    def executions(self) -> dict[str, str]:
        """The status of each execution by its name."""
        states = self._session.connection.client("stepfunctions")
        pages = states.pages("list_executions", stateMachineArn=self._session.machine_arn)
        return {found["name"]: found["status"] for page in pages for found in page["executions"]}

    def wait_for(self, payments: int) -> dict[str, str]:
        """The executions, when there are so many and all have ended."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = self.executions()
            if len(found) == payments and "RUNNING" not in found.values():
                return found
            time.sleep(0.1)
        return self.executions()


@pytest.fixture(scope="module")
def session(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    options = SessionOptions(tmp_path_factory.mktemp("no-kept-emulator"), wait_scale=0.02)
    with open_session(load_target("payments", root), options, lambda _: None) as session:
        yield session


def _payment(session: Session, **changes: Any) -> Json:
    make = session.target.setup.nth_input
    assert make is not None
    return {**make(1), **changes}


def test_a_payment_is_accepted_made_and_found_again(session: Session) -> None:
    api, payment = Api(session), _payment(session)
    before = len(api.executions())

    assert api.post(payment) == (202, {"paymentId": payment["paymentId"], "status": "PENDING"})

    assert api.wait_for(before + 1)[payment["paymentId"]] == "SUCCEEDED"
    assert api.post(payment) == (200, {"paymentId": payment["paymentId"], "status": "COMPLETED"})
    assert len(session.double.charges_for(payment["paymentId"])) == 1  # type: ignore[union-attr]


def test_another_payment_under_the_same_id_is_refused(session: Session) -> None:
    api, payment = Api(session), _payment(session)
    api.post(payment)

    status, body = api.post({**payment, "amountMinor": payment["amountMinor"] + 1})

    assert (status, body["error"]) == (409, "PaymentConflict")


def test_a_card_number_is_refused_before_there_is_an_execution(session: Session) -> None:
    api = Api(session)
    before = api.executions()

    status, body = api.post(_payment(session, paymentMethod="4111111111111111"))

    assert (status, body["error"]) == (400, "PaymentInvalid")
    assert api.executions().keys() == before.keys()


def test_a_request_that_is_not_signed_starts_nothing(session: Session) -> None:
    api = Api(session)
    before = api.executions()

    status, _ = api.post(_payment(session), signed=False)

    assert status == 403
    assert api.executions().keys() == before.keys()


def test_an_event_starts_the_payment_once_however_often_it_is_delivered(session: Session) -> None:
    api, payment = Api(session), _payment(session)
    before = len(api.wait_for(len(api.executions())))
    event = {"Source": "shop.checkout", "DetailType": "PaymentRequested", "Detail": json.dumps(payment)}

    session.connection.client("events").put_events(Entries=[event, event])

    assert api.wait_for(before + 1)[payment["paymentId"]] == "SUCCEEDED"
    assert len(session.double.charges_for(payment["paymentId"])) == 1  # type: ignore[union-attr]
