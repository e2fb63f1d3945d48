"""Task states: resource, arguments, and where the result is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_dsl.compiler.attribute_values import attribute_value
from workflow_dsl.compiler.json_value import json_value
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.compiler.template import template, text_template
from workflow_dsl.dsl.expression import node_of
from workflow_dsl.dsl.steps import (
    AwsTask,
    DynamoPutItem,
    DynamoUpdateItem,
    LambdaTask,
    SnsPublish,
    SqsSendMessage,
    Task,
)
from workflow_dsl.dsl.steps.dynamo import DynamoWrite

_TOKEN = ".waitForTaskToken"


@dataclass(frozen=True, slots=True)
class Call:
    """What a Task calls, and the JSONata of its result."""

    resource: str
    arguments: dict[str, Any]
    result: str = "$states.result"


def lower_call(step: Task[Any], name: Name) -> Call:
    """The call of a task. Raises NotJsonError for a value that JSON cannot say."""
    match step:
        case LambdaTask():
            arguments = {"FunctionName": json_value(step.function), "Payload": template(node_of(step.payload), name)}
            if step.wait_for_token:
                return Call(f"arn:aws:states:::lambda:invoke{_TOKEN}", arguments)
            return Call("arn:aws:states:::lambda:invoke", arguments, "$states.result.Payload")
        case SnsPublish():
            return Call(f"arn:aws:states:::sns:publish{_TOKEN if step.wait_for_token else ''}", _publish(step, name))
        case SqsSendMessage():
            body = text_template(node_of(step.body), name)
            resource = f"arn:aws:states:::sqs:sendMessage{_TOKEN if step.wait_for_token else ''}"
            return Call(resource, {"QueueUrl": json_value(step.queue), "MessageBody": body})
        case DynamoPutItem():
            item = {key: attribute_value(value, name) for key, value in step.item.items()}
            return Call("arn:aws:states:::dynamodb:putItem", {**_table(step), "Item": item, **_condition(step, name)})
        case DynamoUpdateItem():
            key = {part: attribute_value(value, name) for part, value in step.key.items()}
            arguments = {**_table(step), "Key": key, "UpdateExpression": step.update, **_condition(step, name)}
            return Call("arn:aws:states:::dynamodb:updateItem", arguments)
        case AwsTask():
            return Call(_service_arn(step), template(node_of(step.arguments), name))
    raise AssertionError(f"no such task: {step!r}")


def _service_arn(step: AwsTask) -> str:
    action = step.action[:1].lower() + step.action[1:]
    service = step.service if step.optimized or step.pattern.startswith("sync") else f"aws-sdk:{step.service}"
    return f"arn:aws:states:::{service}:{action}{'.' + step.pattern if step.pattern else ''}"


def _publish(step: SnsPublish, name: Name) -> dict[str, Any]:
    arguments = {"TopicArn": json_value(step.topic), "Message": text_template(node_of(step.message), name)}
    if step.subject is not None:
        arguments["Subject"] = template(node_of(step.subject), name)
    if step.attributes:
        arguments["MessageAttributes"] = {
            key: {"DataType": "String", "StringValue": template(node_of(value), name)}
            for key, value in step.attributes.items()
        }
    return arguments


def _table(step: DynamoWrite) -> dict[str, Any]:
    return {"TableName": json_value(step.table)}


def _condition(step: DynamoWrite, name: Name) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if step.condition is not None:
        arguments["ConditionExpression"] = step.condition
    if step.names:
        arguments["ExpressionAttributeNames"] = dict(step.names)
    if step.values:
        values: Mapping[str, Any] = step.values
        arguments["ExpressionAttributeValues"] = {key: attribute_value(value, name) for key, value in values.items()}
    return arguments
