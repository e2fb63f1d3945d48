"""Start the workflow for a payment. In: an API Gateway proxy event, or an EventBridge event. Out: a proxy answer.

The execution is named after the paymentId, so a request that comes again finds the execution of the first: 202 it runs,
started now or before, 200 it has ended, 400 refused, 409 another payment has this id. `status` is that of the payment's
row, as its customer is told, and not how the execution ended: one that failed may have charged all the same. A refused
event of EventBridge gets an answer too and does not raise: it may hold what must not get into a dead-letter
queue. The log has its id and why it was refused, and the metric `PaymentsRefused` counts it, since nobody reads that
answer. Environment: STATE_MACHINE_ARN, TRANSACTIONS_TABLE.
"""

import json
import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics

from lambdas.payments.admission import admit_payment, hash_request
from lambdas.payments.aws import QUICK
from lambdas.payments.contracts import MAX_BODY_LENGTH, PaymentConflict, PaymentInvalid, PaymentRequest
from lambdas.payments.records import read_row

logger = Logger()
metrics = Metrics()
states = boto3.client("stepfunctions", config=QUICK)


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    payment_id = None
    try:
        payment = admit_payment(event["detail"] if "detail" in event else read_body(event.get("body") or ""))
        payment_id = payment.payment_id
        status, outcome = start_payment(payment)
        body = {"paymentId": payment_id, "status": outcome}
    except (PaymentInvalid, PaymentConflict) as refusal:
        status = 400 if isinstance(refusal, PaymentInvalid) else 409
        body = {"error": type(refusal).__name__, "message": str(refusal)}
    if "detail" in event:
        metrics.add_metric("PaymentsRefused", "Count", int(status >= 400))
        metrics.flush_metrics()
    logger.info("answer", payment_id=payment_id, status=status, refusal=body.get("message"), event_id=event.get("id"))
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def read_body(body: str) -> Any:
    if len(body) > MAX_BODY_LENGTH:
        raise PaymentInvalid("the body is too large")
    try:
        return json.loads(body, object_pairs_hook=refuse_twins)
    except (ValueError, RecursionError):
        raise PaymentInvalid("the body is not JSON") from None


def refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of an object; with two of one name, readers could disagree on which one counts."""
    if len(dict(pairs)) < len(pairs):
        raise PaymentInvalid("a field is given twice")
    return dict(pairs)


def start_payment(payment: PaymentRequest) -> tuple[int, str]:
    """The HTTP status and the payment's: UNKNOWN where its execution has ended and no row says how.

    While an execution runs, the service answers the request that started it as if it were new.
    Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    machine = os.environ["STATE_MACHINE_ARN"]
    content = payment.model_dump_json(by_alias=True, exclude_defaults=True)
    # An alias or version at the end of the machine's ARN is no part of its executions' ARNs.
    arn = f"{':'.join(machine.split(':')[:7]).replace(':stateMachine:', ':execution:')}:{payment.payment_id}"
    try:
        states.start_execution(stateMachineArn=machine, name=payment.payment_id, input=content)
        return 202, "PENDING"
    except states.exceptions.ExecutionAlreadyExists:
        known = states.describe_execution(executionArn=arn)
    row = read_row(payment.payment_id)
    # An execution under another name may have claimed the payment first.
    ours = row.get("executionArn", arn) == arn or row.get("requestHash") == hash_request(payment)
    if not ours or json.loads(known["input"]) != json.loads(content):
        raise PaymentConflict("another payment was started under this paymentId")
    status = row.get("status", "PENDING")
    if known["status"] == "RUNNING":
        return 202, status
    return 200, "UNKNOWN" if status == "PENDING" else status
