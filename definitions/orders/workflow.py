"""Order fulfilment: reserve the stock, have a large order approved, book a carrier and make the invoice, announce it.

When a step fails, the steps before it are undone, the last one first: the invoice, the carrier, the stock. What cannot
be undone is parked for people. The execution fails with the error that began it.

A call that was given up goes on and may write late: Step Functions stops no Lambda function that it invoked, neither
when its state times out nor when a Map or Parallel around it fails. Therefore each write says from which status it goes
on, and undoing leaves a mark where there was nothing to undo.
Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
"""

from datetime import timedelta

from definitions.orders import resources
from lambdas.orders.contracts import (
    INVOICE_PART,
    ORDER_PART,
    STATE_TIMEOUT_SECONDS,
    AcceptRequest,
    ApprovalRequest,
    BookingRequest,
    CancelRequest,
    CarrierRefused,
    Line,
    Order,
    OrderClosed,
    OrderInvalid,
    OrderRejected,
    OrderTaken,
    OutOfStock,
    ReleaseRequest,
    ReserveRequest,
)
from workflow_dsl import (
    Catch,
    Choice,
    DynamoPutItem,
    DynamoUpdateItem,
    Fail,
    Flow,
    LambdaTask,
    Map,
    Parallel,
    Retry,
    SnsPublish,
    SqsSendMessage,
    Succeed,
    When,
    Workflow,
    bind,
    caught,
    context,
    errors,
    jsonata,
)

TIMEOUT = timedelta(seconds=STATE_TIMEOUT_SECONDS)
APPROVAL_LIMIT_MINOR = 100_000
LINES_AT_ONCE = 10

workflow = Workflow(
    "OrderFulfilment",
    input=Order,
    timeout=timedelta(days=4),
    alerts=resources.alerts,
    includes=[resources.placed, resources.approval_api],
    comment="Reserve, approve, ship and announce an order, or undo all of it",
)
order = workflow.input
execution = context.execution.arn
invoice_key = {"orderId": order.order_id, "part": INVOICE_PART}
order_key = {"orderId": order.order_id, "part": ORDER_PART}
status = {"#status": "status"}

# Retried: what another attempt can mend. What no attempt can mend is named first, with none.
final = Retry(
    [OrderInvalid, OrderTaken, OutOfStock, OrderClosed, CarrierRefused, "DynamoDB.ConditionalCheckFailedException"],
    max_attempts=0,
)
anything = Retry(
    errors.ALL,
    interval=timedelta(seconds=2),
    max_attempts=5,
    backoff_rate=2,
    max_delay=timedelta(seconds=60),
    jitter=True,
)
# Undoing has nobody to fall back on but people, who need longer than a carrier's outage lasts: up to half an hour.
undoing = Retry(
    errors.ALL,
    interval=timedelta(seconds=5),
    max_attempts=9,
    backoff_rate=2,
    max_delay=timedelta(minutes=10),
    jitter=True,
)

# The main path. Each step says from where on the steps before it are undone when it fails.
accept = LambdaTask(
    "AcceptOrder",
    resources.accept_order,
    payload=bind(AcceptRequest, execution_arn=execution, requested_at=context.state.entered_time, order=order),
    retry=[final, anything],
    catch=[Catch([OrderInvalid, OrderTaken], to="AlertOperations"), Catch(errors.ALL, to="CloseOrder")],
    timeout=TIMEOUT,
)
reserving: Flow[Line] = Flow(input=Line)
reserving.steps = [
    LambdaTask(
        "ReserveLine",
        resources.reserve_line,
        payload=bind(
            ReserveRequest,
            order_id=order.order_id,
            sku=reserving.input.sku,
            quantity=reserving.input.quantity,
        ),
        retry=[final, anything],
        timeout=TIMEOUT,
    )
]
reserve = Map(
    "ReserveStock",
    items=order.lines,
    each=reserving,
    max_concurrency=LINES_AT_ONCE,
    catch=[Catch(errors.ALL, to="ReleaseStock")],
)
route_by_size = Choice(
    "RouteBySize", when=[When(accept.output.total_minor <= APPROVAL_LIMIT_MINOR, to="PrepareShipment")]
)
# Three days for an answer; a day without a word of anybody (an answer LATER is one) means that nobody looks at it.
approve = SqsSendMessage(
    "AskForApproval",
    resources.approvals,
    body=bind(
        ApprovalRequest,
        order_id=order.order_id,
        customer_id=order.customer_id,
        total_minor=accept.output.total_minor,
        currency=order.currency,
        task_token=context.task_token,
    ),
    wait_for_token=True,
    retry=[Retry([OrderRejected, errors.TIMEOUT, errors.HEARTBEAT_TIMEOUT], max_attempts=0), anything],
    catch=[Catch(errors.ALL, to="ReleaseStock")],
    timeout=timedelta(days=3),
    heartbeat=timedelta(days=1),
)
book = LambdaTask(
    "BookCarrier",
    resources.book_carrier,
    payload=bind(BookingRequest, order_id=order.order_id, address_id=order.address_id),
    retry=[final, anything],
    timeout=TIMEOUT,
)
invoice = DynamoPutItem(
    "MakeInvoice",
    resources.orders,
    item={
        **invoice_key,
        "status": "ISSUED",
        "totalMinor": accept.output.total_minor,
        "currency": order.currency,
        "issuedAt": context.state.entered_time,
    },
    # Not where it was made void already.
    condition="attribute_not_exists(orderId) OR #status = :issued",
    names=status,
    values={":issued": "ISSUED"},
    retry=[final, anything],
    timeout=TIMEOUT,
)
prepare = Parallel("PrepareShipment", branches=[[book], [invoice]], catch=[Catch(errors.ALL, to="VoidInvoice")])
tracking = jsonata("$shipment[0].trackingNumber", type=str, shipment=prepare.output)
record = DynamoUpdateItem(
    "RecordFulfilment",
    resources.orders,
    key=order_key,
    update="SET #status = :fulfilled, trackingNumber = :tracking",
    # Not when it was undone already.
    condition="executionArn = :owner AND #status <> :cancelled",
    names=status,
    values={":fulfilled": "FULFILLED", ":cancelled": "CANCELLED", ":tracking": tracking, ":owner": execution},
    retry=[final, anything],
    catch=[Catch(errors.ALL, to="VoidInvoice")],
    timeout=TIMEOUT,
)
announce = SnsPublish(
    "AnnounceFulfilment",
    resources.announcements,
    message={"orderId": order.order_id, "status": "FULFILLED", "trackingNumber": tracking},
    attributes={"status": "FULFILLED"},
    retry=[anything],
    catch=[Catch(errors.ALL, to="ParkAnnouncement")],
    timeout=TIMEOUT,
)
fulfilled = Succeed("OrderFulfilled", output={"orderId": order.order_id, "trackingNumber": tracking})
workflow.steps = [accept, reserve, route_by_size, approve, prepare, record, announce, fulfilled]

# A customer who cannot be told does not undo an order.
workflow.route(
    SqsSendMessage(
        "ParkAnnouncement",
        resources.parked,
        body={"parked": "announcement", "orderId": order.order_id, "reason": caught.error},
        retry=[anything],
        catch=[Catch(errors.ALL, to="OrderFulfilled")],
        timeout=TIMEOUT,
    ),
    to="OrderFulfilled",
)

# Undoing, in reverse order; each step can be repeated, and undoes nothing where nothing was done. An error on the way
# does not hide the one that led here.
left_undone = Catch(errors.ALL, to="ParkOrder", keep_caught=True)
releasing: Flow[Line] = Flow(input=Line)
releasing.steps = [
    LambdaTask(
        "ReleaseLine",
        resources.release_line,
        payload=bind(ReleaseRequest, order_id=order.order_id, sku=releasing.input.sku),
        retry=[undoing],
        timeout=TIMEOUT,
    )
]
workflow.route(
    DynamoUpdateItem(
        "VoidInvoice",
        resources.orders,
        key=invoice_key,
        update="SET #status = :void",
        names=status,
        values={":void": "VOID"},
        retry=[undoing],
        catch=[left_undone],
        timeout=TIMEOUT,
    ),
    LambdaTask(
        "CancelCarrier",
        resources.cancel_carrier,
        payload=bind(CancelRequest, order_id=order.order_id),
        retry=[undoing],
        catch=[left_undone],
        timeout=TIMEOUT,
    ),
    Map("ReleaseStock", items=order.lines, each=releasing, max_concurrency=LINES_AT_ONCE, catch=[left_undone]),
    DynamoUpdateItem(
        "CloseOrder",
        resources.orders,
        key=order_key,
        # Also where the order was never claimed: a claim that comes late finds it closed.
        update="SET #status = :cancelled, errorReason = :reason, executionArn = :owner",
        condition="attribute_not_exists(orderId) OR executionArn = :owner",
        names=status,
        values={":cancelled": "CANCELLED", ":reason": caught.error, ":owner": execution},
        retry=[final, anything],
        # Another execution has the order: this one has done nothing for it.
        catch=[Catch("DynamoDB.ConditionalCheckFailedException", to="AlertOperations", keep_caught=True), left_undone],
        timeout=TIMEOUT,
    ),
    SnsPublish(
        "AnnounceCancellation",
        resources.announcements,
        message={"orderId": order.order_id, "status": "CANCELLED", "reason": caught.error},
        attributes={"status": "CANCELLED"},
        retry=[anything],
        catch=[Catch(errors.ALL, to="ParkCancellation", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    SnsPublish(
        "AlertOperations",
        resources.alerts,
        subject="An order failed",
        message={
            "execution": execution,
            # What is no order need not have one.
            "orderId": jsonata("$exists($id) ? $id : $name", id=order.order_id, name=context.execution.name),
            "error": caught.error,
            "cause": caught.cause,
        },
        attributes={
            "severity": jsonata(
                "$error in ['OutOfStock', 'OrderRejected', 'CarrierRefused'] ? 'expected' : 'urgent'",
                type=str,
                error=caught.error,
            )
        },
        retry=[anything],
        catch=[Catch(errors.ALL, to="ParkAlert", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    Fail("OrderFailed", error=caught.error, cause=caught.cause),
)
workflow.route(
    SqsSendMessage(
        "ParkOrder",
        resources.parked,
        body={"parked": "order", "orderId": order.order_id, "execution": execution, "reason": caught.error},
        retry=[anything],
        catch=[Catch(errors.ALL, to="AlertOperations", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    to="AlertOperations",
)
workflow.route(
    SqsSendMessage(
        "ParkCancellation",
        resources.parked,
        body={"parked": "cancellation", "orderId": order.order_id, "reason": caught.error},
        retry=[anything],
        catch=[Catch(errors.ALL, to="AlertOperations", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    to="AlertOperations",
)
workflow.route(
    SqsSendMessage(
        "ParkAlert",
        resources.parked,
        body={"parked": "alert", "execution": execution, "reason": caught.error},
        retry=[anything],
        catch=[Catch(errors.ALL, to="OrderFailed", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    to="OrderFailed",
)
