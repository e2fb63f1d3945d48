"""What order fulfilment runs on: tables, topics, queues and seven functions, each with just what it needs."""

from datetime import timedelta

from lambdas.orders import contracts
from workflow_dsl import (
    EventRule,
    HttpApi,
    LambdaFunction,
    Parameter,
    Queue,
    StateMachineResource,
    Table,
    Topic,
)

LAMBDA_TIMEOUT = timedelta(seconds=contracts.LAMBDA_TIMEOUT_SECONDS)

alert_email = Parameter(
    "AlertEmail",
    description="The address that operations reads; it has to confirm the subscription",
    pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
)
carrier_url = Parameter(
    "CarrierUrl",
    description="Where the carrier's API is",
    default="https://carrier.example.com",
    pattern=r"https://.+|http://127\.0\.0\.1:\d+",
)

machine = StateMachineResource("OrderFulfilment")
orders = Table("Orders", key="orderId", sort="part")
stock = Table("Stock", key="sku")
alerts = Topic("OrderAlerts", email=alert_email)
announcements = Topic("OrderAnnouncements")
# People work on these: that some are waiting is no alarm.
approvals = Queue("OrderApprovals", alarm_when_not_empty=False)
parked = Queue("ParkedOrders")

SERVICE = {"POWERTOOLS_SERVICE_NAME": "orders"}
ORDERS = {"ORDERS_TABLE": orders}
STOCK = {"STOCK_TABLE": stock}
CARRIER = {"CARRIER_URL": carrier_url}

accept_order = LambdaFunction(
    "AcceptOrder",
    handler="lambdas.orders.accept_order.handler",
    input=contracts.AcceptRequest,
    output=contracts.AcceptedOrder,
    description="Checks an order and claims it for one execution",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, **ORDERS},
    grants=[orders.grant("dynamodb:PutItem")],
)
reserve_line = LambdaFunction(
    "ReserveLine",
    handler="lambdas.orders.reserve_line.handler",
    input=contracts.ReserveRequest,
    output=contracts.ReservedLine,
    description="Reserves the stock for one line of an order, once",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, **ORDERS, **STOCK},
    grants=[orders.grant("dynamodb:GetItem", "dynamodb:PutItem"), stock.grant("dynamodb:UpdateItem")],
)
release_line = LambdaFunction(
    "ReleaseLine",
    handler="lambdas.orders.release_line.handler",
    input=contracts.ReleaseRequest,
    output=contracts.ReleasedLine,
    description="Gives back what one line of an order reserved, once",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, **ORDERS, **STOCK},
    grants=[
        orders.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        stock.grant("dynamodb:UpdateItem"),
    ],
)
book_carrier = LambdaFunction(
    "BookCarrier",
    handler="lambdas.orders.book_carrier.handler",
    input=contracts.BookingRequest,
    output=contracts.Booking,
    description="Books a carrier for an order, once",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, **CARRIER},
)
cancel_carrier = LambdaFunction(
    "CancelCarrier",
    handler="lambdas.orders.cancel_carrier.handler",
    input=contracts.CancelRequest,
    output=contracts.CancelledBooking,
    description="Cancels the carrier of an order, booked or not",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, **CARRIER},
)
start_order = LambdaFunction(
    "StartOrder",
    handler="lambdas.orders.start_order.handler",
    input=dict,
    output=dict,
    description="Starts one execution for each orderId, from an event",
    timeout=LAMBDA_TIMEOUT,
    environment={**SERVICE, "STATE_MACHINE_ARN": machine},
    grants=[machine.grant_start(), machine.grant_executions("states:DescribeExecution")],
)
answer_approval = LambdaFunction(
    "AnswerApproval",
    handler="lambdas.orders.answer_approval.handler",
    input=dict,
    output=dict,
    description="Answers an execution that waits for approval of its order",
    timeout=LAMBDA_TIMEOUT,
    environment=SERVICE,
    grants=[machine.grant_task_answers()],
)

placed = EventRule("OrderPlaced", function=start_order, source="shop.checkout", detail_type="OrderPlaced")
approval_api = HttpApi(
    "Approvals", function=answer_approval, method="POST", path="/approvals", request=contracts.ApprovalAnswer
)
