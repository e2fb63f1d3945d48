"""Answer an execution that waits for approval of its order. In: an API Gateway proxy event. Out: a proxy answer.

The body is an ApprovalAnswer; who answers is who signed the request. 200 answered, 400 refused, 409 nobody waits for
this answer any more. The token is not logged: whoever has it can answer. The role may answer tasks of this state
machine only.
"""

import json
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import ValidationError

from lambdas.orders.aws import QUICK
from lambdas.orders.contracts import ApprovalAnswer, OrderRejected

logger = Logger()
states = boto3.client("stepfunctions", config=QUICK)


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    approver = event["requestContext"]["identity"]["userArn"]
    try:
        answer = ApprovalAnswer.model_validate_json(event.get("body") or "")
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        return respond(400, {"error": "; ".join(faults)})
    try:
        send(answer, approver)
    except (states.exceptions.TaskDoesNotExist, states.exceptions.TaskTimedOut, states.exceptions.InvalidToken):
        return respond(409, {"error": "nobody waits for this answer any more"})
    logger.info("answered", order_id=answer.order_id, decision=answer.decision, approver=approver)
    return respond(200, {"orderId": answer.order_id, "decision": answer.decision})


def send(answer: ApprovalAnswer, approver: str) -> None:
    if answer.decision == "APPROVED":
        output = json.dumps({"approver": approver, "reason": answer.reason})
        states.send_task_success(taskToken=answer.task_token, output=output)
    elif answer.decision == "REJECTED":
        cause = f"{approver}: {answer.reason}"
        states.send_task_failure(taskToken=answer.task_token, error=OrderRejected.__name__, cause=cause)
    else:
        states.send_task_heartbeat(taskToken=answer.task_token)


def respond(status: int, body: dict[str, str]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
