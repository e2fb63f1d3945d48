from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from workflow_dsl.asl import StatePath
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.permissions import ANYTHING, Adjustments, Statement, Target, derive_statements, merge_statements
from workflow_dsl.program import Program
from workflow_dsl.resources import LambdaFunction, StateMachineResource, Table

Needs = Callable[[Program], list[Statement]]
ProgramOf = Callable[..., Program]
TaskOf = Callable[..., dict[str, Any]]

NEEDED: dict[str, tuple[str, dict[str, Any], dict[str, list[Target]]]] = {
    "a function may be invoked in every version of it, so that running executions go on": (
        "lambda:invoke",
        {"FunctionName": "${LambdaFunctionCharge}"},
        {"lambda:InvokeFunction": [Target("LambdaFunctionCharge", ":*")]},
    ),
    "a callback needs nothing more": (
        "lambda:invoke.waitForTaskToken",
        {"FunctionName": "${LambdaFunctionCharge}"},
        {"lambda:InvokeFunction": [Target("LambdaFunctionCharge", ":*")]},
    ),
    "a topic": ("sns:publish", {"TopicArn": "${SNSTopicAlerts}"}, {"sns:Publish": [Target("SNSTopicAlerts")]}),
    "a queue": ("sqs:sendMessage", {"QueueUrl": "${SQSQueueParked}"}, {"sqs:SendMessage": [Target("SQSQueueParked")]}),
    "a table": (
        "dynamodb:updateItem",
        {"TableName": "${DynamoDBTableOrders}"},
        {"dynamodb:UpdateItem": [Target("DynamoDBTableOrders")]},
    ),
    "a table of another stack": (
        "dynamodb:getItem",
        {"TableName": "Customers"},
        {
            "dynamodb:GetItem": [
                Target("", "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/Customers")
            ]
        },
    ),
    "a function of another account": (
        "lambda:invoke",
        {"FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:charge"},
        {"lambda:InvokeFunction": [Target("", "arn:aws:lambda:eu-west-1:111122223333:function:charge")]},
    ),
    "a function by the number of its account": (
        "lambda:invoke",
        {"FunctionName": "111122223333:function:charge:live"},
        {
            "lambda:InvokeFunction": [
                Target("", "arn:${AWS::Partition}:lambda:${AWS::Region}:111122223333:function:charge:live")
            ]
        },
    ),
    "a queue of another stack": (
        "sqs:sendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo"},
        {"sqs:SendMessage": [Target("", "arn:${AWS::Partition}:sqs:eu-west-1:111122223333:orders.fifo")]},
    ),
    "a topic that is computed": ("sns:publish", {"TopicArn": "{% $topic %}"}, {"sns:Publish": [ANYTHING]}),
    "an SDK call whose action has the name of its permission": (
        "aws-sdk:dynamodb:query",
        {"TableName": "${DynamoDBTableOrders}"},
        {"dynamodb:Query": [Target("DynamoDBTableOrders")]},
    ),
    "an SDK call of a service with another prefix": (
        "aws-sdk:sfn:listExecutions",
        {"StateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:x"},
        {"states:ListExecutions": [ANYTHING]},
    ),
    "an SDK call with a permission of another name": (
        "aws-sdk:apigatewaymanagementapi:postToConnection",
        {"ConnectionId": "{% $states.input.connection %}", "Data": "paid"},
        {"execute-api:ManageConnections": [ANYTHING]},
    ),
    "a query of Neptune's data may read, write and delete, whatever language it is in": (
        "aws-sdk:neptunedata:executeGremlinQuery",
        {"GremlinQuery": "g.V().count()"},
        {
            f"neptune-db:{action}": [ANYTHING]
            for action in ("DeleteDataViaQuery", "ReadDataViaQuery", "WriteDataViaQuery")
        },
    ),
    "an SDK call that needs more than the permission of its name": (
        "aws-sdk:s3:getObjectAttributes",
        {"Bucket": "orders", "Key": "in/today.csv", "ObjectAttributes": ["ObjectSize"]},
        {"s3:GetObject": [ANYTHING], "s3:GetObjectAttributes": [ANYTHING]},
    ),
    "a transaction needs what its items do": (
        "aws-sdk:dynamodb:transactWriteItems",
        {
            "TransactItems": [
                {"Put": {"TableName": "${DynamoDBTableOrders}"}},
                {"ConditionCheck": {"TableName": "${DynamoDBTableOrders}"}},
                {"Put": {"TableName": "${DynamoDBTableOrders}"}},
            ]
        },
        {action: [Target("DynamoDBTableOrders")] for action in ("dynamodb:ConditionCheckItem", "dynamodb:PutItem")},
    ),
    "a transaction whose items are computed may need all that there is": (
        "aws-sdk:dynamodb:transactWriteItems",
        {"TransactItems": "{% [{'Put': {'TableName': '${DynamoDBTableOrders}'}}] %}"},
        {
            action: [Target("DynamoDBTableOrders")]
            for action in (
                "dynamodb:ConditionCheckItem",
                "dynamodb:DeleteItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
            )
        },
    ),
    "a resource of another service is not what an SDK call acts on": (
        "aws-sdk:eventbridge:putEvents",
        {"Entries": [{"Detail": "${SNSTopicAlerts}"}]},
        {"events:PutEvents": [ANYTHING]},
    ),
}


@pytest.mark.parametrize("need", NEEDED)
def test_a_task_may_do_what_it_does_and_no_more(need: str, needs: Needs, program_of: ProgramOf, task: TaskOf) -> None:
    resource, arguments, allowed = NEEDED[need]

    statements = needs(program_of(task(resource, **arguments)))

    assert {action: list(each.resources) for each in statements for action in each.actions} == allowed


def test_waiting_for_another_machine_needs_to_see_it_and_to_be_told(
    needs: Needs, program_of: ProgramOf, task: TaskOf
) -> None:
    machine = "arn:aws:states:eu-west-1:111122223333:stateMachine:x"

    statements = needs(program_of(task("states:startExecution.sync:2", StateMachineArn=machine)))

    assert {action for each in statements for action in each.actions} == {
        "events:DescribeRule",
        "events:PutRule",
        "events:PutTargets",
        "states:DescribeExecution",
        "states:StartExecution",
        "states:StopExecution",
    }


def test_states_inside_of_a_map_count(needs: Needs, program_of: ProgramOf, task: TaskOf) -> None:
    inner = {
        "StartAt": "Tell",
        "States": {"Tell": task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x") | {"End": True}},
    }

    (statement,) = needs(program_of({"Type": "Map", "Items": [1], "ItemProcessor": inner}))

    assert (statement.actions, statement.reason) == (("sns:Publish",), 'state "State0 > Tell" calls sns:publish')


def test_a_distributed_map_starts_its_own_machine(needs: Needs, program_of: ProgramOf) -> None:
    inner = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Done",
        "States": {"Done": {"Type": "Succeed"}},
    }

    statements = needs(program_of({"Type": "Map", "Items": [1], "ItemProcessor": inner}))

    assert [each.resources for each in statements] == [
        (Target("StepFunctionsStateMachineOrders"),),
        (Target("StepFunctionsStateMachineOrders", ":*"),),
        (Target("StepFunctionsStateMachineOrders", "/*:*"),),
    ]


def test_what_a_state_was_granted_replaces_a_permission_on_everything(
    program_of: ProgramOf, task: TaskOf, needs: Needs
) -> None:
    table = Table("Other", key="id")
    path = StatePath.of("State0")

    program = program_of(
        task("aws-sdk:dynamodb:query", TableName="{% $name %}"), grants={path: (table.grant("dynamodb:Query"),)}
    )

    (statement,) = needs(program)
    assert statement.resources == (Target("DynamoDBTableOther"),)


def test_a_state_that_is_added_changes_the_machine_alone(program_of: ProgramOf, task: TaskOf) -> None:
    publish = task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x")
    before = derive_statements(program_of(publish))

    after = derive_statements(
        program_of(publish, task("sqs:sendMessage", QueueUrl="${SQSQueueParked}", MessageBody="x"))
    )

    changed = {owner for owner, statements in after.items() if _allowed(statements) != _allowed(before[owner])}
    assert changed == {"StepFunctionsStateMachineOrders"}


def _allowed(statements: tuple[Statement, ...]) -> set[tuple[str, Target]]:
    return {(action, target) for each in statements for action in each.actions for target in each.resources}


def test_every_statement_says_why_and_where(program_of: ProgramOf, task: TaskOf) -> None:
    table = Table("Orders", key="orderId")
    function = LambdaFunction(
        "Charge", handler="lambdas.charge.handler", input=dict, output=dict, grants=[table.grant("dynamodb:PutItem")]
    )
    program = Program("Orders", program_of(task("sns:publish")).machine, (function,))

    grant, *support = derive_statements(program)[function.logical_id]

    assert grant.reason == 'function "Charge" is granted it'
    assert [place.file for place in grant.places] == [__file__]
    assert all(each.reason and each.places for each in support)


def test_a_function_may_write_its_own_log_and_nobody_elses(program_of: ProgramOf, task: TaskOf) -> None:
    statements = derive_statements(program_of(task("sns:publish")))["LambdaFunctionCharge"]

    logs = [each.resources for each in statements if each.actions[0].startswith("logs:")]
    assert logs == [(Target("LogsLogGroupCharge"),)]


def test_a_grant_on_the_workflows_machine_is_on_the_machine_of_the_program(program_of: ProgramOf, task: TaskOf) -> None:
    machine = StateMachineResource("Orders")
    starter = LambdaFunction(
        "Start",
        handler="lambdas.start.handler",
        input=dict,
        output=dict,
        grants=[machine.grant_start(), machine.grant_executions("states:DescribeExecution")],
    )
    program = Program("Orders", program_of(task("sns:publish")).machine, (starter,))

    start, describe, *_ = derive_statements(program)["LambdaFunctionStart"]

    assert start.resources == (Target("StepFunctionsStateMachineOrders"),)
    assert describe.resources == (Target("StepFunctionsStateMachineOrders", ":*"),)


def test_merging_allows_the_same_in_fewer_statements() -> None:
    a, b = Target("A"), Target("B")
    statements = [
        Statement(("x:Read",), (a,), "one"),
        Statement(("x:Read",), (b,), "two"),
        Statement(("x:Write",), (a,), "three"),
        Statement(("x:List",), (a,), "one"),
    ]

    merged = merge_statements(statements)

    assert _allowed(merged) == _allowed(tuple(statements))
    assert [each.reason for each in merged] == ["one; two", "three; one"]


def test_a_statement_can_be_narrowed(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))

    def without_traces(owner: str, statement: Statement) -> Statement | None:
        kept = tuple(action for action in statement.actions if not action.startswith("xray:"))
        return replace(statement, actions=kept) if kept else None

    adjusted = derive_statements(program, Adjustments(narrow=without_traces))

    assert adjusted.keys() == derive_statements(program).keys()
    assert not any("xray" in action for all_of in adjusted.values() for each in all_of for action in each.actions)


@pytest.mark.parametrize("nothing", [{"actions": ()}, {"resources": ()}])
def test_a_statement_of_which_nothing_is_left_is_left_out(
    program_of: ProgramOf, task: TaskOf, nothing: dict[str, Any]
) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))

    derived = derive_statements(program, Adjustments(narrow=lambda _owner, statement: replace(statement, **nothing)))

    assert set(derived.values()) == {()}


@pytest.mark.parametrize(
    ("changed", "allowed"),
    [
        ({"actions": ("sns:*",)}, "sns:*"),
        ({"resources": (ANYTHING,)}, "*"),
        ({"resources": (Target("SNSTopicAlerts"), Target("SNSTopicOther"))}, "SNSTopicOther"),
    ],
)
def test_narrowing_cannot_widen(program_of: ProgramOf, task: TaskOf, changed: dict[str, Any], allowed: str) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))

    def widen(_owner: str, statement: Statement) -> Statement:
        return replace(statement, **changed) if statement.actions == ("sns:Publish",) else statement

    with pytest.raises(FindingsError) as refused:
        derive_statements(program, Adjustments(narrow=widen))

    (finding,) = refused.value.findings
    assert finding.code == "WF431"
    assert finding.message == f"narrowing a statement of StepFunctionsStateMachineOrders would allow {allowed}"
    assert finding.instead


def test_what_is_added_for_no_role_is_told(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))
    more = Statement(("appconfig:GetLatestConfiguration",), (ANYTHING,), "flags")

    with pytest.raises(FindingsError) as refused:
        derive_statements(program, Adjustments(add={"StepFunctionsStateMachineOrder": (more,), "Charge": (more,)}))

    assert [(each.code, each.message, each.instead) for each in refused.value.findings] == [
        (
            "WF431",
            'permissions are added for "StepFunctionsStateMachineOrder", which has no role',
            'did you mean "StepFunctionsStateMachineOrders"?',
        ),
        (
            "WF431",
            'permissions are added for "Charge", which has no role',
            "write the logical_id of a function or of the machine",
        ),
    ]


def test_a_statement_can_be_added_to_one_role(program_of: ProgramOf, task: TaskOf) -> None:
    program = program_of(task("sns:publish", TopicArn="${SNSTopicAlerts}", Message="x"))
    more = Statement(("appconfig:GetLatestConfiguration",), (ANYTHING,), "flags")

    adjusted = derive_statements(program, Adjustments(add={"LambdaFunctionCharge": (more,)}))

    assert {owner for owner, statements in adjusted.items() if more in statements} == {"LambdaFunctionCharge"}
