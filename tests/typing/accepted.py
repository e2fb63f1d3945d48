"""What both type checkers must accept: expressions are typed as the values that they stand for."""

from datetime import UTC, datetime, timedelta
from typing import Any, assert_type

from pydantic import BaseModel

from workflow_dsl import (
    AwsTask,
    Catch,
    Choice,
    DistributedMap,
    Flow,
    ItemReader,
    LambdaFunction,
    LambdaTask,
    Map,
    Parallel,
    Parameter,
    Pass,
    Paths,
    Queue,
    ReaderConfig,
    ResourceTask,
    Retry,
    SnsPublish,
    SqsSendMessage,
    Step,
    Succeed,
    Topic,
    Wait,
    When,
    Workflow,
    all_of,
    any_of,
    bind,
    caught,
    context,
    errors,
    jsonata,
    jsonpath,
    not_,
    rule,
    timestamp,
    verbatim,
)


class Line(BaseModel):
    sku: str
    count: int


class Order(BaseModel):
    order_id: str
    total: int
    lines: list[Line]
    note: str | None = None


class Receipt(BaseModel):
    charge_id: str
    fee: float


class Verdict(BaseModel):
    approved: bool
    why: str | None = None


function = LambdaFunction("Charge", handler="lambdas.shop.charge.handler", input=Order, output=Receipt)
workflow = Workflow("Shop", input=Order, timeout=timedelta(hours=1))
order = workflow.input
assert_type(order, Order)
assert_type(order.total, int)
assert_type(order.note, str | None)
assert_type(order.lines[0].sku, str)

charge = LambdaTask(
    "Charge",
    function,
    payload=bind(Order, order_id="o-" + order.order_id, total=order.total * 2, lines=order.lines),
    retry=[Retry(["Busy", ValueError], interval=timedelta(seconds=2)), errors.LAMBDA_TRANSIENT_RETRY],
    catch=[Catch(errors.ALL, to="Refund")],
)
assert_type(charge, LambdaTask[Order, Receipt])
assert_type(charge.output, Receipt)
assert_type(charge.output.charge_id, str)
assert_type(charge.output.fee > 1, bool)
assert_type(bind(Receipt, charge_id="c", fee=0.5), Receipt)

# What answers a message is of the contract that is given for it.
asked = SqsSendMessage(
    "Ask",
    Queue("Q"),
    body={"token": context.task_token},
    wait_for_token=True,
    result=Verdict,
    timeout=timedelta(days=1),
)
assert_type(asked, SqsSendMessage[Verdict])
assert_type(asked.output.approved, bool)
assert_type(asked.output.why, str | None)
assert_type(SnsPublish("Tell", Topic("T"), message="m", wait_for_token=True, result=Verdict).output, Verdict)
waiting = LambdaTask("Wait", function, payload=order, wait_for_token=True, result=Verdict)
assert_type(waiting, LambdaTask[Order, Verdict])
assert_type(waiting.output.approved, bool)
assert_type(LambdaTask("Other", "arn", payload={"a": 1}, result=Receipt).output, Receipt)
assert_type(LambdaTask("Token", "arn", payload={"t": context.task_token}, wait_for_token=True).output, Any)
assert_type(SqsSendMessage("Send", Queue("R"), body="b").output, Any)
assert_type(AwsTask("Read", service="ssm", action="GetParameter", result=Receipt).output.fee, float)
# What is no class is taken too, and its answer is of any type.
AwsTask("Seek", service="ssm", action="GetParameter", result=Receipt | None).output.fee
assert_type(AwsTask("Write", service="ssm", action="PutParameter").output, Any)


def guarded(*steps: Step) -> list[Step]:
    """Some steps, and what comes after them: any kind of step is one."""
    return [*steps, Pass("Checked", value=order), Succeed("Over")]


Parallel("Both", branches=[guarded(charge), guarded(asked, waiting)])
Flow(steps=guarded(charge))
workflow.route(*guarded(Pass("Late")))

large = all_of(order.total > 100, any_of(not_(order.total == 5), order.note != None))  # noqa: E711
assert_type(large, bool)
assert_type(jsonata("$count($lines)", type=int, lines=order.lines), int)
assert_type(jsonata("$lines", lines=order.lines), Any)
assert_type(context.execution.arn, str)
assert_type(context.state.retry_count, int)
assert_type(caught.error, str)

Wait("Until", until=datetime(2030, 1, 1, tzinfo=UTC))
Wait("Later", until="2030-01-01T00:00:00Z")

each = Flow(input=Line)
assert_type(each.input.sku, str)
kept = Pass("Keep", value=each.input)
assert_type(kept.output, Line)
each.steps = [kept]

workflow.steps = [
    Choice("Large", when=[When(large, to=charge)], otherwise="Done"),
    charge,
    Map("Each", items=order.lines, each=each),
    Succeed("Done", output=charge.output),
]
workflow.route(Succeed("Refund", output={"why": caught.cause}))

# The rest of the language: paths are values of any type, or of the type that they are given.
assert_type(jsonpath("$.total", type=float) > 100, bool)
assert_type(jsonpath("$.total"), Any)
assert_type(verbatim(None), Any)
assert_type(timestamp("2030-01-01T00:00:00Z"), datetime)
assert_type(rule("StringMatches", "$.file", "*.csv"), bool)
assert_type(LambdaTask("Old", "arn:aws:lambda:eu-west-1:111122223333:function:old", payload={"a": 1}).output, Any)
assert_type(Workflow("Imported", exact=True).input, Any)
ResourceTask(
    "Approve",
    Parameter("ApprovalActivity"),
    timeout=jsonpath("$.limit"),
    paths=Paths(result=None),
    language="JSONPath",
    credentials={"RoleArn": jsonpath("$.role")},
    end=True,
)
DistributedMap("All", reader=ItemReader("arn", config=ReaderConfig("CSV", max_items=jsonpath("$.n"))), each=Flow())
