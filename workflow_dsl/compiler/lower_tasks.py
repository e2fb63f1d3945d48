"""Task states: resource, arguments, and where the result is found."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workflow_dsl.compiler.attribute_values import attribute_value
from workflow_dsl.compiler.json_value import NotJsonError, OtherLanguageError, WrongKeyError, json_value
from workflow_dsl.compiler.jsonata_text import Name
from workflow_dsl.compiler.writing import Writing
from workflow_dsl.dsl.steps import (
    AwsTask,
    DynamoPutItem,
    DynamoUpdateItem,
    HttpTask,
    LambdaTask,
    ResourceTask,
    SnsPublish,
    SqsSendMessage,
    Task,
)
from workflow_dsl.dsl.steps.dynamo import DynamoWrite

_TOKEN = ".waitForTaskToken"
_HTTP = {
    "endpoint": "ApiEndpoint",
    "method": "Method",
    "headers": "Headers",
    "query": "QueryParameters",
    "body": "RequestBody",
    "transform": "Transform",
}

NOTHING = object()
_KINDS = {"N": "a number", "NULL": "null", "BOOL": "true or false", "M": "an object", "L": "a list"}


class Call(NamedTuple):
    """What a Task calls, with what, and the JSONata of its result; NOTHING is not even null."""

    resource: str
    arguments: Any
    result: str = "$states.result"


def lower_call(step: Task[Any], writing: Writing) -> Call:
    """The call of a task. Raises NotJsonError for a value that JSON cannot say."""
    match step:
        case LambdaTask():
            return _function(step, writing)
        case SnsPublish():
            arguments = writing.value({"TopicArn": step.topic}) | _message(step, writing)
            return Call(f"arn:aws:states:::sns:publish{_TOKEN if step.wait_for_token else ''}", arguments)
        case SqsSendMessage():
            resource = f"arn:aws:states:::sqs:sendMessage{_TOKEN if step.wait_for_token else ''}"
            body = writing.text_field("MessageBody", step.body)
            return Call(resource, {"QueueUrl": json_value(step.queue), **body})
        case DynamoWrite():
            return _write(step, writing)
        case HttpTask():
            return Call("arn:aws:states:::http:invoke", writing.value(_request(step)))
        case ResourceTask():
            resource = json_value(step.resource)
            return Call(resource, NOTHING if step.arguments is None else writing.value(step.arguments))
        case AwsTask():
            left_out = writing.exact and "arguments" not in step.model_fields_set
            return Call(_service_arn(step), NOTHING if left_out else writing.value(step.arguments))
    raise AssertionError(f"no such task: {step!r}")


def _function(step: LambdaTask[Any, Any], writing: Writing) -> Call:
    arguments = writing.value({"FunctionName": step.function, "Payload": step.payload})
    if step.wait_for_token:
        return Call(f"arn:aws:states:::lambda:invoke{_TOKEN}", arguments)
    return Call("arn:aws:states:::lambda:invoke", arguments, "$states.result.Payload")


def _service_arn(step: AwsTask) -> str:
    action = step.action[:1].lower() + step.action[1:]
    service = step.service if step.optimized or step.pattern.startswith("sync") else f"aws-sdk:{step.service}"
    return f"arn:aws:states:::{service}:{action}{'.' + step.pattern if step.pattern else ''}"


def _message(step: SnsPublish, writing: Writing) -> dict[str, Any]:
    arguments: dict[str, Any] = writing.text_field("Message", step.message)
    if step.subject is not None:
        arguments |= writing.value({"Subject": step.subject})
    if step.attributes:
        arguments |= writing.value(
            {
                "MessageAttributes": {
                    key: {"DataType": "String", "StringValue": value} for key, value in step.attributes.items()
                }
            }
        )
    return arguments


def _request(step: HttpTask) -> dict[str, Any]:
    given = {field: getattr(step, name) for name, field in _HTTP.items() if getattr(step, name) is not None}
    if step.connection is not None:
        given["Authentication"] = {"ConnectionArn": step.connection}
    return given


def _write(step: DynamoWrite, writing: Writing) -> Call:
    if writing.in_paths:
        raise OtherLanguageError(
            f'{type(step).__name__} is written in JSONata; give it language="JSONata", or write an AwsTask'
        )
    name = writing.name
    if isinstance(step, DynamoPutItem):
        item = _attributes("item", step.item, name)
        _check_keys(step, "item", item)
        return Call("arn:aws:states:::dynamodb:putItem", {**_table(step), "Item": item, **_condition(step, writing)})
    assert isinstance(step, DynamoUpdateItem)
    key = _attributes("key", step.key, name)
    _check_keys(step, "key", key)
    arguments = {**_table(step), "Key": key, "UpdateExpression": step.update, **_condition(step, writing)}
    return Call("arn:aws:states:::dynamodb:updateItem", arguments)


def _check_keys(step: DynamoWrite, argument: str, written: Mapping[str, Mapping[str, Any]]) -> None:
    """Keys are text: DynamoDB takes no other kind for those of the table, nor for those of its indexes."""
    table = step.table
    keys = (table.key, table.sort, *(key for index in table.indexes for key in (index.key, index.sort)))
    for name in (key for key in keys if key in written):
        (kind,) = written[str(name)]
        if kind != "S":
            problem = f"{name} is a key of {table.name} and text, and this is {_KINDS[kind]}"
            instead = 'make text of it, as jsonata("$string($value)", value=..., type=str)'
            error = WrongKeyError(f"{problem}; {instead}")
            error.argument = (argument, str(name))
            raise error


def _table(step: DynamoWrite) -> dict[str, Any]:
    return {"TableName": json_value(step.table)}


def _condition(step: DynamoWrite, writing: Writing) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if step.condition is not None:
        arguments["ConditionExpression"] = step.condition
    if step.names:
        arguments["ExpressionAttributeNames"] = dict(step.names)
    if step.values:
        arguments["ExpressionAttributeValues"] = _attributes("values", step.values, writing.name)
    return arguments


def _attributes(argument: str, given: Mapping[str, Any], name: Name) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key, value in given.items():
        try:
            written[key] = attribute_value(value, name)
        except NotJsonError as error:
            error.argument = (argument, key)
            raise
    return written
