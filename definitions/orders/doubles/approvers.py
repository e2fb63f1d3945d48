"""People who read the queue of approvals and answer through the function behind POST /approvals."""

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Literal

from definitions.orders import resources
from workflow_dsl.testing import LocalStack

Decision = Literal["APPROVED", "REJECTED", "LATER", "SILENCE"]

IDLE_SECONDS = 0.1
PEOPLE = 8


class Approvers:
    """Approve every order unless they are told otherwise; from when they are made until they are stopped."""

    def __init__(self, stack: LocalStack) -> None:
        self._sqs = stack.client("sqs")
        self._functions = stack.client("lambda")
        self._queue = stack.physical_id(resources.approvals.logical_id)
        self._function = stack.physical_id(resources.answer_approval.logical_id)
        self._decisions: dict[str, tuple[Decision, ...]] = {}
        self._stopped = threading.Event()
        self.requests: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self._people = ThreadPoolExecutor(PEOPLE)
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def decide(self, order_id: str, *decisions: Decision) -> None:
        """Answer a request for this order so, one decision after the other."""
        self._decisions[order_id] = decisions

    def stop(self) -> None:
        """Go home."""
        self._stopped.set()
        self._thread.join()
        self._people.shutdown(cancel_futures=True)

    def _work(self) -> None:
        while not self._stopped.wait(IDLE_SECONDS):
            with suppress(Exception):
                self._work_off()

    def _work_off(self) -> None:
        for message in self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", ()):
            self._people.submit(self._read, message)

    def _read(self, message: Mapping[str, str]) -> None:
        # The emulator may be restarted meanwhile: what was not answered is received again.
        with suppress(Exception):
            self._decide(json.loads(message["Body"]))
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])

    def _decide(self, request: dict[str, Any]) -> None:
        self.requests.append(request)
        for decision in self._decisions.get(request["orderId"], ("APPROVED",)):
            if decision != "SILENCE":
                self._answer(request, decision)

    def _answer(self, request: dict[str, Any], decision: Decision) -> None:
        body = {"orderId": request["orderId"], "taskToken": request["taskToken"], "decision": decision}
        event = {
            "body": json.dumps(body),
            "requestContext": {"identity": {"userArn": "arn:aws:iam::000000000000:user/approver"}},
        }
        answered = self._functions.invoke(FunctionName=self._function, Payload=json.dumps(event).encode())
        self.answers.append(json.loads(answered["Payload"].read()))
