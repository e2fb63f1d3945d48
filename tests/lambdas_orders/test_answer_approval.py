"""What people answer reaches the execution that waits, and nobody else."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from lambdas.orders import answer_approval

APPROVER = "arn:aws:iam::123456789012:user/ann"
CLIENT = boto3.client("stepfunctions", region_name="eu-central-1")


class States:
    """Step Functions, as far as answers to tasks go: `waiting` are the tokens of tasks that wait."""

    exceptions = CLIENT.exceptions

    def __init__(self, *waiting: str) -> None:
        self.waiting = set(waiting)
        self.answers: list[dict[str, Any]] = []

    def send_task_success(self, **answer: Any) -> None:
        self._end(answer)

    def send_task_failure(self, **answer: Any) -> None:
        self._end(answer)

    def send_task_heartbeat(self, **answer: Any) -> None:
        self.answers.append(answer)

    def _end(self, answer: dict[str, Any]) -> None:
        if answer["taskToken"] not in self.waiting:
            raise self.exceptions.TaskTimedOut({"Error": {"Code": "TaskTimedOut"}}, "SendTaskSuccess")
        self.waiting.remove(answer["taskToken"])
        self.answers.append(answer)


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> States:
    fake = States("token-1")
    monkeypatch.setattr(answer_approval, "states", fake)
    return fake


@pytest.fixture
def post(invoke: Callable[..., dict[str, Any]]) -> Callable[..., tuple[int, dict[str, Any]]]:
    def send(**changes: Any) -> tuple[int, dict[str, Any]]:
        body = {"orderId": "order-1", "taskToken": "token-1", "decision": "APPROVED"} | changes
        event = {"body": json.dumps(body), "requestContext": {"identity": {"userArn": APPROVER}}}
        answer = invoke(answer_approval.handler, event)
        return answer["statusCode"], json.loads(answer["body"])

    return send


def test_an_approval_ends_the_task_with_who_gave_it(states: States, post: Any) -> None:
    assert post() == (200, {"orderId": "order-1", "decision": "APPROVED"})

    (answer,) = states.answers
    assert json.loads(answer["output"]) == {"approver": APPROVER, "reason": ""}


def test_a_rejection_fails_the_task_with_its_reason(states: States, post: Any) -> None:
    assert post(decision="REJECTED", reason="too risky")[0] == 200

    assert states.answers == [
        {"taskToken": "token-1", "error": "OrderRejected", "cause": f"{APPROVER}: too risky"},
    ]


def test_later_keeps_the_task_waiting(states: States, post: Any) -> None:
    assert post(decision="LATER")[0] == 200
    assert post(decision="APPROVED")[0] == 200


def test_a_second_answer_comes_too_late(states: States, post: Any) -> None:
    post()

    assert post(decision="REJECTED")[0] == 409
    assert len(states.answers) == 1


def test_the_approver_is_who_signed_and_not_who_the_body_says(states: States, post: Any) -> None:
    status, body = post(approver="arn:aws:iam::123456789012:user/bob")

    assert status == 400
    assert "approver" in body["error"]
    assert states.answers == []


@pytest.mark.parametrize("changes", [{"decision": "MAYBE"}, {"taskToken": ""}, {"reason": "x" * 501}])
def test_what_is_no_answer_is_refused(states: States, post: Any, changes: dict[str, Any]) -> None:
    assert post(**changes)[0] == 400
    assert states.answers == []
