"""The payment workflow in sfnx: calls, retriers and failure routes of definitions/payments, for the benchmark only."""

from typing import TypedDict

from sfnx import aws, context, state_machine


class Payment(TypedDict):
    paymentId: str
    amountMinor: int
    currency: str
    customerId: str
    paymentMethod: str


class Validated(TypedDict):
    outcome: str
    paymentId: str
    amountMinor: int
    currency: str
    paymentMethod: str
    chargeId: str


class Charged(TypedDict):
    paymentId: str
    chargeId: str
    retries: int


class PaymentInvalid(Exception):
    pass


class PaymentConflict(Exception):
    pass


class PaymentInProgress(Exception):
    pass


class PaymentAlreadyFailed(Exception):
    pass


class PaymentDeclined(Exception):
    pass


class GatewayRefused(Exception):
    pass


class PaymentUnknown(Exception):
    pass


class IdempotencyConflict(Exception):
    pass


class StatusConflict(Exception):
    pass


class GatewayUnavailable(Exception):
    pass


class GatewayThrottled(Exception):
    pass


class GatewayTimeout(Exception):
    pass


class PaymentFailed(Exception):
    pass


FINAL = {
    "ErrorEquals": [
        PaymentInvalid,
        PaymentConflict,
        PaymentAlreadyFailed,
        PaymentDeclined,
        GatewayRefused,
        PaymentUnknown,
        IdempotencyConflict,
        StatusConflict,
    ],
    "MaxAttempts": 0,
}
OWNER_AT_WORK = {
    "ErrorEquals": [PaymentInProgress],
    "IntervalSeconds": 5,
    "MaxAttempts": 8,
    "BackoffRate": 2,
    "MaxDelaySeconds": 120,
}
GATEWAY_TROUBLE = {
    "ErrorEquals": [GatewayUnavailable, GatewayThrottled, GatewayTimeout],
    "IntervalSeconds": 2,
    "MaxAttempts": 5,
    "BackoffRate": 2,
    "MaxDelaySeconds": 60,
    "JitterStrategy": "FULL",
}
ANYTHING = {
    "ErrorEquals": [Exception],
    "IntervalSeconds": 2,
    "MaxAttempts": 4,
    "BackoffRate": 2,
    "MaxDelaySeconds": 60,
    "JitterStrategy": "FULL",
}


@state_machine(timeout=3600)
def payment_workflow(input: Payment):
    """Validate, charge, store and notify, once per paymentId."""
    route: str = "PARK"
    error: str = ""
    cause: str = ""
    try:
        validated: Validated = aws.optimized.lambda_.invoke(
            FunctionName="${ValidatePaymentArn}",
            Payload={
                "executionArn": context["Execution"]["Id"],
                "requestedAt": context["State"]["EnteredTime"],
                "payment": input,
            },
            retry=[FINAL, OWNER_AT_WORK, ANYTHING],
            timeout=40,
        )["Payload"]
        if validated["outcome"] == "COMPLETED":
            return {"paymentId": validated["paymentId"], "chargeId": validated["chargeId"]}
        charged: Charged = aws.optimized.lambda_.invoke(
            FunctionName="${ProcessPaymentArn}",
            Payload={
                "executionArn": context["Execution"]["Id"],
                "requestedAt": context["State"]["EnteredTime"],
                "paymentId": validated["paymentId"],
                "amountMinor": validated["amountMinor"],
                "currency": validated["currency"],
                "paymentMethod": validated["paymentMethod"],
            },
            retry=[FINAL, GATEWAY_TROUBLE, ANYTHING],
            timeout=40,
        )["Payload"]
        try:
            aws.optimized.lambda_.invoke(
                FunctionName="${StoreTransactionArn}",
                Payload={
                    "executionArn": context["Execution"]["Id"],
                    "requestedAt": context["State"]["EnteredTime"],
                    "paymentId": charged["paymentId"],
                    "status": "COMPLETED",
                    "chargeId": charged["chargeId"],
                },
                retry=[FINAL, ANYTHING],
                timeout=40,
            )
            try:
                aws.optimized.lambda_.invoke(
                    FunctionName="${NotifyCustomerArn}",
                    Payload={
                        "executionArn": context["Execution"]["Id"],
                        "requestedAt": context["State"]["EnteredTime"],
                        "paymentId": validated["paymentId"],
                    },
                    retry=[ANYTHING],
                    timeout=40,
                )
            except Exception as caught:
                error = str(caught)
                try:
                    aws.optimized.sqs.send_message(
                        QueueUrl="${ParkedPaymentsUrl}",
                        MessageBody={
                            "parked": "notification",
                            "paymentId": input["paymentId"],
                            "execution": context["Execution"]["Id"],
                            "reason": error,
                        },
                        retry=[ANYTHING],
                        timeout=40,
                    )
                except Exception:
                    route = "DONE"
            return {"paymentId": charged["paymentId"], "chargeId": charged["chargeId"]}
        except Exception as caught:
            route = "PARK"
            error = "StoreTransaction"
            cause = str(caught)
    except PaymentInvalid as caught:
        route = "REJECTED"
        error = "PaymentInvalid"
        cause = str(caught)
    except (PaymentDeclined, GatewayRefused) as caught:
        route = "DECLINED"
        error = "PaymentDeclined"
        cause = str(caught)
    except (PaymentConflict, PaymentInProgress, PaymentAlreadyFailed) as caught:
        route = "ALERT"
        error = "PaymentConflict"
        cause = str(caught)
    except Exception as caught:
        route = "UNKNOWN"
        error = "PaymentUnknown"
        cause = str(caught)
    if route != "ALERT":
        if route != "PARK":
            try:
                aws.optimized.lambda_.invoke(
                    FunctionName="${StoreTransactionArn}",
                    Payload={
                        "executionArn": context["Execution"]["Id"],
                        "requestedAt": context["State"]["EnteredTime"],
                        "paymentId": input["paymentId"],
                        "status": route,
                        "errorReason": error,
                    },
                    retry=[FINAL, ANYTHING],
                    timeout=40,
                )
            except Exception:
                route = "PARK"
        if route == "PARK" or route == "UNKNOWN":
            try:
                aws.optimized.sqs.send_message(
                    QueueUrl="${ParkedPaymentsUrl}",
                    MessageBody={
                        "parked": "payment",
                        "execution": context["Execution"]["Id"],
                        "reason": error,
                        "cause": cause,
                    },
                    retry=[ANYTHING],
                    timeout=40,
                )
            except Exception:
                route = "UNKNOWN"
        try:
            aws.optimized.lambda_.invoke(
                FunctionName="${NotifyCustomerArn}",
                Payload={
                    "executionArn": context["Execution"]["Id"],
                    "requestedAt": context["State"]["EnteredTime"],
                    "paymentId": input["paymentId"],
                },
                retry=[ANYTHING],
                timeout=40,
            )
        except Exception:
            route = "ALERT"
    try:
        aws.optimized.sns.publish(
            TopicArn="${PaymentWorkflowAlertsArn}",
            Subject="A payment failed",
            Message={
                "execution": context["Execution"]["Id"],
                "paymentId": context["Execution"]["Name"],
                "error": error,
                "cause": cause,
            },
            MessageAttributes={
                "severity": {
                    "DataType": "String",
                    "StringValue": "expected" if error == "PaymentDeclined" or error == "PaymentInvalid" else "urgent",
                }
            },
            retry=[ANYTHING],
            timeout=40,
        )
    except Exception:
        aws.optimized.sqs.send_message(
            QueueUrl="${ParkedPaymentsUrl}",
            MessageBody={"parked": "alert", "execution": context["Execution"]["Id"], "reason": error},
            retry=[ANYTHING],
            timeout=40,
        )
    raise PaymentFailed(f"{error}: {cause}")
