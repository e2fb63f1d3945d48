"""The workflow Order, imported from order.asl.json."""

from datetime import timedelta

from workflow_dsl import (
    AwsTask,
    Catch,
    Choice,
    Fail,
    Flow,
    LambdaTask,
    Map,
    Parallel,
    Parameter,
    Pass,
    Paths,
    ResourceTask,
    Retry,
    SnsPublish,
    Succeed,
    Wait,
    When,
    Workflow,
    all_of,
    context,
    errors,
    exists,
    jsonpath,
    rule,
)

check_stock_function = Parameter("CheckStockFunction", placeholder="check_stock_function")
charge_function = Parameter("ChargeFunction", placeholder="charge_function")

retry_lambda = Retry(
    ["Lambda.ServiceException", "Lambda.TooManyRequestsException"],
    interval=timedelta(seconds=2),
    max_attempts=6,
    backoff_rate=2,
    jitter=True,
)

workflow = Workflow("Order", exact=True, timeout=timedelta(days=1), comment="Sell what is in stock")

# The main path.
check_stock = LambdaTask(
    "Check stock",
    check_stock_function,
    payload=jsonpath("$.order"),
    paths=Paths(selector={"left": jsonpath("$.Payload.left")}, result="$.stock"),
    retry=[retry_lambda],
)
in_stock = Choice(
    "In stock?",
    when=[
        When(
            all_of(
                exists(jsonpath("$.stock.left")),
                jsonpath("$.stock.left") >= jsonpath("$.order.count", type=float),
                jsonpath("$.order.country") != "XX",
            ),
            to="Charge",
        ),
    ],
    otherwise="Sold out",
)
charge = LambdaTask(
    "Charge",
    charge_function,
    payload={"order": jsonpath("$.order"), "token": context.task_token, "run": context.execution.name},
    wait_for_token=True,
    paths=Paths(result=None),
    retry=[retry_lambda],
    catch=[Catch(errors.ALL, to="Tell support", result_path="$.error")],
    timeout=jsonpath("$.order.patience"),
    heartbeat=timedelta(seconds=90),
)
pack = Map(
    "Pack",
    items=jsonpath("$.order.lines"),
    item={"line": context.item, "sku": context.item.sku},
    each=Flow(
        steps=[
            AwsTask(
                "Fetch",
                service="dynamodb",
                action="GetItem",
                optimized=True,
                arguments={"TableName": "shelves", "Key": {"sku": {"S": jsonpath("$.sku")}}},
            ),
        ],
    ),
    max_concurrency=5,
    paths=Paths(result="$.packed"),
)

courier_booked_branch = Flow(
    steps=[
        Choice("Courier booked?", when=[When(rule("BooleanEquals", "$.courier.booked", True), to="Wait for courier")]),
        ResourceTask("Book courier", "arn:aws:states:eu-west-1:111122223333:activity:courier"),
        Wait("Wait for courier", duration=timedelta(hours=1)),
        Succeed("Handed over"),
    ],
)

ship = Parallel(
    "Ship",
    branches=[
        [Pass("Label", parameters={"text": jsonpath("States.Format('Order {}', $.order.id)")})],
        courier_booked_branch,
    ],
)
workflow.steps = [check_stock, in_stock, charge, pack, ship]

# When In stock? finds no rule that holds.
workflow.route(Fail("Sold out", error="SoldOut", cause="Nothing left"))

# When Charge fails.
workflow.route(
    SnsPublish(
        "Tell support",
        "arn:aws:sns:eu-west-1:111122223333:support",
        comment="A person looks at it",
        message=jsonpath("$.error.Cause"),
    ),
    to="Sold out",
)
