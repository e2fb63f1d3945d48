"""The payment workflow: validate, charge, store and notify, once per paymentId.

Every failure is retried, recorded, told to the customer and alerted; a payment of which nobody knows the outcome is
parked as well."""

from datetime import timedelta

from definitions.payments import resources
from lambdas.payments.contracts import (
    MACHINE_TIMEOUT_SECONDS,
    STATE_TIMEOUT_SECONDS,
    ChargeRequest,
    FinalStatus,
    GatewayRefused,
    GatewayThrottled,
    GatewayTimeout,
    GatewayUnavailable,
    IdempotencyConflict,
    NotificationRequest,
    PaymentAlreadyFailed,
    PaymentConflict,
    PaymentDeclined,
    PaymentInProgress,
    PaymentInvalid,
    PaymentRequest,
    PaymentUnknown,
    StatusConflict,
    StoredTransaction,
    TransactionRecord,
    ValidateRequest,
)
from workflow_dsl import (
    Catch,
    Choice,
    Fail,
    LambdaTask,
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

workflow = Workflow(
    "PaymentWorkflow",
    input=PaymentRequest,
    timeout=timedelta(seconds=MACHINE_TIMEOUT_SECONDS),
    alerts=resources.alerts,
    # Declines and rejections are failed executions, each with an alert of its own that says how urgent it is. So many
    # at once are something else: a bank, the gateway or a sender is in trouble, or somebody tries cards.
    alarm_above=10,
    includes=[resources.api, resources.events, resources.reconciliation, *resources.metrics],
    comment="Validate, charge, store and notify, once per paymentId",
)
request = workflow.input
execution = context.execution.arn
now = context.state.entered_time
# Whether the gateway still knows the idempotency key is decided by the time since the first attempt: of a redriven
# execution, by the time of the redrive, which may be days after the state was entered.
attempted_at = jsonata(
    "$exists($redriven) ? $redriven : $entered",
    type=str,
    redriven=context.execution.redrive_time,
    entered=context.state.entered_time,
)

# Retried: what another attempt can mend. What no attempt can mend is named first, with none.
final = Retry(
    [
        PaymentInvalid,
        PaymentConflict,
        PaymentAlreadyFailed,
        PaymentDeclined,
        GatewayRefused,
        PaymentUnknown,
        IdempotencyConflict,
        StatusConflict,
    ],
    max_attempts=0,
)
owner_at_work = Retry(
    PaymentInProgress, interval=timedelta(seconds=5), max_attempts=8, backoff_rate=2, max_delay=timedelta(minutes=2)
)
gateway_trouble = Retry(
    [GatewayUnavailable, GatewayThrottled, GatewayTimeout],
    interval=timedelta(seconds=2),
    max_attempts=5,
    backoff_rate=2,
    max_delay=timedelta(seconds=60),
    jitter=True,
)
anything = Retry(
    errors.ALL,
    interval=timedelta(seconds=2),
    max_attempts=4,
    backoff_rate=2,
    max_delay=timedelta(seconds=60),
    jitter=True,
)

# The main path.
validate = LambdaTask(
    "ValidatePayment",
    resources.validate_payment,
    payload=bind(ValidateRequest, execution_arn=execution, requested_at=now, payment=request),
    retry=[final, owner_at_work, anything],
    catch=[
        Catch(PaymentInvalid, to="RecordRejection"),
        Catch([PaymentConflict, PaymentInProgress, PaymentAlreadyFailed], to="AlertOperations"),
        Catch(errors.ALL, to="RecordUnknown"),
    ],
    timeout=TIMEOUT,
)
route_duplicate = Choice(
    "RouteDuplicate", when=[When(validate.output.outcome == "COMPLETED", to="PaymentAlreadyCompleted")]
)
charge = LambdaTask(
    "ProcessPayment",
    resources.process_payment,
    payload=bind(
        ChargeRequest,
        execution_arn=execution,
        requested_at=attempted_at,
        payment_id=validate.output.payment_id,
        amount_minor=validate.output.amount_minor,
        currency=validate.output.currency,
        payment_method=validate.output.payment_method,
    ),
    retry=[final, gateway_trouble, anything],
    catch=[Catch([PaymentDeclined, GatewayRefused], to="RecordDecline"), Catch(errors.ALL, to="RecordUnknown")],
    timeout=TIMEOUT,
)
store = LambdaTask(
    "StoreTransaction",
    resources.store_transaction,
    payload=bind(
        TransactionRecord,
        execution_arn=execution,
        requested_at=now,
        payment_id=charge.output.payment_id,
        status="COMPLETED",
        charge_id=charge.output.charge_id,
    ),
    retry=[final, anything],
    catch=[Catch(errors.ALL, to="ParkPayment")],
    timeout=TIMEOUT,
)
notify = LambdaTask(
    "NotifyCustomer",
    resources.notify_customer,
    payload=bind(NotificationRequest, execution_arn=execution, requested_at=now, payment_id=validate.output.payment_id),
    retry=[anything],
    catch=[Catch(errors.ALL, to="ParkNotification")],
    timeout=TIMEOUT,
)
succeeded = Succeed(
    "PaymentSucceeded", output={"paymentId": charge.output.payment_id, "chargeId": charge.output.charge_id}
)
workflow.steps = [validate, route_duplicate, charge, store, notify, succeeded]

# A duplicate of a payment that was made: nothing is charged, and the answer is the one that its owner gave.
workflow.route(
    Succeed(
        "PaymentAlreadyCompleted",
        output={"paymentId": validate.output.payment_id, "chargeId": validate.output.charge_id},
    )
)

# A customer who cannot be told does not undo a payment.
workflow.route(
    SqsSendMessage(
        "ParkNotification",
        resources.parked,
        body={
            "parked": "notification",
            "paymentId": request.payment_id,
            "execution": execution,
            "reason": caught.error,
        },
        retry=[anything],
        catch=[Catch(errors.ALL, to="PaymentSucceeded")],
        timeout=TIMEOUT,
    ),
    to="PaymentSucceeded",
)

# Failures: record, tell the customer, alert, fail. An error on the way does not hide the one that led here.
# Expected is what a customer's bank or the sender of the request has to mend: a decline, a rejection, a duplicate of a
# payment that failed, which was alerted itself. Another payment under a used id is urgent: nobody else hears of it.
severity = jsonata(
    "$error in ['PaymentDeclined', 'PaymentInvalid', 'PaymentAlreadyFailed'] ? 'expected' : 'urgent'",
    type=str,
    error=caught.error,
)
unrecorded = Catch(errors.ALL, to="ParkPayment", keep_caught=True)
# Why a function refused a payment is its message. Lambda puts that into JSON, the emulator does not.
refusal = jsonata(
    "($why := $cause; $error & ': ' & ($substring($why, 0, 1) = '{' ? $parse($why).errorMessage : $why))",
    type=str,
    error=caught.error,
    cause=caught.cause,
)


def record_failure(name: str, status: FinalStatus, reason: str) -> LambdaTask[TransactionRecord, StoredTransaction]:
    """A step that records the payment with this status and reason."""
    return LambdaTask(
        name,
        resources.store_transaction,
        payload=bind(
            TransactionRecord,
            execution_arn=execution,
            requested_at=now,
            payment_id=request.payment_id,
            status=status,
            error_reason=reason,
        ),
        retry=[final, anything],
        catch=[unrecorded],
        timeout=TIMEOUT,
    )


workflow.route(record_failure("RecordRejection", "REJECTED", refusal), to="NotifyFailure")
workflow.route(record_failure("RecordDecline", "DECLINED", refusal), to="NotifyFailure")
workflow.route(record_failure("RecordUnknown", "UNKNOWN", caught.error), to="ParkPayment")
workflow.route(
    SqsSendMessage(
        "ParkPayment",
        resources.parked,
        body={
            "parked": "payment",
            "paymentId": request.payment_id,
            "execution": execution,
            "reason": caught.error,
            "cause": caught.cause,
        },
        retry=[anything],
        catch=[Catch(errors.ALL, to="NotifyFailure", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    LambdaTask(
        "NotifyFailure",
        resources.notify_customer,
        payload=bind(NotificationRequest, execution_arn=execution, requested_at=now, payment_id=request.payment_id),
        retry=[anything],
        catch=[Catch(errors.ALL, to="AlertOperations", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    SnsPublish(
        "AlertOperations",
        resources.alerts,
        subject="A payment failed",
        message={
            "severity": severity,
            "execution": execution,
            "paymentId": context.execution.name,
            "error": caught.error,
            "cause": caught.cause,
        },
        attributes={"severity": severity},
        retry=[anything],
        catch=[Catch(errors.ALL, to="ParkAlert", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    Fail("PaymentFailed", error=caught.error, cause=caught.cause),
)
workflow.route(
    SqsSendMessage(
        "ParkAlert",
        resources.parked,
        body={"parked": "alert", "execution": execution, "reason": caught.error},
        retry=[anything],
        catch=[Catch(errors.ALL, to="PaymentFailed", keep_caught=True)],
        timeout=TIMEOUT,
    ),
    to="PaymentFailed",
)
