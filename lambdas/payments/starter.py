"""Start the workflow for a payment. In: an API Gateway proxy event, or an EventBridge event. Out: a proxy answer.

The execution is named after the paymentId, so a request that comes again finds the execution of the first: 202 started,
200 the same payment was started before (`status` says how it is doing), 400 refused, 409 another payment has this id.
An event of EventBridge that is refused raises, so that it goes to the dead-letter queue. Environment: STATE_MACHINE_ARN.
"""

import base64
import json
import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parser import ValidationError
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.payments.admission import admit_payment
from lambdas.payments.aws import QUICK
from lambdas.payments.contracts import MAX_BODY_LENGTH, PaymentConflict, PaymentInvalid, PaymentRequest

logger = Logger()
states = boto3.client("stepfunctions", config=QUICK)


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    if "detail" in event:
        return answer(*start_payment(event["detail"]))
    try:
        return answer(*start_payment(read_body(event)))
    except PaymentInvalid as refusal:
        return answer(400, {"error": "PaymentInvalid", "message": str(refusal)})
    except PaymentConflict as conflict:
        return answer(409, {"error": "PaymentConflict", "message": str(conflict)})


def answer(status: int, body: dict[str, str]) -> dict[str, Any]:
    logger.info("request answered", status=status, error=body.get("error"))
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def read_body(event: dict[str, Any]) -> Any:
    """The JSON of the request. Numbers are whole or refused: a float cannot hold money."""
    body = event.get("body") or ""
    if len(body) > MAX_BODY_LENGTH:
        raise PaymentInvalid(f"the body is larger than {MAX_BODY_LENGTH} characters")
    try:
        text = base64.b64decode(body, validate=True).decode() if event.get("isBase64Encoded") else body
        return json.loads(text, object_pairs_hook=refuse_twins, parse_float=refuse_number, parse_constant=refuse_number)
    except (ValueError, RecursionError):
        raise PaymentInvalid("the body is not JSON") from None


def refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise PaymentInvalid("a field is given twice")
    return fields


def refuse_number(_digits: str) -> Any:
    raise PaymentInvalid("numbers must be whole, without exponent")


def start_payment(data: Any) -> tuple[int, dict[str, str]]:
    payment, _exponent = admit_payment(data)
    machine = os.environ["STATE_MACHINE_ARN"]
    status = 202
    try:
        content = payment.model_dump_json(by_alias=True)
        states.start_execution(stateMachineArn=machine, name=payment.payment_id, input=content)
        state = "RUNNING"
    except states.exceptions.ExecutionAlreadyExists:
        status, state = 200, known_state(payment, machine)
    return status, {"paymentId": payment.payment_id, "status": state}


def known_state(payment: PaymentRequest, machine: str) -> str:
    """How the execution that has the payment's name is doing; another payment under the name is refused."""
    # An alias or version at the end of the machine's ARN is no part of its executions' ARNs.
    arn = ":".join(machine.split(":")[:7]).replace(":stateMachine:", ":execution:")
    execution = states.describe_execution(executionArn=f"{arn}:{payment.payment_id}")
    try:
        if PaymentRequest.model_validate_json(execution["input"]) == payment:
            return execution["status"]
    except ValidationError:
        logger.warning("an execution was started past the starter", payment_id=payment.payment_id)
    raise PaymentConflict("another payment was started under this paymentId")
