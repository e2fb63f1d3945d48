"""A program with everything that a stack can hold: orders are checked, charged, stored and announced."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from workflow_dsl.asl import from_json
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import (
    EventRule,
    HttpApi,
    Index,
    LambdaFunction,
    Metric,
    Parameter,
    Queue,
    Resource,
    Schedule,
    Secret,
    StateMachineResource,
    Table,
    Topic,
)


class OrderRequest(BaseModel):
    """What the API takes."""

    model_config = ConfigDict(extra="forbid")

    order_id: Annotated[str, Field(alias="orderId", pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    amount: Annotated[int, Field(gt=0, le=99_999_999)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    customer: Annotated[str, Field(max_length=64)]
    note: Annotated[str | None, Field(max_length=200)] = None


TRANSIENT = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
]


def _task(function: str, next_state: str, *, caught: str) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {
            "FunctionName": f"${{LambdaFunction{function}}}",
            "Payload": {
                "orderId": "{% $order.orderId %}",
                "amount": "{% $order.amount %}",
                "executionArn": "{% $states.context.Execution.Id %}",
            },
        },
        "Assign": {function[0].lower() + function[1:]: "{% $states.result.Payload %}"},
        "TimeoutSeconds": 40,
        "Retry": [
            {
                "ErrorEquals": ["GatewayUnavailable", "GatewayThrottled"],
                "IntervalSeconds": 2,
                "MaxAttempts": 5,
                "BackoffRate": 2,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL",
            },
            {
                "ErrorEquals": TRANSIENT,
                "IntervalSeconds": 1,
                "MaxAttempts": 3,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
            },
        ],
        "Catch": [
            {"ErrorEquals": ["OrderDeclined"], "Next": caught, "Assign": {"error": "{% $states.errorOutput %}"}},
            {
                "ErrorEquals": ["States.ALL"],
                "Next": "AlertOperations",
                "Assign": {"error": "{% $states.errorOutput %}"},
            },
        ],
        "Next": next_state,
    }


MACHINE = {
    "Comment": "Each order once",
    "QueryLanguage": "JSONata",
    "TimeoutSeconds": 3600,
    "StartAt": "CheckOrder",
    "States": {
        "CheckOrder": _task("CheckOrder", "KnownOrder", caught="StoreDecline"),
        "KnownOrder": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $checkOrder.outcome = 'COMPLETED' %}", "Next": "AlreadyDone"}],
            "Default": "ChargeOrder",
        },
        "AlreadyDone": {"Type": "Succeed"},
        "ChargeOrder": _task("ChargeOrder", "StoreOrder", caught="StoreDecline"),
        "StoreOrder": _task("StoreOrder", "AnnounceOrder", caught="StoreDecline"),
        "AnnounceOrder": _task("AnnounceOrder", "Done", caught="ParkAnnouncement"),
        "ParkAnnouncement": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Arguments": {"QueueUrl": "${SQSQueueParked}", "MessageBody": {"orderId": "{% $order.orderId %}"}},
            "Next": "Done",
        },
        "Done": {"Type": "Succeed"},
        "StoreDecline": _task("StoreOrder", "AnnounceDecline", caught="AlertOperations"),
        "AnnounceDecline": _task("AnnounceOrder", "AlertOperations", caught="AlertOperations"),
        "AlertOperations": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sns:publish",
            "Arguments": {"TopicArn": "${SNSTopicAlerts}", "Message": "{% $error.Cause %}"},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "ParkAlert"}],
            "Next": "Failed",
        },
        "ParkAlert": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Arguments": {"QueueUrl": "${SQSQueueParked}", "MessageBody": "{% $error %}"},
            "Next": "Failed",
        },
        "Failed": {"Type": "Fail", "Error": "{% $error.Error %}", "Cause": "{% $error.Cause %}"},
    },
}


def _declare() -> dict[str, Resource]:
    email = Parameter("AlertEmail", description="Where alarms go", pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+")
    table = Table("Orders", key="orderId", indexes=[Index("byStatus", key="status", sort="timestamp")])
    alerts, customers = Topic("Alerts", email=email), Topic("Customers")
    parked, secret = Queue("Parked"), Secret("GatewayKey", description="The gateway's API key")
    machine = StateMachineResource("Orders")
    environment: dict[str, str | Resource] = {
        "ENVIRONMENT": "${Environment}",
        "TABLE": table,
        "POWERTOOLS_SERVICE_NAME": "orders",
        "POWERTOOLS_METRICS_NAMESPACE": "Orders",
    }

    def function(name: str, **fields: Any) -> LambdaFunction[Any, Any]:
        more = fields.pop("environment", {})
        return LambdaFunction(
            name,
            handler=f"lambdas.orders.{name.lower()}.handler",
            input=OrderRequest,
            output=OrderRequest,
            environment=environment | more,
            **fields,
        )

    write = table.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
    update = table.grant("dynamodb:GetItem", "dynamodb:UpdateItem")
    gateway = {"GATEWAY_SECRET_ARN": secret, "GATEWAY_URL": "https://gateway.example"}
    start = function(
        "StartOrder",
        environment={"STATE_MACHINE_ARN": machine},
        grants=[machine.grant_start(), machine.grant_executions("states:DescribeExecution")],
    )
    reconcile = function(
        "ReconcileOrders",
        environment={**gateway, "ALERTS_TOPIC_ARN": alerts},
        grants=[update, table.grant_index("byStatus", "dynamodb:Query"), secret.grant_read(), alerts.grant_publish()],
        reserved_concurrency=1,
    )
    declared: list[Resource] = [
        function("CheckOrder", grants=[write]),
        function("ChargeOrder", grants=[update, secret.grant_read()], environment=gateway, reserved_concurrency=20),
        function("StoreOrder", grants=[update]),
        function("AnnounceOrder", grants=[update, customers.grant_publish()], environment={"TOPIC": customers}),
        start,
        reconcile,
        table,
        alerts,
        customers,
        parked,
        secret,
        email,
        HttpApi("OrdersApi", function=start, path="/orders", request=OrderRequest),
        EventRule("OrderRequested", function=start, source="shop.checkout", detail_type="OrderRequested"),
        Schedule("Reconcile", function=reconcile, every=timedelta(minutes=5)),
        Metric("Retries", namespace="Orders", dimensions={"service": "orders"}, alarm_above=100),
        Metric("UnknownOutcomes", namespace="Orders", dimensions={"service": "orders"}, alarm_above=0),
        Metric(
            "OldestPending",
            namespace="Orders",
            unit="Milliseconds",
            dimensions={"service": "orders"},
            alarm_above=3_600_000,
        ),
        Metric("Amount", namespace="Orders", unit="None", dimensions={"service": "orders", "currency": "*"}),
    ]
    return {each.logical_id or each.name: each for each in declared}


def make_program() -> Program:
    """The program, made anew."""
    resources = _declare()
    used = {
        **{f"LambdaFunction{name}": "Arn" for name in ("CheckOrder", "ChargeOrder", "StoreOrder", "AnnounceOrder")},
        "SQSQueueParked": "Ref",
        "SNSTopicAlerts": "Ref",
    }
    alerts = resources["SNSTopicAlerts"]
    assert isinstance(alerts, Topic)
    return Program(
        name="Orders",
        machine=from_json(MACHINE),
        resources=tuple(resources.values()),
        substitutions={key: Substitution(resources[key], attribute) for key, attribute in used.items()},  # type: ignore[arg-type]
        input=OrderRequest,
        alerts=alerts,
        timeout=timedelta(hours=1),
        description="Orders, each once",
        file="definitions/orders.py",
    )


def code_of(program: Program) -> dict[str, str]:
    """Something to run for every function."""
    source = 'def handler(event, context):\n    """{name}"""\n    return event\n'
    return {function.logical_id: source.replace("{name}", function.name) for function in program.functions}


@pytest.fixture
def program() -> Program:
    return make_program()


@pytest.fixture
def code() -> Callable[[Program], dict[str, str]]:
    return code_of
