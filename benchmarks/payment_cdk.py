"""The payment workflow in AWS CDK: tasks, retriers and failure routes of definitions/payments, for the benchmark only.

Run in an environment of its own (`make bench CDK=1` makes one); writes a cloud assembly to the folder it is given.
"""

import sys
from typing import Any

from aws_cdk import App, Duration, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks

FINAL = [
    "PaymentInvalid",
    "PaymentConflict",
    "PaymentAlreadyFailed",
    "PaymentDeclined",
    "GatewayRefused",
    "PaymentUnknown",
]
ALL = ["States.ALL"]
TIMEOUT = sfn.Timeout.duration(Duration.seconds(40))


def retry(state: Any, errors: list[str], attempts: int, interval: int = 2) -> None:
    state.add_retry(
        errors=errors,
        interval=Duration.seconds(interval),
        max_attempts=attempts,
        backoff_rate=2,
        max_delay=Duration.seconds(60),
    )


class Payments(Stack):
    def __init__(self, scope: App) -> None:
        super().__init__(scope, "Payments")
        key = dynamodb.Attribute(name="paymentId", type=dynamodb.AttributeType.STRING)
        self.table = dynamodb.Table(self, "PaymentTransactions", partition_key=key)
        self.alerts = sns.Topic(self, "PaymentWorkflowAlerts")
        self.parked = sqs.Queue(self, "ParkedPayments")
        self.functions = {
            name: self.function(name)
            for name in ("ValidatePayment", "ProcessPayment", "StoreTransaction", "NotifyCustomer", "StartPayment")
        }
        body = sfn.DefinitionBody.from_chainable(self.flow())
        machine = sfn.StateMachine(self, "PaymentWorkflow", definition_body=body, timeout=Duration.hours(1))
        machine.grant_start_execution(self.functions["StartPayment"])

    def function(self, name: str) -> lambda_.Function:
        function = lambda_.Function(
            self,
            f"{name}Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context):\n    return event\n"),
            timeout=Duration.seconds(30),
            environment={"TRANSACTIONS_TABLE": self.table.table_name},
        )
        self.table.grant(function, "dynamodb:GetItem", "dynamodb:UpdateItem")
        return function

    def invoke(self, name: str, function: str, payload: dict[str, str]) -> Any:
        common = {"executionArn": "{% $states.context.Execution.Id %}"}
        task = tasks.LambdaInvoke.jsonata(
            self,
            name,
            lambda_function=self.functions[function],
            payload=sfn.TaskInput.from_object({**common, **payload}),
            task_timeout=TIMEOUT,
            retry_on_service_exceptions=False,
            assign={name[0].lower() + name[1:]: "{% $states.result.Payload %}"},
        )
        retry(task, FINAL, 0)
        retry(task, ALL, 4)
        return task

    def park(self, name: str) -> Any:
        task = tasks.SqsSendMessage.jsonata(
            self,
            name,
            queue=self.parked,
            message_body=sfn.TaskInput.from_object({"parked": name, "reason": "{% $error %}"}),
            task_timeout=TIMEOUT,
        )
        retry(task, ALL, 4)
        return task

    def flow(self) -> Any:
        failed = sfn.Fail.jsonata(self, "PaymentFailed", error="{% $error %}", cause="{% $cause %}")
        succeeded = sfn.Succeed.jsonata(
            self, "PaymentSucceeded", outputs={"chargeId": "{% $processPayment.chargeId %}"}
        )
        duplicate = sfn.Succeed.jsonata(
            self, "PaymentAlreadyCompleted", outputs={"chargeId": "{% $validatePayment.chargeId %}"}
        )
        alert = tasks.SnsPublish.jsonata(
            self,
            "AlertOperations",
            topic=self.alerts,
            subject="A payment failed",
            message=sfn.TaskInput.from_object({"error": "{% $error %}", "cause": "{% $cause %}"}),
            task_timeout=TIMEOUT,
        )
        retry(alert, ALL, 4)
        alert.add_catch(self.park("ParkAlert").next(failed), errors=ALL)
        alert.next(failed)
        notify_failure = self.invoke(
            "NotifyFailure", "NotifyCustomer", {"paymentId": "{% $states.context.Execution.Input.paymentId %}"}
        )
        notify_failure.add_catch(alert, errors=ALL)
        notify_failure.next(alert)
        park = self.park("ParkPayment")
        park.add_catch(notify_failure, errors=ALL)
        park.next(notify_failure)
        return self.main_path(notify_failure, park, alert, succeeded, duplicate)

    def main_path(self, notify_failure: Any, park: Any, alert: Any, succeeded: Any, duplicate: Any) -> Any:
        caught = {"error": "{% $states.errorOutput.Error %}", "cause": "{% $states.errorOutput.Cause %}"}
        records = {}
        for status, target in (("Rejection", notify_failure), ("Decline", notify_failure), ("Unknown", park)):
            record = self.invoke(
                f"Record{status}", "StoreTransaction", {"status": status, "errorReason": "{% $error %}"}
            )
            record.add_catch(park, errors=ALL)
            records[status] = record.next(target)
        validate = self.invoke("ValidatePayment", "ValidatePayment", {"payment": "{% $states.input %}"})
        validate.add_catch(records["Rejection"], errors=["PaymentInvalid"], assign=caught)
        validate.add_catch(
            alert, errors=["PaymentConflict", "PaymentInProgress", "PaymentAlreadyFailed"], assign=caught
        )
        validate.add_catch(records["Unknown"], errors=ALL, assign=caught)
        charge = self.invoke("ProcessPayment", "ProcessPayment", {"amountMinor": "{% $validatePayment.amountMinor %}"})
        retry(charge, ["GatewayUnavailable", "GatewayThrottled", "GatewayTimeout"], 5)
        charge.add_catch(records["Decline"], errors=["PaymentDeclined", "GatewayRefused"], assign=caught)
        charge.add_catch(records["Unknown"], errors=ALL, assign=caught)
        store = self.invoke("StoreTransaction", "StoreTransaction", {"chargeId": "{% $processPayment.chargeId %}"})
        store.add_catch(park, errors=ALL, assign=caught)
        notify = self.invoke("NotifyCustomer", "NotifyCustomer", {"paymentId": "{% $processPayment.paymentId %}"})
        notify.add_catch(self.park("ParkNotification").next(succeeded), errors=ALL, assign=caught)
        choice = sfn.Choice.jsonata(self, "RouteDuplicate")
        choice.when(sfn.Condition.jsonata("{% $validatePayment.outcome = 'COMPLETED' %}"), duplicate)
        choice.otherwise(charge)
        charge.next(store).next(notify).next(succeeded)
        return validate.next(choice)


if __name__ == "__main__":
    app = App(outdir=sys.argv[1])
    Payments(app)
    app.synth()
