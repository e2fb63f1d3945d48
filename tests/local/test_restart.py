"""An emulator that is ended and started again."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

import pytest

from workflow_dsl.deploy import connect_to_emulator
from workflow_dsl.local import EmulatorStartError, OwnEmulator

pytestmark = pytest.mark.emulator

EXECUTIONS = 8


def test_a_restarted_emulator_has_its_port_and_what_it_held() -> None:
    own = OwnEmulator(state=True)
    with own as emulator:
        queues = connect_to_emulator(emulator).client("sqs")
        url = queues.create_queue(QueueName="kept")["QueueUrl"]
        queues.send_message(QueueUrl=url, MessageBody="still here")

        again = own.restart()

        assert (again.port, again.folder) == (emulator.port, emulator.folder)
        assert again.pid != emulator.pid
        assert queues.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "still here"
    assert again.gone() is not None


def test_an_emulator_that_keeps_no_state_cannot_be_restarted() -> None:
    with pytest.raises(EmulatorStartError, match="keeps no state"):
        OwnEmulator().restart()


def test_what_an_execution_did_is_kept_in_the_order_in_which_it_did_it() -> None:
    """Services are saved one after the other: what was written later must not be there without what was before it."""
    own = OwnEmulator(state=True)
    with own as emulator:
        client = connect_to_emulator(emulator).client
        queue = client("sqs").create_queue(QueueName="told")["QueueUrl"]
        client("dynamodb").create_table(
            TableName="counts",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        role = client("iam").create_role(RoleName="machine", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        states = {"Before": counts("before", "Tell"), "Tell": tells(queue), "After": counts("after", "Before")}
        definition = json.dumps({"StartAt": "Before", "QueryLanguage": "JSONata", "States": states})
        service = client("stepfunctions")
        machine = service.create_state_machine(name="Loop", definition=definition, roleArn=role)["stateMachineArn"]
        for _ in range(EXECUTIONS):
            service.start_execution(stateMachineArn=machine, input="{}")
        deadline = time.monotonic() + 120
        while not any(
            row["id"]["S"].endswith("/after") for row in client("dynamodb").scan(TableName="counts")["Items"]
        ):
            assert time.monotonic() < deadline, "no execution came to its second state"
            time.sleep(0.1)

        own.restart()

        found: Counter[str] = Counter()
        for row in client("dynamodb").scan(TableName="counts")["Items"]:
            found[row["id"]["S"].rpartition("/")[2]] += int(row["n"]["N"])
        attributes = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
        told = int(attributes["Attributes"]["ApproximateNumberOfMessages"])
        assert 0 < found["after"] <= told <= found["before"]


def counts(name: str, following: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::dynamodb:updateItem",
        "Arguments": {
            "TableName": "counts",
            "Key": {"id": {"S": f"{{% $states.context.Execution.Id & '/{name}' %}}"}},
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        },
        "Next": following,
    }


def tells(queue: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Arguments": {"QueueUrl": queue, "MessageBody": "x"},
        "Next": "After",
    }
