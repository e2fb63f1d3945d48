"""What both type checkers must refuse: each wrong line expects its error, and an expectation that is not met is one itself."""

from pydantic import BaseModel

from workflow_dsl import (
    Fail,
    LambdaFunction,
    LambdaTask,
    Pass,
    Paths,
    Queue,
    ReaderConfig,
    Retry,
    SqsSendMessage,
    Step,
    Succeed,
    Workflow,
    bind,
    rule,
)


class Order(BaseModel):
    order_id: str
    total: int


class Receipt(BaseModel):
    charge_id: str


class Verdict(BaseModel):
    approved: bool


function = LambdaFunction("Charge", handler="lambdas.shop.charge.handler", input=Order, output=Receipt)
workflow = Workflow("Shop", input=Order)
order = workflow.input
charge = LambdaTask("Charge", function, payload=order)

# A misspelt field of an input or an output.
print(order.totl)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
print(charge.output.chargeid)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]

# A misspelt field of an answer, and a value in place of its contract.
asked = SqsSendMessage("Ask", Queue("Q"), body="b", wait_for_token=True, result=Receipt)
print(asked.output.chargeid)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
SqsSendMessage("Again", Queue("R"), body="b", result="Receipt")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# A function that waits for a token: its own contract is none of what somebody else answers with, which has to be said.
waiting = LambdaTask("Wait", function, payload=order, wait_for_token=True, result=Verdict)
print(waiting.output.charge_id)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
LambdaTask("Unsaid", function, payload=order, wait_for_token=True)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]

# What is no step.
steps: list[Step] = [charge.output]  # type: ignore[list-item]  # pyright: ignore[reportAssignmentType]
workflow.route(order)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# A cause that is no text.
Fail("Bad", cause=order.total)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# bind: an unknown field, a missing one, one of another type.
bind(Order, order_id="o", totl=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
bind(Order, order_id="o")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
bind(Order, order_id=order.total, total=1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# Another contract than the function's.
LambdaTask("A", function, payload=charge.output)  # type: ignore[misc]  # pyright: ignore[reportArgumentType]
LambdaTask("B", function, payload=bind(Receipt, charge_id="c"))  # type: ignore[misc]  # pyright: ignore[reportArgumentType]

# Unknown and missing arguments of a declaration.
LambdaTask("C", function, payload=order, time_out=5)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
LambdaTask("D", function)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
LambdaTask("E", function, payload=order, timeout=5)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
Retry("Busy", interval=2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Succeed("Done", "output")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

# Words that the language does not have.
rule("StringMatch", "$.file", "*.csv")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
ReaderConfig("XML")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Pass("F", language="jsonata")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Pass("G", outputs=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Paths(results="$.x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
