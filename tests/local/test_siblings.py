"""When one branch or item fails, the others are stopped, and what they have begun is not: as on AWS."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.emulator

FAILS = {"Type": "Fail", "Error": "OutOfStock"}
LONG_SECONDS = 120

Json = dict[str, Any]


def flow(**states: Json) -> Json:
    return {"StartAt": next(iter(states)), "States": states}


def asks(queue: str) -> Json:
    """A task that waits for an answer which nobody gives, and is tried again."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Arguments": {"QueueUrl": queue, "MessageBody": "{% $states.context.Task.Token %}"},
        "TimeoutSeconds": LONG_SECONDS,
        "Retry": [{"ErrorEquals": ["States.ALL"]}],
        "Next": "Tell",
    }


def tells(queue: str) -> Json:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Arguments": {"QueueUrl": queue, "MessageBody": "went on"},
        "End": True,
    }


def run(client: Any, name: str, states: Json, meanwhile: Callable[[], None] = lambda: None) -> tuple[Json, float]:
    """How an execution of this machine ended, and how many seconds after what was done meanwhile."""
    service = client("stepfunctions")
    definition = json.dumps({"QueryLanguage": "JSONata", **flow(**states)})
    role = client("iam").get_role(RoleName="machine")["Role"]["Arn"]
    machine = service.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"]
    arn = service.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
    meanwhile()
    began = time.monotonic()
    while (told := service.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < began + 3 * LONG_SECONDS
        time.sleep(0.05)
    return dict(told), time.monotonic() - began


def wait_for_text(client: Any, queue: str) -> str:
    deadline = time.monotonic() + LONG_SECONDS / 2
    while not (found := texts(client, queue)):
        assert time.monotonic() < deadline
    return found[0]


def texts(client: Any, queue: str) -> list[str]:
    received = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [message["Body"] for message in received.get("Messages", ())]


def test_a_parallel_fails_with_its_first_branch_and_stops_the_others(client: Any) -> None:
    queue, other = (client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("parallel", "other"))
    tokens: list[str] = []

    def fail_the_other() -> None:
        tokens.extend(wait_for_text(client, one) for one in (queue, other))
        client("stepfunctions").send_task_failure(taskToken=tokens[1], error="OutOfStock")

    refused = {key: value for key, value in asks(other).items() if key not in ("Retry", "Next")} | {"End": True}
    caught = {"ErrorEquals": ["States.ALL"], "Next": "Undo", "Assign": {"error": "{% $states.errorOutput.Error %}"}}
    both = {"Type": "Parallel", "Branches": [flow(Ask=asks(queue), Tell=tells(queue)), flow(No=refused)]}

    told, seconds = run(
        client,
        "Parallel",
        {
            "Both": {**both, "Catch": [caught], "End": True},
            "Undo": {"Type": "Pass", "Output": "{% $error %}", "End": True},
        },
        fail_the_other,
    )

    assert (told["status"], json.loads(told["output"])) == ("SUCCEEDED", "OutOfStock")
    assert seconds < LONG_SECONDS / 2
    # The branch waited for it and would go on; on AWS the answer would be refused.
    client("stepfunctions").send_task_success(taskToken=tokens[0], output="{}")
    time.sleep(0.5)
    assert texts(client, queue) == []


def test_a_map_fails_with_its_first_item_and_stops_the_others_at_any_depth(client: Any) -> None:
    queue = client("sqs").create_queue(QueueName="map")["QueueUrl"]
    inner = {"Type": "Parallel", "Branches": [flow(Ask=asks(queue), Tell=tells(queue))], "End": True}
    choice = {
        "Type": "Choice",
        "Choices": [{"Condition": "{% $states.input = 2 %}", "Next": "No"}],
        "Default": "Inner",
    }
    each = {"Type": "Map", "Items": [1, 2, 3], "ItemProcessor": flow(Which=choice, Inner=inner, No=FAILS), "End": True}

    told, seconds = run(client, "Map", {"Each": each})

    assert (told["status"], told["error"]) == ("FAILED", "OutOfStock")
    assert seconds < LONG_SECONDS / 2
    assert "went on" not in texts(client, queue)


def test_where_nothing_fails_each_branch_has_its_result(client: Any) -> None:
    passes = {"Type": "Pass", "Output": "{% $states.input * 2 %}", "End": True}
    each = {"Type": "Map", "Items": [1, 2, 3], "ItemProcessor": flow(Twice=passes), "End": True}
    both = {"Type": "Parallel", "Branches": [flow(Each=each), flow(One={"Type": "Pass", "Output": 1, "End": True})]}

    told, _ = run(client, "Fine", {"Both": {**both, "End": True}})

    assert (told["status"], json.loads(told["output"])) == ("SUCCEEDED", [[2, 4, 6], 1])
