"""What a task acts on is told exactly where its arguments tell it, though not by a name or an ARN alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from workflow_dsl.permissions import ANYTHING, Statement, Target
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import Parameter

Needs = Callable[[Program], list[Statement]]
ProgramOf = Callable[..., Program]
TaskOf = Callable[..., dict[str, Any]]

OWN = "${AWS::Region}:${AWS::AccountId}"
REFUND = "arn:aws:states:eu-west-1:111122223333:stateMachine:Refund"
SHOP = "arn:aws:events:eu-west-1:111122223333:event-bus/shop"

ACTED_ON: dict[str, tuple[str, dict[str, Any], str, list[str]]] = {
    "a machine, and not the version that is started": (
        "states:startExecution",
        {"StateMachineArn": f"{REFUND}:live"},
        "states:StartExecution",
        [REFUND],
    ),
    "executions have the name of their machine": (
        "states:startExecution.sync:2",
        {"StateMachineArn": f"{REFUND}:live"},
        "states:StopExecution",
        ["arn:aws:states:eu-west-1:111122223333:execution:Refund:*"],
    ),
    "executions of a machine that only the stack knows": (
        "states:startExecution.sync:2",
        {"StateMachineArn": "${Refund}"},
        "states:DescribeExecution",
        [f"arn:${{AWS::Partition}}:states:{OWN}:execution:*"],
    ),
    "the default bus": (
        "events:putEvents",
        {"Entries": [{"Detail": "{}"}]},
        "events:PutEvents",
        [f"arn:${{AWS::Partition}}:events:{OWN}:event-bus/default"],
    ),
    "buses by name and by ARN": (
        "events:putEvents",
        {"Entries": [{"EventBusName": "shop"}, {"EventBusName": SHOP}, {"EventBusName": "shop"}]},
        "events:PutEvents",
        [f"arn:${{AWS::Partition}}:events:{OWN}:event-bus/shop", SHOP],
    ),
    "a bus that is computed": (
        "events:putEvents",
        {"Entries": [{"EventBusName": "shop"}, {"EventBusName": "{% $bus %}"}]},
        "events:PutEvents",
        [f"arn:${{AWS::Partition}}:events:{OWN}:event-bus/*"],
    ),
    "one method of an API": (
        "apigateway:invoke",
        {
            "ApiEndpoint": "a1b2c3.execute-api.eu-west-1.amazonaws.com",
            "Method": "POST",
            "Stage": "v1",
            "Path": "/refunds",
        },
        "execute-api:Invoke",
        ["arn:${AWS::Partition}:execute-api:eu-west-1:${AWS::AccountId}:a1b2c3/v1/POST/refunds"],
    ),
    "an API with a path that is computed": (
        "apigateway:invoke",
        {"ApiEndpoint": "a1b2c3.execute-api.eu-west-1.amazonaws.com", "Method": "GET", "Path": "{% $path %}"},
        "execute-api:Invoke",
        ["arn:${AWS::Partition}:execute-api:eu-west-1:${AWS::AccountId}:a1b2c3/*/GET/*"],
    ),
}


@pytest.mark.parametrize("what", ACTED_ON)
def test_a_task_may_act_on(what: str, needs: Needs, program_of: ProgramOf, task: TaskOf) -> None:
    resource, arguments, action, arns = ACTED_ON[what]
    program = program_of(task(resource, **arguments))
    refund = {"Refund": Substitution(Parameter("RefundArn"), "Ref")}

    statements = needs(replace(program, substitutions={**program.substitutions, **refund}))

    (found,) = [each.resources for each in statements if action in each.actions]
    assert found == tuple(Target("", arn) for arn in arns)


def test_an_http_task_is_allowed_to_its_own_machine_alone(needs: Needs, program_of: ProgramOf, task: TaskOf) -> None:
    connection = "arn:aws:events:eu-west-1:111122223333:connection/hooks/1"
    statements = needs(program_of(task("http:invoke", Authentication={"ConnectionArn": connection})))

    assert ANYTHING not in {target for each in statements for target in each.resources}
    assert statements[0].actions == ("states:InvokeHTTPEndpoint",)
    assert statements[0].resources == (Target("StepFunctionsStateMachineOrders"),)


BUCKET = "arn:${AWS::Partition}:s3:::orders"
MAPS: dict[str, tuple[dict[str, Any], dict[str, Target]]] = {
    "an object": (
        {"ItemReader": {"Resource": "s3:getObject", "Arguments": {"Bucket": "orders", "Key": "in/today.csv"}}},
        {"s3:GetObject": Target("", f"{BUCKET}/in/today.csv")},
    ),
    "an object whose key is computed": (
        {"ItemReader": {"Resource": "s3:getObject", "Arguments": {"Bucket": "orders", "Key": "{% $key %}"}}},
        {"s3:GetObject": Target("", f"{BUCKET}/*")},
    ),
    "a manifest, and all that it lists": (
        {
            "ItemReader": {
                "Resource": "s3:getObject",
                "ReaderConfig": {"InputType": "MANIFEST", "ManifestType": "S3_INVENTORY"},
                "Arguments": {"Bucket": "orders", "Key": "manifest.json"},
            }
        },
        {"s3:GetObject": Target("", f"{BUCKET}/*")},
    ),
    "the names of objects": (
        {"ItemReader": {"Resource": "s3:listObjectsV2", "Arguments": {"Bucket": "orders", "Prefix": "in/"}}},
        {"s3:ListBucket": Target("", BUCKET)},
    ),
    "all objects of a prefix": (
        {
            "ItemReader": {
                "Resource": "s3:listObjectsV2",
                "ReaderConfig": {"InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN"},
                "Arguments": {"Bucket": "${Bucket}", "Prefix": "in/"},
            }
        },
        {
            "s3:ListBucket": Target("", "arn:${AWS::Partition}:s3:::${OrdersBucket}"),
            "s3:GetObject": Target("", "arn:${AWS::Partition}:s3:::${OrdersBucket}/in/*"),
        },
    ),
    "a bucket that is computed": (
        {"ItemReader": {"Resource": "s3:getObject", "Arguments": {"Bucket": "{% $bucket %}", "Key": "a"}}},
        {"s3:GetObject": ANYTHING},
    ),
    "results": (
        {"ResultWriter": {"Resource": "s3:putObject", "Arguments": {"Bucket": "orders", "Prefix": "out"}}},
        dict.fromkeys(
            ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
            Target("", f"{BUCKET}/out*"),
        ),
    ),
}


@pytest.mark.parametrize("what", MAPS)
def test_a_distributed_map_may_read_and_write(what: str, needs: Needs, program_of: ProgramOf) -> None:
    fields, allowed = MAPS[what]
    given = {name: {**of, "Resource": f"arn:aws:states:::{of['Resource']}"} for name, of in fields.items()}
    inner = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Done",
        "States": {"Done": {"Type": "Succeed"}},
    }
    program = program_of({"Type": "Map", "Label": "Orders", "ItemProcessor": inner, **given})
    bucket = {"Bucket": Substitution(Parameter("OrdersBucket"), "Ref")}

    statements = needs(replace(program, substitutions={**program.substitutions, **bucket}))

    found = {action: each.resources for each in statements for action in each.actions if action.startswith("s3:")}
    assert found == {action: (target,) for action, target in allowed.items()}
    assert Target("StepFunctionsStateMachineOrders", "/Orders:*") in statements[2].resources
