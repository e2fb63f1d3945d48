"""Retriers and catchers take the errors that they take on AWS, and no others."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

pytestmark = pytest.mark.emulator

MISSING = "arn:aws:states:::aws-sdk:s3:getObject"
"""What the emulator does not have."""


def ended(client: Any, name: str, **task: Any) -> dict[str, Any]:
    """How an execution of one task ended, with what was caught as its output."""
    caught = [{"ErrorEquals": names, "Next": "Caught"} for names in task.pop("catch")]
    states = {
        "Try": {"Type": "Task", "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 99_999}], **task},
        "Caught": {"Type": "Pass", "Output": "caught", "End": True},
    }
    states["Try"] |= {"Catch": caught, "End": True}
    definition = json.dumps({"QueryLanguage": "JSONata", "StartAt": "Try", "States": states})
    role = client("iam").get_role(RoleName="machine")["Role"]["Arn"]
    service = client("stepfunctions")
    machine = service.create_state_machine(name=name, definition=definition, roleArn=role)["stateMachineArn"]
    arn = service.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
    deadline = time.monotonic() + 60
    while (told := service.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return dict(told)


def test_states_all_takes_no_runtime_error(client: Any) -> None:
    told = ended(client, "Runtime", Resource=MISSING, Arguments={"Bucket": "b", "Key": "k"}, catch=[["States.ALL"]])

    assert (told["status"], told["error"]) == ("FAILED", "States.Runtime")


def test_a_runtime_error_is_caught_by_its_name(client: Any) -> None:
    told = ended(client, "Named", Resource=MISSING, Arguments={"Bucket": "b", "Key": "k"}, catch=[["States.Runtime"]])

    assert (told["status"], json.loads(told["output"])) == ("SUCCEEDED", "caught")
