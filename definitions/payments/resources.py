"""What the payment workflow runs on: a table, two topics, a queue, a secret, and six functions, each with just what it
needs.
"""

from datetime import timedelta

from lambdas.payments import contracts
from workflow_dsl import (
    EventRule,
    HttpApi,
    Index,
    LambdaFunction,
    Metric,
    Parameter,
    Queue,
    Schedule,
    Secret,
    StateMachineResource,
    Table,
    Topic,
)

NAMESPACE = "PaymentWorkflow"
# So that two stacks in one account keep their counts apart, and with them their alarms.
SERVICE = "${AWS::StackName}"
LAMBDA_TIMEOUT = timedelta(seconds=contracts.LAMBDA_TIMEOUT_SECONDS)
# For each function, in production: what the API lets in at once, kept free for payments and kept from all else that the
# account runs. More than this at the gateway waits for its turn, by the retries of the machine.
AT_ONCE = 100
RECONCILERS_AT_ONCE = 2

environment = Parameter("Environment", allowed=["dev", "test", "prod"], default="dev")
alert_email = Parameter(
    "AlertEmail",
    description="The address that operations reads; it has to confirm the subscription",
    pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
)
gateway_url = Parameter(
    "GatewayUrl",
    description="Where the payment gateway's API is",
    default="https://api.stripe.com",
    pattern=r"https://.+|http://127\.0\.0\.1:\d+",
)

machine = StateMachineResource("PaymentWorkflow")
transactions = Table(
    "PaymentTransactions",
    key="paymentId",
    indexes=[
        Index(contracts.STATUS_INDEX, key="status", sort="timestamp"),
        Index(contracts.UNTOLD_INDEX, key="untold", sort="timestamp"),
    ],
)
alerts = Topic("PaymentWorkflowAlerts", email=alert_email)
customers = Topic("PaymentCustomerNotifications")
parked = Queue("ParkedPayments")
gateway_key = Secret("PaymentGatewayKey", description="The secret API key of the payment gateway")

LOGS = {"POWERTOOLS_SERVICE_NAME": SERVICE}
TABLE = {"TRANSACTIONS_TABLE": transactions}
GATEWAY = {"ENVIRONMENT": environment, "GATEWAY_URL": gateway_url, "GATEWAY_SECRET_ARN": gateway_key}
METRICS = {"POWERTOOLS_METRICS_NAMESPACE": NAMESPACE}
read_and_update = transactions.grant("dynamodb:GetItem", "dynamodb:UpdateItem")

validate_payment = LambdaFunction(
    "ValidatePayment",
    handler="lambdas.payments.validate_payment.handler",
    input=contracts.ValidateRequest,
    output=contracts.ValidatedPayment,
    description="Checks a payment and claims its paymentId for one execution",
    timeout=LAMBDA_TIMEOUT,
    reserved_concurrency=AT_ONCE,
    environment={**LOGS, **TABLE},
    grants=[read_and_update],
)
process_payment = LambdaFunction(
    "ProcessPayment",
    handler="lambdas.payments.process_payment.handler",
    input=contracts.ChargeRequest,
    output=contracts.ChargeResult,
    description="Charges a claimed payment at the gateway, under one idempotency key",
    timeout=LAMBDA_TIMEOUT,
    reserved_concurrency=AT_ONCE,
    environment={**LOGS, **TABLE, **GATEWAY, **METRICS},
    grants=[read_and_update, gateway_key.grant_read()],
)
store_transaction = LambdaFunction(
    "StoreTransaction",
    handler="lambdas.payments.store_transaction.handler",
    input=contracts.TransactionRecord,
    output=contracts.StoredTransaction,
    description="Records how a payment ended; its status only moves forward",
    timeout=LAMBDA_TIMEOUT,
    reserved_concurrency=AT_ONCE,
    environment={**LOGS, **TABLE, **METRICS},
    grants=[read_and_update],
)
notify_customer = LambdaFunction(
    "NotifyCustomer",
    handler="lambdas.payments.notify_customer.handler",
    input=contracts.NotificationRequest,
    output=contracts.NotifiedCustomer,
    description="Tells the customer how the payment ended",
    timeout=LAMBDA_TIMEOUT,
    reserved_concurrency=AT_ONCE,
    environment={**LOGS, **TABLE, "CUSTOMER_TOPIC_ARN": customers},
    grants=[read_and_update, customers.grant_publish()],
)
start_payment = LambdaFunction(
    "StartPayment",
    handler="lambdas.payments.starter.handler",
    input=dict,
    output=dict,
    description="Starts one execution for each paymentId, from the API or from an event",
    # API Gateway gives up after 29 seconds.
    timeout=timedelta(seconds=25),
    reserved_concurrency=AT_ONCE,
    environment={**LOGS, **TABLE, **METRICS, "STATE_MACHINE_ARN": machine},
    grants=[
        machine.grant_start(),
        machine.grant_executions("states:DescribeExecution"),
        transactions.grant("dynamodb:GetItem"),
    ],
)
reconcile_payments = LambdaFunction(
    "ReconcilePayments",
    handler="lambdas.payments.reconciler.handler",
    input=contracts.ReconcileRequest,
    output=contracts.ReconcileReport,
    description="Settles payments that no execution will end, and tells customers whom no execution told",
    timeout=timedelta(minutes=5),
    reserved_concurrency=RECONCILERS_AT_ONCE,
    environment={
        **LOGS,
        **TABLE,
        **GATEWAY,
        **METRICS,
        "CUSTOMER_TOPIC_ARN": customers,
        "ALERTS_TOPIC_ARN": alerts,
    },
    grants=[
        read_and_update,
        transactions.grant_index(contracts.STATUS_INDEX, "dynamodb:Query"),
        transactions.grant_index(contracts.UNTOLD_INDEX, "dynamodb:Query"),
        gateway_key.grant_read(),
        customers.grant_publish(),
        alerts.grant_publish(),
    ],
)

api = HttpApi("Payments", function=start_payment, method="POST", path="/payments", request=contracts.PaymentRequest)
events = EventRule("PaymentRequested", function=start_payment, source="shop.checkout", detail_type="PaymentRequested")
reconciliation = Schedule("ReconcilePayments", function=reconcile_payments, every=timedelta(minutes=15))

DIMENSIONS = {"service": SERVICE}
BY_CURRENCY = {**DIMENSIONS, "currency": "*"}
metrics = [
    # An event's sender gets no answer: what is refused is heard of only here. It says nothing about the machine.
    Metric("PaymentsRefused", namespace=NAMESPACE, dimensions=DIMENSIONS, alarm_above=0, rolls_back=False),
    Metric("Attempts", namespace=NAMESPACE, dimensions=DIMENSIONS),
    Metric("Retries", namespace=NAMESPACE, dimensions=DIMENSIONS, alarm_above=25),
    Metric("PaymentsCompleted", namespace=NAMESPACE, dimensions=DIMENSIONS),
    Metric("PaymentsDeclined", namespace=NAMESPACE, dimensions=DIMENSIONS),
    Metric("PaymentsRejected", namespace=NAMESPACE, dimensions=DIMENSIONS),
    Metric("PaymentsUnknown", namespace=NAMESPACE, dimensions=DIMENSIONS, alarm_above=0),
    Metric("PaymentsReconciled", namespace=NAMESPACE, dimensions=DIMENSIONS),
    # What the reconciler finds was left an hour ago or more: a version that is being tried did not do it.
    Metric("PaymentsInDoubt", namespace=NAMESPACE, dimensions=DIMENSIONS, alarm_above=0, rolls_back=False),
    Metric("PaymentsAbandoned", namespace=NAMESPACE, dimensions=DIMENSIONS, alarm_above=0, rolls_back=False),
    # Twice what an execution may take: nothing settles payments any more.
    Metric(
        "OldestPending",
        namespace=NAMESPACE,
        unit="Milliseconds",
        dimensions=DIMENSIONS,
        alarm_above=2 * contracts.MACHINE_TIMEOUT_SECONDS * 1000,
        rolls_back=False,
    ),
    Metric("AmountCompleted", namespace=NAMESPACE, unit="None", dimensions=BY_CURRENCY),
    Metric("AmountDeclined", namespace=NAMESPACE, unit="None", dimensions=BY_CURRENCY),
    Metric("AmountRejected", namespace=NAMESPACE, unit="None", dimensions=BY_CURRENCY),
    Metric("AmountUnknown", namespace=NAMESPACE, unit="None", dimensions=BY_CURRENCY),
]
