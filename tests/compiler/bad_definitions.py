"""Definitions that are wrong, each with all the messages that their author sees.

`BAD` maps a sentence to the lines that follow `PRELUDE` and to the findings, as `line:column: code message; instead` (the
line counts from the first line of the case).
"""

PRELUDE = """\
from datetime import timedelta

from pydantic import BaseModel

from workflow_dsl import *


class Order(BaseModel):
    order_id: str
    total: int
    note: str | None = None
    lines: list[str] = []


class Receipt(BaseModel):
    charge_id: str
    fee: float


charge_fn = LambdaFunction("Charge", handler="lambdas.shop.charge.handler", input=Order, output=Receipt)
alerts = Topic("Alerts")
orders = Table("Orders", key="orderId")
workflow = Workflow("Shop", input=Order)
order = workflow.input
"""

BAD: dict[str, tuple[str, list[str]]] = {
    "an unknown keyword": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order, time_out=timedelta(seconds=5))
workflow.steps = [charge]
""",
        [
            "1:57: WF103 LambdaTask has no argument time_out; did you mean timeout?",
        ],
    ),
    "an unknown keyword that is like no other": (
        """
workflow.steps = [Wait("Pause", duration=timedelta(seconds=5), zzz=1)]
""",
        [
            "1:64: WF103 Wait has no argument zzz; it takes name, comment, language, paths, output, assign, next, "
            "end, duration, seconds, until",
        ],
    ),
    "a missing argument": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn)]
""",
        [
            "1:19: WF103 LambdaTask needs the argument payload; write payload=, the function's input: bind(Contract, ...), workflow.input or another step's output",
        ],
    ),
    "a number where a duration belongs": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, timeout=30)]
""",
        [
            "1:66: WF103 LambdaTask.timeout: 30 is not a duration; write timedelta(seconds=...)",
        ],
    ),
    "a duration that is no whole number of seconds": (
        """
workflow.steps = [Wait("Pause", duration=timedelta(milliseconds=1500))]
""",
        [
            "1:33: WF103 Wait.duration: 1.5 s is not a whole number of seconds; round it",
        ],
    ),
    "a back-off rate below 1": (
        """
retry = Retry(errors.ALL, backoff_rate=0.5)
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, retry=[retry])]
""",
        [
            "1:27: WF103 Retry.backoff_rate: input should be greater than or equal to 1, not 0.5; write a number from 1.0",
        ],
    ),
    "negative attempts": (
        """
retry = Retry(errors.ALL, max_attempts=-1)
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, retry=[retry])]
""",
        [
            "1:27: WF103 Retry.max_attempts: input should be greater than or equal to 0, not -1; write a whole number from 0",
        ],
    ),
    "a longest delay that is shorter than the first": (
        """
retry = Retry(errors.ALL, interval=timedelta(seconds=10), max_delay=timedelta(seconds=5))
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, retry=[retry])]
""",
        [
            "1:9: WF103 Retry: max_delay is not longer than interval, so every wait would be the same; raise it or leave it out",
        ],
    ),
    "a retrier for no error": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, retry=[Retry([])])]
""",
        [
            '1:79: WF103 Retry.errors: no error is named; name one, as "PaymentDeclined", or errors.ALL',
        ],
    ),
    "a retrier for something that is no error": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, retry=[Retry(42)])]
""",
        [
            '1:79: WF103 Retry.errors: 42 names no error; write its name, as "PaymentDeclined", or its exception class',
        ],
    ),
    "too many arguments without a name": (
        """
workflow.steps = [Succeed("Done", "output")]
""",
        [
            "1:19: WF103 Succeed takes only name without a name; name the other arguments",
        ],
    ),
    "a name that is too long": (
        """
workflow.steps = [Succeed("x" * 81)]
""",
        [
            "1:27: WF103 Succeed.name: string should have at most 80 characters, not 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; write a name of 1 to 80 characters, as \"ChargeCard\"",
        ],
    ),
    "a name with characters that metrics lose": (
        """
workflow.steps = [Succeed("Done: yes")]
""",
        [
            "1:27: WF103 Succeed.name: the name has ':', which logs and metrics do not take; use letters and digits",
        ],
    ),
    "a name that ends with a space": (
        """
workflow.steps = [Succeed("Done ")]
""",
        [
            "1:27: WF103 Succeed.name: the name begins or ends with a space; drop it",
        ],
    ),
    "two steps of one name": (
        """
workflow.steps = [Wait("Pause", duration=timedelta(seconds=1)), Wait("Pause", duration=timedelta(seconds=2))]
""",
        [
            '1:70: WF104 two steps are named "Pause", the other one at line 26; give each its own name: it becomes the name of a state',
        ],
    ),
    "one step that stands twice": (
        """
pause = Wait("Pause", duration=timedelta(seconds=1))
workflow.steps = [pause, pause]
""",
        [
            '1:9: WF104 step "Pause" stands in the workflow twice; go there with next= or to=; to use the same steps twice, make them in a function that names them',
        ],
    ),
    "a catcher that leads to no step": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, catch=[Catch(errors.ALL, to="Refnd")])]
workflow.route(Fail("Refund"))
""",
        [
            '1:91: WF102 "Charge" goes to "Refnd", which no step is named; did you mean "Refund"?',
            '2:16: WF101 nothing leads to "Refund"; go there with next=, to= or a route, or delete the step',
        ],
    ),
    "a rule that leads to no step": (
        """
workflow.steps = [Choice("Large", when=[When(order.total > 100, to="Nowhere")]), Succeed("Done")]
""",
        [
            '1:65: WF102 "Large" goes to "Nowhere", which no step is named; name one of Large, Done',
        ],
    ),
    "a target in another flow": (
        """
pack = Wait("Pack", duration=timedelta(seconds=1), next="Done")
workflow.steps = [Parallel("Both", branches=[[pack]]), Succeed("Done")]
""",
        [
            '1:52: WF102 "Pack" goes to "Done", which lies in another flow; a transition stays in its own flow: go to a step of the same flow',
        ],
    ),
    "a step that nothing leads to": (
        """
workflow.steps = [Succeed("Done")]
workflow.route(Fail("Forgotten"))
""",
        [
            '2:16: WF101 nothing leads to "Forgotten"; go there with next=, to= or a route, or delete the step',
        ],
    ),
    "a route that just stops": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, catch=[Catch(errors.ALL, to="Pause")])]
workflow.route(Wait("Pause", duration=timedelta(seconds=1)))
""",
        [
            '2:16: WF105 a route ends with "Pause", which neither goes on nor ends the execution; end the route with Succeed(...) or Fail(...), or say where it goes on with to=',
        ],
    ),
    "a workflow without steps": (
        """
workflow.steps = []
""",
        [
            '-2:12: WF106 workflow "Shop" has no steps; give it steps=[...]',
        ],
    ),
    "a Map whose flow is empty": (
        """
workflow.steps = [Map("Each", items=order.lines, each=Flow(input=str))]
""",
        [
            '1:55: WF106 the flow in "Each" has no steps; give it steps=[...]',
        ],
    ),
    "what may be null where nothing can be": (
        """
from datetime import datetime
from uuid import UUID
sent = jsonata("$sent", type=datetime | None)
mark = jsonata("$mark", type=UUID | None)
limit = jsonata("$limit", type=int | None)
Fail("A", cause=sent)
SnsPublish("B", alerts, message="m", subject=mark)
LambdaTask("C", "arn", payload={}, timeout=limit)
Wait("D", seconds=limit)
workflow.steps = [Succeed("Done")]
""",
        [
            "6:1: WF103 Fail: the cause is datetime | None and has to be text; say what null stands for, as jsonata(\"$value ? $value : 'none'\", type=str, value=...)",
            "7:1: WF103 SnsPublish: the subject is UUID | None and has to be text; say what null stands for, as jsonata(\"$value ? $value : 'none'\", type=str, value=...)",
            '8:36: WF103 LambdaTask.timeout: an expression of type int | None is no number; say what null stands for: jsonata("$value != null ? $value : 0", value=..., type=int)',
            '9:1: WF103 Wait: seconds is int | None, and nothing waits for null; say what null stands for: jsonata("$value != null ? $value : 0", value=..., type=int)',
        ],
    ),
    "a Map whose flow takes something else": (
        """
def flow(contract):
    return Flow(input=contract, steps=[Pass("P")])
Map("A", items=order.lines, each=flow(Order))
Map("B", items=order.lines, item={"line": context.item}, each=flow(str))
Map("C", items=order.lines, item={"order_id": order.total, "total": order.total}, each=flow(Order))
Map("D", items=jsonata("$lines", type=list[str] | None), each=flow(str))
workflow.steps = [Succeed("Done")]
""",
        [
            "3:1: WF103 Map: the items are str, and the flow takes Order; give the flow input=str, or make what it takes with item=",
            "4:1: WF103 Map: the input of the flow is str, not dict; give it str, or change the contract",
            "5:1: WF103 Map: the input of the flow['order_id'] is str, not int; give it str, or change the contract",
            '6:1: WF103 Map: the items are list[str] | None, and null is no list; say what null stands for: jsonata("$value != null ? $value : []", value=..., type=list)',
        ],
    ),
    "a Parallel without branches": (
        """
workflow.steps = [Parallel("Both", branches=[])]
""",
        [
            "1:36: WF103 Parallel.branches: it is empty; write [[step, ...], [step, ...]]",
        ],
    ),
    "a field that the contract has not": (
        """
workflow.steps = [Succeed("Done", output={"id": order.ordr_id})]
""",
        [
            "1:49: WF201 Order has no field ordr_id; did you mean order_id?",
        ],
    ),
    "a contract that is defined too late, and one that is none": (
        """
from dataclasses import dataclass
@dataclass
class Address:
    street: str
class Parcel(BaseModel):
    first: "Late"
    many: "list[Late]"
class Sent(BaseModel):
    address: Address
parcel = jsonata("$parcel", type=Parcel)
parcel.first.name
parcel.many[0]
jsonata("$sent", type=Sent).address.street
class Late(BaseModel):
    name: str
workflow.steps = [Succeed("Done")]
""",
        [
            "11:1: WF201 nothing is known of Late here; define it above the line that reads it",
            "12:1: WF201 nothing is known of list[Late] here; define it above the line that reads it",
            '13:1: WF201 Address is no contract, so that nothing is known of its street; make it a class of pydantic\'s BaseModel, or read it by its key, ["street"]',
        ],
    ),
    "a method of a value": (
        """
workflow.steps = [Succeed("Done", output={"id": order.order_id.upper()})]
""",
        [
            "1:49: WF201 str has no field upper; write jsonata(...) to work on a value of type str",
        ],
    ),
    "a bound field that is missing": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=bind(Order, order_id=order.order_id))]
""",
        [
            "1:59: WF202 bind(Order) leaves out total, which the contract requires; add total=..., which is int",
        ],
    ),
    "a bound field that the contract has not": (
        """
payload = bind(Order, order_id=order.order_id, total=order.total, totl=1)
workflow.steps = [LambdaTask("Charge", charge_fn, payload=payload)]
""",
        [
            "1:67: WF201 Order has no field totl; did you mean total?",
        ],
    ),
    "a bound expression of another type": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=bind(Order, order_id=order.total, total=order.total))]
""",
        [
            "1:71: WF203 Order.order_id is str, not int; give it str, or change the contract",
        ],
    ),
    "a bound constant of another type": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=bind(Order, order_id=order.order_id, total="many"))]
""",
        [
            "1:96: WF203 Order.total: input should be a valid integer, unable to parse string as an integer, not 'many'; write a value of type int",
        ],
    ),
    "a value that may be null where none is allowed": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=bind(Order, order_id=order.note, total=order.total))]
""",
        [
            "1:71: WF203 Order.order_id is str, not str | None; say what null stands for, or let the contract take None",
        ],
    ),
    "a payload of another contract": (
        """
first = LambdaTask("Charge", charge_fn, payload=order)
workflow.steps = [first, LambdaTask("Again", charge_fn, payload=first.output)]
""",
        [
            "2:26: WF103 LambdaTask: the payload is Receipt, and the function takes Order; write bind(Order, ...)",
        ],
    ),
    "a step that stands in no flow": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order)
forgotten = Pass("Forgotten")
workflow.steps = [charge]
""",
        [
            '2:13: WF101 step "Forgotten" (forgotten) stands in no flow; add it to steps=[...] or to a route, or delete it',
        ],
    ),
    "two resources of one name": (
        """
refund_fn = LambdaFunction("Charge", handler="lambdas.shop.refund.handler", input=Order, output=Receipt)
workflow.steps = [LambdaTask("A", charge_fn, payload=order), LambdaTask("B", refund_fn, payload=order)]
""",
        [
            "1:28: WF701 two resources are LambdaFunctionCharge, the other one at shop.py:20; give each its own name, or declare it once and use it twice",
        ],
    ),
    "a state machine of another name": (
        """
other = StateMachineResource("Other")
starter = LambdaFunction("Start", handler="a.b", input=Order, output=Receipt, grants=[other.grant_start()])
workflow.steps = [LambdaTask("A", starter, payload=order)]
""",
        [
            '1:30: WF103 StateMachineResource("Other") is no machine of this stack; name it as the workflow: StateMachineResource("Shop")',
        ],
    ),
    "a default that is made anew each time": (
        """
import uuid
from pydantic import Field


class Keyed(BaseModel):
    key: str = Field(default_factory=lambda: str(uuid.uuid4()))


workflow = Workflow("Keyed", input=Keyed)
workflow.steps = [Succeed("Done", output={"key": workflow.input.key})]
""",
        [
            "10:50: WF224 Keyed.key makes its default anew each time, which a state machine cannot; require the field in the input, or let a function make the value and read its output",
        ],
    ),
    "a condition that is no condition": (
        """
workflow.steps = [Choice("Large", when=[When(order.total, to="Done")]), Succeed("Done")]
""",
        [
            "1:41: WF103 When: the condition is int, which is neither true nor false; compare it, as order.total > 0",
        ],
    ),
    "a combination of what are no conditions": (
        """
paid = all_of(order.total, not_(order.note))
workflow.steps = [Choice("Large", when=[When(paid, to="Done")]), Succeed("Done")]
""",
        [
            "1:8: WF203 all_of takes conditions, not int; compare the value, as order.total > 0",
            "1:28: WF203 not_ takes conditions, not str | None; compare the value, as order.total > 0",
        ],
    ),
    "expressions in a list or a dictionary that do not fit": (
        """
class Basket(BaseModel):
    names: list[str]
    first: Order
    pair: tuple[str, int] = ("a", 1)
    counts: dict[str, int] = {}
bind(
    Basket,
    names=[order.order_id, order.total, 3],
    first={"order_id": order.total, "totl": order.total},
    pair=(order.total, order.total),
    counts={"a": order.order_id, "b": order.total},
)
bind(Basket, names={"a": order.order_id}, first=[order])
workflow.steps = [Succeed("Done")]
""",
        [
            "8:28: WF203 Basket.names[1] is str, not int; give it str, or change the contract",
            "8:41: WF203 Basket.names[2]: input should be a valid string, not 3; write a value of type str",
            "9:5: WF203 Basket.first: Order has no field totl; did you mean total?",
            '9:5: WF203 Basket.first: Order requires total; add "total"',
            "9:12: WF203 Basket.first['order_id'] is str, not int; give it str, or change the contract",
            "10:11: WF203 Basket.pair[0] is str, not int; give it str, or change the contract",
            "11:13: WF203 Basket.counts['a'] is int, not str; give it int, or change the contract",
            "13:14: WF203 Basket.names is list[str], not dict; give it list[str], or change the contract",
            "13:43: WF203 Basket.first is Order, not list; give it Order, or change the contract",
        ],
    ),
    "calculating with what is no number": (
        """
from datetime import datetime
from decimal import Decimal
price = jsonata("$price", type=Decimal)
made = jsonata("$made", type=datetime)
pause = jsonata("$pause", type=timedelta)
workflow.steps = [Succeed("Done", output=[price * 2, made + timedelta(1), order.lines + ["a"], 1 + jsonata("$n", type=bool), pause * 2])]
""",
        [
            '6:43: WF203 * does not take Decimal; turn it into a number with jsonata("$number($value)", value=..., type=float), or write the whole in jsonata(...)',
            '6:54: WF203 + does not take datetime; write it in JSONata, as jsonata("$fromMillis($toMillis($time) + 60000)", time=..., type=datetime)',
            '6:75: WF203 + does not take list[str]; write it in JSONata, as jsonata("$append($items, $more)", items=..., more=..., type=list)',
            '6:96: WF203 + does not take bool; turn it into a number with jsonata("$number($value)", value=..., type=float), or write the whole in jsonata(...)',
            "6:126: WF203 * does not take timedelta; let the contract say seconds, as an int: JSONata does not read durations",
        ],
    ),
    "a whole number that JSONata does not hold": (
        """
workflow.steps = [Choice("Large", when=[When(order.total == 2**53 + 1, to="Done")]), Succeed("Done")]
""",
        [
            '1:41: WF209 "Large": the number 9007199254740993 is not exact in JSONata, which has 53 bits for it; write it as text',
        ],
    ),
    "text that is never equal to a number": (
        """
workflow.steps = [Choice("Large", when=[When(order.order_id == 3, to="Done")]), Succeed("Done")]
""",
        [
            '1:46: WF226 str is compared with 3, which it never equals; compare with text, as "3"',
        ],
    ),
    "a number compared with text": (
        """
workflow.steps = [Choice("Large", when=[When(order.total > "100", to="Done")]), Succeed("Done")]
""",
        [
            "1:46: WF203 > does not compare int and str; compare two numbers, two texts, or two times of one kind",
        ],
    ),
    "items that are no list": (
        """
workflow.steps = [Map("Each", items=order.order_id, each=Flow(input=str, steps=[Pass("Pack")]))]
""",
        [
            "1:19: WF103 Map: the items are str and no list; give it a list, as order.lines",
        ],
    ),
    "an item without the key of its table": (
        """
workflow.steps = [DynamoPutItem("Put", orders, item={"order": order.order_id})]
""",
        [
            "1:19: WF103 DynamoPutItem: the key leaves out orderId, and the key of Orders is orderId; give exactly orderId",
        ],
    ),
    "a condition with a function that DynamoDB has not": (
        """
workflow.steps = [
    DynamoPutItem("Put", orders, item={"orderId": order.order_id}, condition="attribute_not_exist(orderId)")
]
""",
        [
            "2:5: WF103 DynamoPutItem: DynamoDB has no function attribute_not_exist; did you mean attribute_not_exists?",
        ],
    ),
    "an update with wrong placeholders": (
        """
workflow.steps = [
    DynamoUpdateItem("Set", orders, key={"id": order.order_id}, update="SET #x = :y", values={":z": 1})
]
""",
        [
            '2:5: WF103 DynamoUpdateItem: #x is not declared; add it: names={"#x": ...}',
            '2:5: WF103 DynamoUpdateItem: :y is not declared; add it: values={":y": ...}',
            "2:5: WF103 DynamoUpdateItem: :z is declared and not used; use it in an expression, or leave it out of values",
            "2:5: WF103 DynamoUpdateItem: the key leaves out orderId, and the key of Orders is orderId; give exactly orderId",
        ],
    ),
    "a subject that SNS refuses": (
        """
workflow.steps = [SnsPublish("Tell", alerts, message="hello", subject="x" * 101, attributes={"total": order.total})]
""",
        [
            '1:19: WF103 SnsPublish: the attribute total is int and has to be text; make text of it, as jsonata("$string($value)", type=str, value=...)',
            "1:19: WF103 SnsPublish: the subject is longer than 100 characters, or has a line break in it; shorten it: SNS refuses the message otherwise",
        ],
    ),
    "a task token that nobody waits for": (
        """
workflow.steps = [SnsPublish("Tell", alerts, message={"token": context.task_token})]
""",
        [
            '1:55: WF207 "Tell" reads the task token, and does not wait for it; give the step wait_for_token=True, or pattern="waitForTaskToken"',
        ],
    ),
    "a distributed map that reads what is outside of it": (
        """
each = Flow(input=str)
charge = LambdaTask("Charge", charge_fn, payload=order)
each.steps = [Pass("Pack", value={"id": order.order_id, "charge": charge.output.charge_id})]
workflow.steps = [charge, DistributedMap("Each", items=order.lines, each=each)]
""",
        [
            '3:35: WF207 "Pack" reads the input of the workflow, which the executions of "Each" cannot see; hand it in: item={...} of "Each", and read the input of its flow',
            '3:57: WF207 "Pack" reads the output of "Charge", which the executions of "Each" cannot see; hand it in: item={...} of "Each", and read the input of its flow',
        ],
    ),
    "steps that are no steps, given at once": (
        """
other = Workflow("Other", steps=[Pass("Keep"), "Done", Pass("Keep")])
del workflow
""",
        [
            "1:48: WF103 Workflow.steps: 'Done' is not what belongs here; write [step, step, ...]",
            '1:61: WF104 two steps are named "Keep", the other one at line 26; give each its own name: it becomes the name of a state',
        ],
    ),
    "steps that are no steps": (
        """
workflow.steps = [Pass("Keep"), "Done"]
""",
        [
            "1:1: WF103 Workflow.steps: 'Done' is not what belongs here; write [step, step, ...]",
        ],
    ),
    "bind without a contract": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=bind(dict, total=1))]
""",
        [
            "1:59: WF103 bind needs a contract, not <class 'dict'>; give a class of pydantic's BaseModel first",
        ],
    ),
    "an expression in an f-string": (
        """
workflow.steps = [Succeed("Done", output={"id": f"order-{order.order_id}"})]
""",
        [
            '1:49: WF205 an f-string or format() evaluates an expression while the workflow is being defined; it has a value only in an execution; join text with +, as "pay-" + request.payment_id',
        ],
    ),
    "an expression in str()": (
        """
workflow.steps = [Succeed("Done", output={"id": "order-" + str(order.total)})]
""",
        [
            '1:60: WF205 str() or an f-string evaluates an expression while the workflow is being defined; it has a value only in an execution; join text with +, as "pay-" + request.payment_id',
        ],
    ),
    "an expression in an f-string by its printed form": (
        """
workflow.steps = [Succeed("Done", output={"id": f"{order.order_id!r}"})]
""",
        [
            '1:35: WF209 "Done": the text holds the printed form of an expression; join text with +, as "pay-" + request.payment_id',
        ],
    ),
    "an expression in if": (
        """
if order.total > 100:
    workflow.steps = [Succeed("Done")]
""",
        [
            "1:4: WF205 if, and, or, not, in or a chained comparison evaluates an expression while the workflow is being defined; it has a value only in an execution; combine conditions with all_of(...), any_of(...) and not_(...), and branch with Choice (the definition stopped here; there may be more)",
        ],
    ),
    "an expression with and": (
        """
workflow.steps = [Choice("Large", when=[When(order.total > 1 and order.total < 9, to="Done")]), Succeed("Done")]
""",
        [
            "1:46: WF205 if, and, or, not, in or a chained comparison evaluates an expression while the workflow is being defined; it has a value only in an execution; combine conditions with all_of(...), any_of(...) and not_(...), and branch with Choice (the definition stopped here; there may be more)",
        ],
    ),
    "a chained comparison": (
        """
workflow.steps = [Choice("Large", when=[When(1 < order.total < 9, to="Done")]), Succeed("Done")]
""",
        [
            "1:46: WF205 if, and, or, not, in or a chained comparison evaluates an expression while the workflow is being defined; it has a value only in an execution; combine conditions with all_of(...), any_of(...) and not_(...), and branch with Choice (the definition stopped here; there may be more)",
        ],
    ),
    "len() of an expression": (
        """
workflow.steps = [Succeed("Done", output={"n": len(order.lines)})]
""",
        [
            '1:48: WF205 len() evaluates an expression while the workflow is being defined; it has a value only in an execution; write jsonata("$count($items)", items=...) (the definition stopped here; there may be more)',
        ],
    ),
    "a loop over an expression": (
        """
workflow.steps = [Wait(line, duration=timedelta(seconds=1)) for line in order.lines]
""",
        [
            "1:18: WF205 a loop or unpacking evaluates an expression while the workflow is being defined; it has a value only in an execution; write a Map step to do something for each item (the definition stopped here; there may be more)",
        ],
    ),
    "an expression as a key": (
        """
workflow.steps = [Succeed("Done", output={order.order_id: 1})]
""",
        [
            "1:42: WF205 a dictionary key or a set evaluates an expression while the workflow is being defined; it has a value only in an execution; use a string as the key; a value goes on the right (the definition stopped here; there may be more)",
        ],
    ),
    "in on an expression": (
        """
workflow.steps = [Choice("Has", when=[When("x" in order.lines, to="Done")]), Succeed("Done")]
""",
        [
            '1:44: WF205 a test with in evaluates an expression while the workflow is being defined; it has a value only in an execution; write jsonata("$value in $items", value=..., items=...), or any_of(value == a, value == b) (the definition stopped here; there may be more)',
        ],
    ),
    "is None on an expression": (
        """
workflow.steps = [Choice("Has", when=[When(order.note is None, to="Done")], otherwise="Done"), Succeed("Done")]
""",
        [
            "1:44: WF205 is compares the expression itself, not the value that it will have in an execution; compare with == or !=, also with None",
        ],
    ),
    "a slice of an expression": (
        """
workflow.steps = [Succeed("Done", output={"first": order.lines[:2]})]
""",
        [
            '1:52: WF205 [:] evaluates an expression while the workflow is being defined; it has a value only in an execution; write jsonata("$items[[0..2]]", items=..., type=list) (the definition stopped here; there may be more)',
        ],
    ),
    "int() of an expression": (
        """
workflow.steps = [Succeed("Done", output={"n": int(order.order_id)})]
""",
        [
            '1:48: WF205 int() evaluates an expression while the workflow is being defined; it has a value only in an execution; write jsonata("$number($value)", value=..., type=float) (the definition stopped here; there may be more)',
        ],
    ),
    "text added to a number": (
        """
workflow.steps = [Succeed("Done", output={"id": "order-" + order.total})]
""",
        [
            '1:49: WF203 + does not take int; turn it into text with jsonata("$string($value)", value=..., type=str), or write the whole in jsonata(...)',
        ],
    ),
    "an output that a catch route reads although its step failed": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order, catch=[Catch("Declined", to="Refund")])
workflow.steps = [charge, Succeed("Done")]
workflow.route(Fail("Refund", cause=charge.output.charge_id))
""",
        [
            '3:31: WF204 "Refund" reads the output of "Charge", which is unset when "Charge" fails (catch Declined -> Refund); read it only where "Charge" succeeded, or give the failure its own step',
        ],
    ),
    "an output that a Choice can bypass": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order)
large = Choice("Large", when=[When(order.total > 100, to="Charge")], otherwise="Done")
workflow.steps = [large, charge, Succeed("Done", output={"id": charge.output.charge_id})]
""",
        [
            '3:58: WF204 "Done" reads the output of "Charge", which is unset on the route Large -> Done; read it only after "Charge", or lead this route through it',
        ],
    ),
    "an output that is read before it is there": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order)
workflow.steps = [Pass("First", value={"id": charge.output.charge_id}), charge]
""",
        [
            '2:40: WF204 "First" reads the output of "Charge", which is unset on the route First; read it only after "Charge", or lead this route through it',
        ],
    ),
    "the output of a step of no flow": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order)
workflow.steps = [Succeed("Done", output={"id": charge.output.charge_id})]
""",
        [
            '1:10: WF101 step "Charge" (charge) stands in no flow; add it to steps=[...] or to a route, or delete it',
            '2:43: WF207 "Done" reads the output of "Charge", which is no step of this workflow; add "Charge" to steps or to a route',
        ],
    ),
    "the output of a step inside of a Map": (
        """
each = Flow(input=str)
pack = Pass("Pack", value={"line": each.input})
each.steps = [pack]
workflow.steps = [Map("Each", items=order.lines, each=each), Succeed("Done", output=pack.output)]
""",
        [
            '4:78: WF207 "Done" reads the output of "Pack", which is only known inside of "Each"; read the output of "Each": the list of what its flows end with',
        ],
    ),
    "the item of a Map outside of it": (
        """
each = Flow(input=str, steps=[Pass("Pack")])
workflow.steps = [Map("Each", items=order.lines, each=each), Succeed("Done", output={"line": each.input})]
""",
        [
            '2:86: WF207 "Done" reads the input of a flow that it does not lie in; read the input of its own flow or of its workflow',
        ],
    ),
    "the item of an outer Map": (
        """
inner, outer = Flow(input=str), Flow(input=str)
inner.steps = [Pass("Pack", value={"line": outer.input})]
outer.steps = [Map("Inner", items=order.lines, each=inner)]
workflow.steps = [Map("Outer", items=order.lines, each=outer)]
""",
        [
            '2:36: WF207 "Pack" reads the item of an outer Map, which the inner one hides; keep it first: Pass(..., value=flow.input), and read the output of that',
        ],
    ),
    "the item of a Map inside of the Parallel that its flow begins with": (
        """
each = Flow(input=str)
each.steps = [Parallel("Both", branches=[[Pass("Pack", value={"line": each.input})]])]
workflow.steps = [Map("Each", items=order.lines, each=each)]
""",
        [
            '2:63: WF207 "Pack" reads the item, which the flow gives to "Both" only, inside of which it is not known yet; begin the flow with Pass("Item", value=flow.input), and read the output of that',
        ],
    ),
    "the item of a Map in a flow that comes back to its beginning": (
        """
each = Flow(input=str)
each.steps = [Pass("Pack", value={"line": each.input}, next="Pack")]
workflow.steps = [Map("Each", items=order.lines, each=each)]
""",
        [
            '2:35: WF207 "Pack" reads the item, which the flow gives to "Pack" only, to which the flow comes back; begin the flow with Pass("Item", value=flow.input), and read the output of that',
        ],
    ),
    "the caught error on the main path": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order, catch=[Catch(errors.ALL, to="Done")])
workflow.steps = [charge, Succeed("Done", output={"why": caught.error})]
""",
        [
            '2:51: WF206 "Done" reads the caught error, but it can be reached without an error being caught, on the route Charge -> Done; read caught only on a route that begins with Catch(..., to=...)',
        ],
    ),
    "a class that every error is of": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order, retry=[Retry([Exception])], catch=[Catch(BaseException, to="Done")])
workflow.steps = [charge, Succeed("Done")]
""",
        [
            "1:70: WF103 Retry.errors: a class stands for the error of its name, and not for its subclasses; write errors.ALL",
            "1:98: WF103 Catch.errors: a class stands for the error of its name, and not for its subclasses; write errors.ALL",
        ],
    ),
    "the caught error where the flow begins": (
        """
workflow.steps = [Succeed("Done", output={"why": caught.error})]
""",
        [
            '1:43: WF206 "Done" reads the caught error, but it can be reached without an error being caught, where its flow begins; read caught only on a route that begins with Catch(..., to=...)',
        ],
    ),
    "the caught error that only keep_caught would bring": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order, catch=[Catch(errors.ALL, to="Refund", keep_caught=True)])
workflow.steps = [charge]
workflow.route(Fail("Refund", cause=caught.cause))
""",
        [
            '3:31: WF206 "Refund" reads the caught error, but it can be reached without an error being caught, on the route Charge -> Refund; leave out keep_caught=True of "Charge", which has none to keep there, or read caught only on a route that begins with Catch(..., to=...)',
        ],
    ),
    "a name that the JSONata text does not use": (
        """
workflow.steps = [Succeed("Done", output={"n": jsonata("$sum($lines)", totals=order.lines)})]
""",
        [
            "1:72: WF210 the JSONata text does not use $totals; write $totals in the text, or drop totals=",
        ],
    ),
    "JSONata with its braces": (
        """
workflow.steps = [Succeed("Done", output={"n": jsonata("{% $count($lines) %}", lines=order.lines)})]
""",
        [
            "1:56: WF103 the JSONata text stands in {% %} already; leave {% and %} out",
        ],
    ),
    "a value that JSON cannot say": (
        """
workflow.steps = [Succeed("Done", output={"when": timedelta(seconds=1)})]
""",
        [
            '1:35: WF209 "Done": a timedelta has no form in JSON; give text, a number, a list, a dictionary or a contract',
        ],
    ),
    "a number that JSON cannot say": (
        """
workflow.steps = [Succeed("Done", output={"n": float("inf")})]
""",
        [
            '1:35: WF209 "Done": inf is no number that JSON can say; write a finite one',
        ],
    ),
    "a DynamoDB attribute of unknown kind": (
        """
workflow.steps = [
    DynamoPutItem("Put", orders, item={"orderId": order.order_id, "note": order.note}),
    DynamoPutItem("All", orders, item={"orderId": order.order_id, "lines": order.lines}),
    DynamoUpdateItem("One", orders, key={"orderId": "o"}, update="SET a = :a", values={":a": jsonata("$x")}),
]
""",
        [
            """2:67: WF209 "Put": DynamoDB wants one kind of value, and this is str | None; say what null stands for: jsonata("$value != null ? $value : ''", value=..., type=str)""",
            '3:67: WF209 "All": DynamoDB wants one kind of value, and this is list[str]; write each part by itself, or all as JSON: jsonata("$string($value)", value=..., type=str)',
            '4:88: WF209 "One": DynamoDB wants one kind of value, and this is a value of unknown type; say of which: jsonata("$value", value=..., type=str)',
        ],
    ),
    "an update that is none": (
        """
workflow.steps = [DynamoUpdateItem("Set", orders, key={"orderId": "a"}, update="PUT a = :a", values={":a": 1})]
""",
        [
            '1:19: WF103 DynamoUpdateItem: the update begins with none of SET, REMOVE, ADD and DELETE; write update="SET #status = :paid"',
        ],
    ),
    "keys of a table and of its index that are no text": (
        """
rows = Table("Rows", key="id", sort="at", indexes=[Index("byCount", key="count")])
workflow.steps = [
    DynamoPutItem("Put", rows, item={"id": "a", "at": order.total}),
    DynamoPutItem("Again", rows, item={"id": "a", "at": "b", "count": None}),
]
""",
        [
            '3:49: WF203 "Put": at is a key of Rows and text, and this is a number; make text of it, as jsonata("$string($value)", value=..., type=str)',
            '4:62: WF203 "Again": count is a key of Rows and text, and this is null; make text of it, as jsonata("$string($value)", value=..., type=str)',
        ],
    ),
    "a Wait for two things": (
        """
workflow.steps = [Wait("Pause", duration=timedelta(seconds=1), until="2030-01-01T00:00:00Z")]
""",
        [
            "1:19: WF103 Wait: it waits for exactly one thing; give duration=, seconds= or until=",
        ],
    ),
    "a permission of another service": (
        """
grant = orders.grant("s3:GetObject")
workflow.steps = [Succeed("Done")]
""",
        [
            '1:9: WF103 Grant: "s3:GetObject" cannot be granted on DynamoDBTableOrders; write whole actions of its service, as "dynamodb:..."',
        ],
    ),
    "a permission with a wildcard": (
        """
grant = orders.grant("dynamodb:*")
workflow.steps = [Succeed("Done")]
""",
        [
            '1:9: WF103 Grant: "dynamodb:*" cannot be granted on DynamoDBTableOrders; write whole actions of its service, as "dynamodb:..."',
        ],
    ),
    "a zip that is said to be inline, and paths that leave the project": (
        """
other = LambdaFunction("Other", handler="lambdas.other.handler", input=Order, output=Receipt, requirements="r.txt", packaging="inline")
third = LambdaFunction("Third", handler="lambdas.third.handler", input=Order, output=Receipt, requirements="/r.txt", files=["../x"])
fourth = LambdaFunction("Fourth", handler="lambdas.fourth.handler", input=Order, output=Receipt, files="x", packaging="image")
workflow.steps = [Succeed("Done")]
""",
        [
            '1:9: WF103 LambdaFunction: inline code has no room for requirements; leave packaging out, or write packaging="zip"',
            '2:95: WF103 LambdaFunction.requirements: "/r.txt" is not below the project\'s folder; write a path from there, with /',
            '2:125: WF103 LambdaFunction.files: "../x" is not below the project\'s folder; write a path from there, with /',
            "3:98: WF103 LambdaFunction.files: input should be a list, not 'x'; write [\"lambdas/payments/rates.json\"]",
            "3:109: WF103 LambdaFunction.packaging: input should be 'inline' or 'zip', not 'image'; write \"inline\" or \"zip\"",
        ],
    ),
    "a handler that is no dotted name": (
        """
other = LambdaFunction("Other", handler="lambdas/other.py", input=Order, output=Receipt)
workflow.steps = [LambdaTask("Other", other, payload=order)]
""",
        [
            '1:33: WF103 LambdaFunction.handler: "lambdas/other.py" is not a handler; write module.function, as "lambdas.payments.starter.handler"',
        ],
    ),
    "several mistakes at once": (
        """
charge = LambdaTask("Charge", charge_fn, payload=bind(Order, order_id=1, totl=2), time_out=5)
workflow.steps = [charge, Choice("Large", when=[When(order.totl > 100, to="Don")], otherwise="Done"), Succeed("Done")]
""",
        [
            "1:50: WF202 bind(Order) leaves out total, which the contract requires; add total=..., which is int",
            "1:62: WF203 Order.order_id: input should be a valid string, not 1; write a value of type str",
            "1:74: WF201 Order has no field totl; did you mean total?",
            "1:83: WF103 LambdaTask has no argument time_out; did you mean timeout?",
            "2:54: WF201 Order has no field totl; did you mean total?",
            '2:72: WF102 "Large" goes to "Don", which no step is named; did you mean "Done"?',
        ],
    ),
    "no Python": (
        """
workflow.steps = [Succeed("Done"]
""",
        [
            "1:33: WF801 not Python: closing parenthesis ']' does not match opening parenthesis '('; mend the line",
        ],
    ),
    "a name that Python does not know": (
        """
workflow.steps = [Suceed("Done")]
""",
        [
            "1:19: WF801 NameError: name 'Suceed' is not defined; did you mean Succeed?",
        ],
    ),
    "a module that is not there": (
        """
import lambdas.shop.contracts
""",
        [
            "1:1: WF801 ModuleNotFoundError: No module named 'lambdas.shop'; install it, or write the module in the project's folder",
        ],
    ),
    "two workflows in one file": (
        """
workflow.steps = [Succeed("Done")]
second = Workflow("Second", input=Order, steps=[Succeed("Done")])
""",
        [
            "-24:1: WF802 the file defines 2 workflows: Shop, Second; give each a file of its own",
        ],
    ),
    "no workflow at all": (
        """
del workflow
""",
        [
            '-24:1: WF802 the file defines no workflow; write workflow = Workflow("Name", input=...)',
        ],
    ),
    "numbers in quotes": (
        """
workflow.steps = [
    LambdaTask("Charge", charge_fn, payload=order, retry=[Retry("A", max_attempts="3", backoff_rate="2")]),
    Map("Each", items=order.lines, each=Flow(steps=[Pass("P")]), max_concurrency="3"),
]
Metric("Retries", namespace="Shop", alarm_above="3")
""",
        [
            "2:70: WF103 Retry.max_attempts: input should be a valid integer, not '3'; write a whole number from 0",
            "2:88: WF103 Retry.backoff_rate: input should be a valid number, not '2'; write a number from 1.0",
            "3:66: WF103 Map.max_concurrency: input should be a valid integer, not '3'; write a whole number from 0",
            "5:37: WF103 Metric.alarm_above: input should be a valid integer, not '3'; write a whole number",
        ],
    ),
    "words and numbers for True and False": (
        """
workflow.steps = [
    LambdaTask("Charge", charge_fn, payload=order, retry=[Retry("A", jitter="FULL")], wait_for_token="no"),
    LambdaTask("Again", charge_fn, payload=order, retry=[Retry("A", jitter=1, max_attempts=True)]),
]
Queue("Parked", alarm_when_not_empty="yes")
""",
        [
            "2:70: WF103 Retry.jitter: input should be a valid boolean, not 'FULL'; write True or False",
            "2:87: WF103 LambdaTask.wait_for_token: input should be a valid boolean, not 'no'; write True or False",
            "3:69: WF103 Retry.jitter: input should be a valid boolean, not 1; write True or False",
            "3:79: WF103 Retry.max_attempts: input should be a valid integer, not True; write a whole number from 0",
            "5:17: WF103 Queue.alarm_when_not_empty: input should be a valid boolean, not 'yes'; write True or False",
        ],
    ),
    "durations that cannot be": (
        """
workflow.steps = [
    LambdaTask("A", charge_fn, payload=order, timeout=timedelta(0), retry=[Retry("A", interval=timedelta(0))]),
    LambdaTask("B", charge_fn, payload=order, timeout=timedelta(days=2000), retry=[Retry("A", max_delay=timedelta(days=800))]),
    Wait("C", duration=timedelta(seconds=-1)),
]
Queue("Parked", retention=timedelta(days=30))
""",
        [
            "2:47: WF103 LambdaTask.timeout: input should be more than 0 seconds, not 0 seconds; write timedelta(seconds=60)",
            "2:87: WF103 Retry.interval: input should be at least 1 second, not 0 seconds; write timedelta(seconds=2)",
            "3:47: WF103 LambdaTask.timeout: input should be at most 99,999,999 seconds, not 2,000 days; write timedelta(seconds=60)",
            "3:95: WF103 Retry.max_delay: input should be less than 366 days, not 800 days; write timedelta(seconds=60)",
            "4:15: WF103 Wait.duration: input should be at least 0 seconds, not -1 seconds; write timedelta(minutes=5)",
            "6:17: WF103 Queue.retention: input should be at most 14 days, not 30 days; write timedelta(days=14)",
        ],
    ),
    "one retrier and one catcher without a list": (
        """
workflow.steps = [
    LambdaTask("A", charge_fn, payload=order, retry=Retry("A"), catch=Catch("B", to="Done")),
    Succeed("Done"),
]
""",
        [
            "2:47: WF103 LambdaTask.retry: input should be a list, not a Retry; write [Retry(...), ...]",
            "2:65: WF103 LambdaTask.catch: input should be a list, not a Catch; write [Catch(..., to=...), ...]",
        ],
    ),
    "a value of none of several kinds": (
        """
workflow.steps = [LambdaTask("A", 5, payload=order), SnsPublish("B", print, message="x"), SqsSendMessage("C", lambda: 1, body="x")]
""",
        [
            "1:35: WF103 LambdaTask.function: 5 is not what belongs here; write a LambdaFunction, or the ARN of one",
            "1:70: WF103 SnsPublish.topic: the function print is not what belongs here; write a Topic, or the ARN of one",
            "1:111: WF103 SqsSendMessage.queue: a lambda is not what belongs here; write a Queue, or the URL of one",
        ],
    ),
    "environment variables that Lambda does not take": (
        """
LambdaFunction(
    "F",
    handler="lambdas.shop.charge.handler",
    environment={"A": "x", "AWS_REGION": "eu-west-1", "GATEWAY-URL": "https://...", 5: "x", "OK": orders, "NO": 1},
    memory="512",
)
LambdaFunction("G", handler="lambdas.shop.charge.handler", environment={"TEXT": "x" * 5000})
workflow.steps = [Succeed("Done")]
""",
        [
            '4:5: WF103 LambdaFunction.environment: input should be a valid string, not 5; write {"NAME": "value" or a resource}',
            '4:18: WF103 LambdaFunction.environment: "A" is no name of an environment variable; write two or more letters, digits and _, as "TABLE_NAME"',
            "4:28: WF103 LambdaFunction.environment: Lambda sets AWS_REGION itself; read it in the handler, or choose another name",
            '4:55: WF103 LambdaFunction.environment: "GATEWAY-URL" is no name of an environment variable; write two or more letters, digits and _, as "TABLE_NAME"',
            '4:107: WF103 LambdaFunction.environment: input should be a valid string, not 1; write {"NAME": "value" or a resource}',
            "5:5: WF103 LambdaFunction.memory: input should be a valid integer, not '512'; write MB, from 128 to 10,240",
            "7:60: WF103 LambdaFunction.environment: the variables have 5,004 bytes, and Lambda takes 4,096; put what is large into a file or a table",
        ],
    ),
    "a secret parameter in a function's environment": (
        """
key = Parameter("GatewayKey", secret=True)
LambdaFunction("F", handler="lambdas.shop.charge.handler", environment={"OK": Parameter("Url"), "KEY": key})
workflow.steps = [Succeed("Done")]
""",
        [
            '2:97: WF103 LambdaFunction.environment: "GatewayKey" is a secret Parameter, and executions would go on with its old value; give the function a Secret and secret.grant_read()',
        ],
    ),
    "grants of actions that IAM does not have": (
        """
orders.grant("dynamodb:GetItems", "dynamodb:getItem", "dynamodb:Read")
orders.grant("dynamodb:TransactWriteItems")
charge_fn.grant("lambda:Invoke")
alerts.grant("sqs:SendMessage")
workflow.steps = [Succeed("Done")]
""",
        [
            "1:1: WF103 Grant: IAM has no action dynamodb:GetItems that can be granted on one resource; did you mean dynamodb:GetItem?",
            "1:1: WF103 Grant: IAM has no action dynamodb:Read that can be granted on one resource; see the Service Authorization Reference",
            "1:1: WF103 Grant: IAM has no action dynamodb:getItem that can be granted on one resource; did you mean dynamodb:GetItem?",
            "2:1: WF103 Grant: IAM has no action dynamodb:TransactWriteItems that can be granted on one resource; did you mean dynamodb:PutItem, UpdateItem, DeleteItem or ConditionCheckItem?",
            "3:1: WF103 Grant: IAM has no action lambda:Invoke that can be granted on one resource; did you mean lambda:InvokeFunction?",
            '4:1: WF103 Grant: "sqs:SendMessage" cannot be granted on SNSTopicAlerts; write whole actions of its service, as "sns:..."',
        ],
    ),
    "names that no state machine can have": (
        """
workflow = Workflow("Zahlung: prüfen 1")
workflow.steps = [Succeed("Done")]
""",
        [
            "1:21: WF502 Workflow.name: the name has ' ' ':' 'ü', which a state machine and its log cannot have; write letters and digits of ASCII, - and _, as \"Payments\"",
        ],
    ),
    "a name that leaves no room for the stack's": (
        """
workflow = Workflow("x" * 79)
workflow.steps = [Succeed("Done")]
""",
        [
            "1:21: WF502 Workflow.name: the name has 79 characters, and a stack's name comes before it; write at most 78, better half as many",
        ],
    ),
    "steps that are no list": (
        """
workflow.steps = Pass("A")
""",
        [
            "1:1: WF103 Workflow.steps: a Pass is not what belongs here; write [step, step, ...]",
        ],
    ),
    "steps that are text": (
        """
workflow.steps = "ABC"
""",
        [
            "1:1: WF103 Workflow.steps: input should be a list, not 'ABC'; write [step, step, ...]",
        ],
    ),
    "steps that are made as they are read": (
        """
workflow.steps = (Pass(f"A{number}") for number in range(3))
""",
        [
            "1:1: WF103 Workflow.steps: a generator is not what belongs here; write [step, step, ...]",
        ],
    ),
    "None among the steps": (
        """
workflow.steps = [None, Pass("A")]
""",
        [
            "1:1: WF103 Workflow.steps: None is not what belongs here; write [step, step, ...]",
        ],
    ),
    "a kind of step in place of one": (
        """
workflow.steps = [Pass, Pass("A")]
""",
        [
            "1:1: WF103 Workflow.steps: the class Pass is not what belongs here; write [step, step, ...]",
        ],
    ),
    "a list within the steps": (
        """
workflow.steps = [[Pass("A")], Pass("B")]
""",
        [
            "1:1: WF103 Workflow.steps: a list is not what belongs here; write [step, step, ...]",
        ],
    ),
    "an attribute that there is not": (
        """
workflow.step = [Pass("A")]
""",
        [
            "1:1: WF103 Workflow has no attribute step; did you mean steps?",
        ],
    ),
    "an attribute that cannot be changed": (
        """
workflow.steps = [Pass("A")]
workflow.timeout = timedelta(hours=1)
""",
        [
            "2:1: WF103 Workflow.timeout cannot be changed; give it where the Workflow is made",
        ],
    ),
    "one rule without a list": (
        """
workflow.steps = [Choice("A", when=When(order.total > 1, to="B")), Pass("B")]
""",
        [
            "1:31: WF103 Choice.when: input should be a list, not a When; write [When(condition, to=...), ...]",
        ],
    ),
    "rules as tuples": (
        """
workflow.steps = [Choice("A", when=[(order.total > 1, "B")]), Pass("B")]
""",
        [
            "1:37: WF103 Choice.when: a tuple is not what belongs here; write [When(condition, to=...), ...]",
        ],
    ),
    "no rules": (
        """
workflow.steps = [Choice("A", when=[]), Pass("B")]
""",
        [
            "1:31: WF103 Choice.when: it is empty; write [When(condition, to=...), ...]",
        ],
    ),
    "a branch without a list": (
        """
workflow.steps = [Parallel("A", branches=[Pass("B")])]
""",
        [
            "1:43: WF103 Parallel.branches: a Pass is not what belongs here; write [[step, ...], [step, ...]]",
        ],
    ),
    "a route of nothing": (
        """
workflow.route()
workflow.steps = [Pass("A")]
""",
        [
            "1:1: WF103 Route.steps: it is empty; write step, step, ...",
        ],
    ),
    "a route of None": (
        """
workflow.route(None)
workflow.steps = [Pass("A")]
""",
        [
            "1:1: WF103 Route.steps: None is not what belongs here; write step, step, ...",
        ],
    ),
    "a function in place of the resource": (
        """
def charge(event, context): ...
workflow.steps = [LambdaTask("A", charge, payload=order)]
""",
        [
            "2:35: WF103 LambdaTask.function: the function charge is not what belongs here; write a LambdaFunction, or the ARN of one",
        ],
    ),
    "no payload": (
        """
workflow.steps = [LambdaTask("A", charge_fn, payload=None)]
""",
        [
            "1:19: WF103 LambdaTask: the payload is None, and the function takes Order; write bind(Order, ...)",
        ],
    ),
    "a contract in place of a payload": (
        """
workflow.steps = [LambdaTask("A", charge_fn, payload=Order)]
""",
        [
            '1:46: WF209 "A": the class Order is no value; give bind(Order, ...) or an expression',
        ],
    ),
    "a name that is a value": (
        """
workflow.steps = [Pass(order.order_id)]
""",
        [
            '1:24: WF103 Pass.name: input should be a valid string, not an expression; write a name of 1 to 80 characters, as "ChargeCard"',
        ],
    ),
    "an item of a list by a name": (
        """
workflow.steps = [Pass("A", value=order.lines["sku"])]
""",
        [
            "1:35: WF201 list[str] has no field sku; write jsonata(...) to work on a value of type list[str]",
        ],
    ),
    "a field by a name that the contract does not have": (
        """
workflow.steps = [Pass("A", value=order["totl"])]
""",
        [
            "1:35: WF201 Order has no field totl; did you mean total?",
        ],
    ),
    "a wait that cannot be": (
        """
workflow.steps = [Wait("A", seconds=-3), Wait("B", until="tomorrow"), Wait("C", seconds="3")]
""",
        [
            '1:29: WF103 "A": -3 is out of range; write a whole number from 0 to 99,999,999 or an expression',
            '1:52: WF103 "B": "tomorrow" is not a time stamp; write one as RFC 3339 has it, with a capital T and a zone, as in "2026-03-14T01:59:00Z"',
            '1:81: WF103 "C": "3" is not a whole number; write a whole number from 0 to 99,999,999 or an expression',
        ],
    ),
    "an error that is an exception": (
        """
workflow.steps = [Fail("A", error=ValueError)]
""",
        [
            '1:29: WF209 "A": the class ValueError is no value; give its name, "ValueError"',
        ],
    ),
    "an error that is no text": (
        """
workflow.steps = [Fail("A", error=5)]
""",
        [
            '1:19: WF103 Fail: the error is int and has to be text; make text of it, as jsonata("$string($value)", type=str, value=...)',
        ],
    ),
    "a field that holds itself": (
        """
line = ["a"]
line.append(line)
paid = LambdaTask("A", charge_fn, payload=bind(Order, order_id="o", total=1, lines=line))
deep = {"in": order.total}
deep["out"] = deep
noted = Pass("B", value=jsonata("$count($of)", of=deep))
workflow.steps = [paid, noted, Choice("C", when=[When(order.total == deep, to="A")])]
""",
        [
            "3:78: WF209 the value holds itself, or is nested too deep; give a value that ends",
            "6:48: WF209 the value holds itself, or is nested too deep; give a value that ends",
            "7:55: WF209 the value holds itself, or is nested too deep; give a value that ends (the definition stopped here; there may be more)",
        ],
    ),
    "a callback of which nobody says what answers it": (
        """
asked = LambdaTask("Ask", charge_fn, payload=order, wait_for_token=True, timeout=timedelta(days=1))
workflow.steps = [asked, Succeed("Done", output=asked.output)]
""",
        [
            "1:9: WF103 LambdaTask: it waits for a token, and what comes with that is not what the function gives; say what answers: result=Contract",
        ],
    ),
    "an answer that is read as what the function gives": (
        """
asked = LambdaTask("Ask", charge_fn, payload=order, wait_for_token=True, result=Order, timeout=timedelta(days=1))
workflow.steps = [asked, Succeed("Done", output=asked.output.charge_id)]
""",
        [
            "2:49: WF201 Order has no field charge_id; it has order_id, total, note, lines",
        ],
    ),
    "a result that is not what the function gives": (
        """
workflow.steps = [LambdaTask("Charge", charge_fn, payload=order, result=Order)]
""",
        [
            "1:19: WF103 LambdaTask: the result is Receipt, as the function says; leave result= out, or wait for somebody else's answer with wait_for_token=True",
        ],
    ),
    "a contract that is made of expressions": (
        """
workflow.steps = [Pass("A", value=Receipt(charge_id=order.order_id, fee=1.0))]
""",
        [
            "1:35: WF205 Receipt(...) evaluates an expression while the workflow is being defined; it has a value only in an execution; write bind(Receipt, ...) (the definition stopped here; there may be more)",
        ],
    ),
    "an operator of conditions that expressions do not have": (
        """
workflow.steps = [Choice("Large", when=[When((order.total > 1) & (order.total < 9), to="Done")]), Succeed("Done")]
""",
        [
            "1:46: WF205 the operator & evaluates an expression while the workflow is being defined; it has a value only in an execution; combine conditions with all_of(...), any_of(...) and not_(...) (the definition stopped here; there may be more)",
        ],
    ),
    "an operator that expressions do not have": (
        """
workflow.steps = [Pass("A", value=order.total ** 2)]
""",
        [
            '1:35: WF205 the operator ** evaluates an expression while the workflow is being defined; it has a value only in an execution; write it in JSONata, as jsonata("$power($value, 2)", value=..., type=float) (the definition stopped here; there may be more)',
        ],
    ),
    "a question of Python about the kind of a value": (
        """
workflow.steps = [Pass("A", value=1 if isinstance(order.note, str) else 2)]
""",
        [
            "1:40: WF205 isinstance() asks the expression itself, not the value that it will have in an execution; branch with Choice on a field that tells the kinds apart",
        ],
    ),
    "items of what has none": (
        """
workflow.steps = [Pass("A", value=[order.order_id[0], order.total[0], order[0], order.lines[order.order_id]])]
workflow.route(Pass("B", value=order.lines[True], next="A"))
""",
        [
            '1:36: WF201 str has no item under int; write jsonata("$substring($text, 0, 1)", type=str, text=...)',
            "1:55: WF201 int has no item under int; write jsonata(...) to work on a value of type int",
            "1:71: WF201 Order has no item under int; write jsonata(...) to work on a value of type Order",
            "1:81: WF201 list[str] has no item under str; write jsonata(...) to work on a value of type list[str]",
            '2:16: WF101 nothing leads to "B"; go there with next=, to= or a route, or delete the step',
            "2:32: WF201 list[str] has no item under bool; write jsonata(...) to work on a value of type list[str]",
        ],
    ),
    "a field with two names": (
        """
class Named(BaseModel):
    shop: str = Field(validation_alias="shopName")
    till: str = Field(serialization_alias="tillName")
named = LambdaFunction("Named", handler="lambdas.shop.named.handler", input=Named, output=Named)
step = LambdaTask("A", named, payload=bind(Named, shop="s", till="t"))
workflow.steps = [step, Pass("B", value=step.output.till)]
""".replace("class Named", "from pydantic import Field\nclass Named"),
        [
            "6:51: WF201 Named.shop has two names in JSON: it is written as shop, and read as another; give it one name for both, with alias=",
            "6:61: WF201 Named.till has two names in JSON: it is written as tillName, and read as another; give it one name for both, with alias=",
            "7:41: WF201 Named.till has two names in JSON: it is written as tillName, and read as another; give it one name for both, with alias=",
        ],
    ),
    "a field that not every contract of a union has": (
        """
class Other(BaseModel):
    total: int
    reason: str
either = Pass("A", value=jsonata("$states.input", type=Order | Other))
workflow.steps = [either, Pass("B", value=either.output.reason)]
""",
        [
            "5:43: WF201 Order | Other has no field reason; write jsonata(...) to work on a value of type Order | Other",
        ],
    ),
    "a step in the place of its output": (
        """
first = Pass("A", value={"total": order.total})
workflow.steps = [first, Pass("B", value={"first": first}), Pass("C", value={"retry": Retry(errors.ALL)})]
""",
        [
            '2:36: WF209 "B": Pass("A") is no value; read its output, or its input for a flow',
            '2:71: WF209 "C": a Retry is no value; read its output, or its input for a flow',
        ],
    ),
    "half of a character": (
        """
workflow.steps = [Pass("A", value={"text": "\\ud83d"}), Pass("B", value={"\\ud83d": order.total})]
""",
        [
            '1:29: WF209 "A": the text has half of a character in it, which no file can hold; write the whole character',
            '1:66: WF209 "B": the text has half of a character in it, which no file can hold; write the whole character',
        ],
    ),
    "a number as a key in an expression": (
        """
workflow.steps = [Pass("A", value=jsonata("$x", x={1: order.total}))]
""",
        [
            '1:29: WF209 "A": 1 is a key and not text; JSON knows only text as keys',
        ],
    ),
    "text that may be null, joined": (
        """
workflow.steps = [Pass("A", value="a" + order.note)]
""",
        [
            "1:35: WF203 + does not take str | None; say what null stands for: jsonata(\"$value != null ? $value : ''\", value=..., type=str)",
        ],
    ),
    "values without a form in JSON in the flow of a step, in it and after it": (
        """
inner = Flow(steps=[Pass("In", value={1, 2})])
workflow.steps = [Map("Each", items=order.lines, each=inner, item={3}), Pass("After", value=b"")]
""",
        [
            '1:32: WF209 "In": a set has no form in JSON; give text, a number, a list, a dictionary or a contract',
            '2:19: WF209 "Each": a set has no form in JSON; give text, a number, a list, a dictionary or a contract',
            '2:87: WF209 "After": a bytes has no form in JSON; give text, a number, a list, a dictionary or a contract',
        ],
    ),
    "the caught error in executions that cannot see it": (
        """
inner = Flow(steps=[Map("Each", items=[1], each=Flow(steps=[Pass("In", value=caught.error)]))])
workflow.steps = [
    LambdaTask("A", "arn", payload={}, catch=[Catch(errors.ALL, to="All")], timeout=timedelta(seconds=5)), Succeed("B")
]
workflow.route(DistributedMap("All", items=order.lines, each=inner), Succeed("C"))
""",
        [
            '1:72: WF207 "In" reads the caught error, which the executions of "All" cannot see; hand it in: item={...} of "All", and read the input of its flow',
        ],
    ),
    "several steps added as one": (
        """
workflow.steps = [Pass("A")]
workflow.steps.append([Pass("B"), Succeed("C")])
workflow.steps.append(order.total)
""",
        [
            '-2:12: WF103 steps[1] of workflow "Shop" is a list, and no step; add each of its steps, with steps.extend(...)',
            '-2:12: WF103 steps[2] of workflow "Shop" is an expression, and no step; add steps only',
        ],
    ),
    "something else added to the steps": (
        """
workflow.steps = [Pass("A")]
workflow.steps.append("B")
""",
        [
            "-2:12: WF103 steps[1] of workflow \"Shop\" is 'B' of type str, and no step; add steps only",
        ],
    ),
    "an expression that was made in a loop": (
        """
total = order.total
for _ in range(5000):
    total = total + 1
workflow.steps = [Pass("A", value=total)]
""",
        [
            '4:29: WF209 "A": the value is nested too deep; make it in several steps',
        ],
    ),
    "half of a character in a comment": (
        """
workflow.steps = [Pass("A", comment="\\ud83d"), Pass("B", value=jsonata("'\\ud83d'")), Pass("C", value=1)]
""",
        [
            "1:29: WF103 Pass.comment: the text has half of a character in it; write the whole character",
        ],
    ),
    "half of a character in JSONata": (
        """
workflow.steps = [Pass("B", value=jsonata("'\\ud83d'")), Pass("C", value=verbatim({"a": "\\ud83d"}))]
""",
        [
            '1:29: WF209 "B": the text has half of a character in it, which no file can hold; write the whole character',
            '1:67: WF209 "C": the text has half of a character in it, which no file can hold; write the whole character',
        ],
    ),
    "a value that is written as it is, and cannot be written": (
        """
workflow.steps = [Pass("A", value=verbatim({1: 2})), Pass("B", value=verbatim(float("nan")))]
""",
        [
            '1:29: WF209 "A": 1 is a key and not text; JSON knows only text as keys',
            '1:64: WF209 "B": nan is no number that JSON can say; write a finite one',
        ],
    ),
    "a number that is too large for JSON": (
        """
workflow.steps = [Pass("A", value=10 ** 400)]
""",
        [
            '1:29: WF209 "A": a whole number of more than 308 digits is none to whoever reads JSON; write it as text',
        ],
    ),
    "numbers that are none": (
        """
workflow.steps = [
    LambdaTask("A", "arn", payload={}, timeout=order.order_id, retry=[Retry("Y", backoff_rate=float("inf"))]),
    LambdaTask("B", "arn", payload={}, retry=[Retry("Z", interval=order.total, max_attempts=order.total)]),
    Wait("C", seconds=order.order_id),
    Wait("D", until=order.total),
    Map("E", items=5, each=Flow(steps=[Pass("In")])),
]
Workflow("Other", timeout=jsonata("$limit"))
""",
        [
            "2:40: WF103 LambdaTask.timeout: an expression of type str is no number; give one that is",
            "2:82: WF103 Retry.backoff_rate: input should be a finite number, not inf; write a number from 1.0",
            "3:58: WF103 Retry.interval: it is the same in every execution; give the value itself, and no expression",
            "3:80: WF103 Retry.max_attempts: it is the same in every execution; give the value itself, and no expression",
            "4:5: WF103 Wait: seconds is str and no number; give an expression that is a whole number",
            '5:5: WF103 Wait: until is int and no point in time; give a time, as "2030-01-01T00:00:00Z"',
            "6:5: WF103 Map: the items are int and no list; give it a list, as order.lines",
            "8:19: WF103 Workflow.timeout: it is the same in every execution; give the value itself, and no expression",
        ],
    ),
    "a property of a contract": (
        """
class Priced(BaseModel):
    net: int
    @property
    def gross(self) -> int:
        return self.net * 2
made = Pass("A", value=bind(Priced, net=order.total))
workflow.steps = [made, Pass("B", value=made.output.gross)]
""",
        [
            "7:41: WF201 Priced has no field gross; Python computes it, and it is no part of the JSON: let a function give it as a field",
        ],
    ),
    "a step of no kind": (
        """
workflow.steps = [Step("A"), Pass("B")]
""",
        [
            "1:19: WF103 Step is what several kinds of step have in common, and none itself; write the kind that is meant, as LambdaTask(...) or Pass(...)",
        ],
    ),
    "a value that holds itself": (
        """
value = []
value.append(value)
workflow.steps = [Pass("A", value=value)]
""",
        [
            '3:29: WF209 "A": the value holds itself, or is nested too deep; give a value that ends',
        ],
    ),
    "a key that is no text": (
        """
workflow.steps = [Pass("A", value={1: 2})]
""",
        [
            '1:29: WF209 "A": 1 is a key and not text; JSON knows only text as keys',
        ],
    ),
    "a step that follows itself": (
        """
workflow.steps = [Pass("A", next="A")]
""",
        [
            '1:19: WF105 from "A" no end can be reached (A -> A); end one of them with end=True, or lead on to a Succeed or a Fail',
        ],
    ),
    "steps that follow each other": (
        """
workflow.steps = [Pass("A", next="B"), Pass("B", next="A")]
""",
        [
            '1:19: WF105 from "A" no end can be reached (A -> B -> A); end one of them with end=True, or lead on to a Succeed or a Fail',
        ],
    ),
    "variables of names that cannot be": (
        """
workflow.steps = [Pass("A", assign={"1x": 1, "states": 2})]
""",
        [
            '1:37: WF222 "A" assigns "1x", which is no name for a variable; give it another name',
            '1:46: WF222 "A" assigns "states", which is the service\'s own; give it another name',
        ],
    ),
    "a contract in place of a value": (
        """
made = Pass("Made", value=Receipt)
kept = Pass("Kept", output={"receipt": Receipt, "kind": int})
workflow.steps = [made, kept, Succeed("Done", output=[made.output.charge_id, kept.output.receipt])]
""",
        [
            '1:21: WF209 "Made": the class Receipt is no value; give bind(Receipt, ...) or an expression',
            '2:29: WF209 "Kept": the class Receipt is no value; give bind(Receipt, ...) or an expression',
            '2:49: WF209 "Kept": the class int is no value; give a value of it',
        ],
    ),
    "a contract in place of a text": (
        """
workflow.steps = [SnsPublish("Tell", alerts, message="m", subject=Receipt), Succeed("Done")]
""",
        [
            '1:59: WF209 "Tell": the class Receipt is no value; give bind(Receipt, ...) or an expression',
        ],
    ),
    "a class in place of a field": (
        """
workflow.steps = [Pass("Made", value=bind(Receipt, charge_id=str, fee=1.0))]
""",
        [
            "1:52: WF203 Receipt.charge_id: the class str is no value; give a value of it",
        ],
    ),
    "a cause that may be null": (
        """
workflow.steps = [Fail("Bad", cause=order.note)]
""",
        [
            "1:19: WF103 Fail: the cause is str | None and has to be text; say what null stands for, as jsonata(\"$value ? $value : 'none'\", type=str, value=...)",
        ],
    ),
    "an optional field of an answer as a cause": (
        """
asked = SqsSendMessage(
    "Ask", Queue("Q"), body={"token": context.task_token}, wait_for_token=True, result=Order, timeout=timedelta(days=1)
)
workflow.steps = [asked, Fail("Bad", cause=asked.output.note, error=asked.output.reason)]
""",
        [
            "4:26: WF103 Fail: the cause is str | None and has to be text; say what null stands for, as jsonata(\"$value ? $value : 'none'\", type=str, value=...)",
            "4:69: WF201 Order has no field reason; it has order_id, total, note, lines",
        ],
    ),
    "a value and an output": (
        """
workflow.steps = [Pass("A", value=1, output=2)]
""",
        [
            "1:19: WF103 Pass: value and output both say what the next state gets; keep value=",
        ],
    ),
    "join() of an expression": (
        """
workflow.steps = [Succeed("Done", output=", ".join([order.order_id, "b"]))]
""",
        [
            '1:42: WF205 join() evaluates an expression while the workflow is being defined; it has a value only in an execution; join text with +, as "pay-" + request.payment_id (the definition stopped here; there may be more)',
        ],
    ),
    "a duration of an expression": (
        """
workflow.steps = [Wait("Pause", duration=timedelta(seconds=order.total))]
""",
        [
            "1:42: WF205 timedelta() evaluates an expression while the workflow is being defined; it has a value only in an execution; give seconds as an expression: timeout=request.seconds, or Wait(..., seconds=request.seconds) (the definition stopped here; there may be more)",
        ],
    ),
    "a function of Python with an expression": (
        """
is_gift = "gift-".startswith(order.order_id)
workflow.steps = [Pass("A", zzz=1)]
""",
        [
            '1:11: WF205 a function of Python evaluates an expression while the workflow is being defined; it has a value only in an execution; write it in JSONata, as jsonata("$uppercase($value)", value=..., type=str) (the definition stopped here; there may be more)',
        ],
    ),
    "a type error of the author's own": (
        """
total = 1 + "1"
""",
        [
            "1:9: WF801 TypeError: unsupported operand type(s) for +: 'int' and 'str'; mend the definition, which has to run to its end",
        ],
    ),
    "an item of a tuple that only the execution knows": (
        """
pair = jsonata("$states.input.pair", type=tuple[str, int])
workflow.steps = [Succeed("Done", output=pair[order.total] + "x")]
""",
        [
            '2:42: WF203 + does not take str | int; turn it into text with jsonata("$string($value)", value=..., type=str), or write the whole in jsonata(...)',
        ],
    ),
    "the whole error, and a whole part of the context": (
        """
charge = LambdaTask("Charge", "arn", payload={"run": context.execution}, catch=[Catch(errors.ALL, to="Bad")])
workflow.steps = [charge, Succeed("Done")]
workflow.route(Fail("Bad", cause=jsonata("$string($error)", type=str, error=caught)))
""",
        [
            '1:38: WF209 "Charge": it has several values; read one of them, as caught.error or context.execution.arn',
            '3:28: WF209 "Bad": it has several values; read one of them, as caught.error or context.execution.arn',
        ],
    ),
    "bytes that are no text": (
        """
class Scan(BaseModel):
    data: bytes

workflow.steps = [Pass("A", value=bind(Scan, data=b"\\xff"))]
""",
        [
            '4:29: WF209 "A": a bytes has no form in JSON; give text, a number, a list, a dictionary or a contract',
        ],
    ),
    "match on an expression, whose patterns Python tries without asking it": (
        """
match order.note:
    case None:
        workflow.steps = [Succeed("Plain")]
    case _:
        workflow.steps = [Succeed("Gift")]

match (order.total, 1):
    case int(), _:
        pass
""",
        [
            "1:7: WF205 match looks at the expression itself, not at the value that it will have in an execution; branch with Choice",
            "7:8: WF205 match looks at the expression itself, not at the value that it will have in an execution; branch with Choice",
        ],
    ),
    "is None of a field that the contract does not have": (
        """
size = 1 if order.notes is None else 2
workflow.steps = [Wait("Rest", duration=timedelta(seconds=size))]
""",
        [
            "1:13: WF201 Order has no field notes; did you mean note?",
            "1:13: WF205 is compares the expression itself, not the value that it will have in an execution; compare with == or !=, also with None",
        ],
    ),
    "is None of an expression in a function": (
        """
def build() -> Workflow:
    shop = Workflow("Whole", input=Order)
    given = shop.input
    first = Pass("First", value={"kind": "gift" if given.note is None else "plain"})
    shop.steps = [first, Pass("Last", value=1 if first.output["kind"] is None else 2)]
    return shop

workflow = build()
""",
        [
            "4:52: WF205 is compares the expression itself, not the value that it will have in an execution; compare with == or !=, also with None",
            "5:50: WF205 is compares the expression itself, not the value that it will have in an execution; compare with == or !=, also with None",
        ],
    ),
    "an expression that a library of Python evaluates": (
        """
from enum import Enum
from string import Template

class Kind(str, Enum):
    GIFT = "gift"

text = Template("order $it").substitute(it=order.order_id)
workflow.steps = [Pass("Text", value=text), Pass("Kind", value=Kind(order.order_id))]
""",
        [
            '7:8: WF205 str() or an f-string evaluates an expression while the workflow is being defined; it has a value only in an execution; join text with +, as "pay-" + request.payment_id',
            "8:64: WF205 a dictionary key or a set evaluates an expression while the workflow is being defined; it has a value only in an execution; use a string as the key; a value goes on the right (the definition stopped here; there may be more)",
        ],
    ),
    "a declaration in a text": (
        """
charge = LambdaTask("Charge", charge_fn, payload=order)
report_fn = LambdaFunction("R", handler="lambdas.shop.r.handler", input=dict, output=dict, environment={"AT": f"{orders}/1"})
workflow.steps = [charge, LambdaTask("Report", report_fn, payload={"of": "%s" % charge, "to": "topic " + str(alerts)})]
""",
        [
            """2:111: WF209 Table("Orders") is put into a text, which would hold how Python prints it; give it as a value of its own, or join it in a step with jsonata("'queue ' & $it", it=..., type=str)""",
            '3:74: WF209 LambdaTask("Charge") is put into a text, which would hold how Python prints it; join a value to it with +, as "paid: " + charge.output.charge_id; repr() is for printing',
            """3:106: WF209 Topic("Alerts") is put into a text, which would hold how Python prints it; give it as a value of its own, or join it in a step with jsonata("'queue ' & $it", it=..., type=str)""",
        ],
    ),
}
