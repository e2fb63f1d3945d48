"""What a Task calls: the step that says it best."""

import re
from typing import Any, NamedTuple

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.literals import string
from workflow_dsl.decompiler.printer import Argument, Atom, Node
from workflow_dsl.decompiler.values import Values

_RESOURCE = re.compile(
    r"arn:aws:states:::(?P<sdk>aws-sdk:)?(?P<service>[a-z0-9-]+):(?P<action>[a-z][A-Za-z0-9]*)"
    r"(?:\.(?P<pattern>sync|sync:2|waitForTaskToken))?\Z"
)
_PAYLOAD = "{% $states.result.Payload %}"
_HTTP = {
    "ApiEndpoint": "endpoint",
    "Method": "method",
    "Authentication": "connection",
    "Headers": "headers",
    "QueryParameters": "query",
    "RequestBody": "body",
    "Transform": "transform",
}


class Called(NamedTuple):
    """The kind of step, its own arguments, and whether it says the state's Output by itself."""

    kind: str
    arguments: list[Node]
    says_output: bool = False


class Message(NamedTuple):
    """A kind of step that sends a message: the field that says where to, the message's, and those beside them."""

    kind: str
    target: str
    body: str
    argument: str
    others: dict[str, str]


_MESSAGES = {
    "sns:publish": Message("SnsPublish", "TopicArn", "Message", "message", {"Subject": "subject"}),
    "sqs:sendMessage": Message("SqsSendMessage", "QueueUrl", "MessageBody", "body", {}),
}


def called(task: asl.Task, author: Author, values: Values) -> Called:
    """The call of a task."""
    found = _RESOURCE.match(task.Resource)
    if found is None or (found["sdk"] and (found["pattern"] or "").startswith("sync")):
        return _resource(task, author, values)
    arguments = task.Parameters if values.in_paths else task.Arguments
    if not found["sdk"] and (found["service"], found["action"]) == ("lambda", "invoke"):
        return _function(task, found["pattern"], arguments, author, values) or _service(task, found, arguments, values)
    if not found["sdk"] and (found["service"], found["action"]) == ("http", "invoke") and not found["pattern"]:
        return _http(arguments, values) or _service(task, found, arguments, values)
    message = None if found["sdk"] else _MESSAGES.get(f"{found['service']}:{found['action']}")
    said = message and _message(message, found["pattern"], arguments, author, values)
    return said or _service(task, found, arguments, values)


def _resource(task: asl.Task, author: Author, values: Values) -> Called:
    variable = author.parameters.of(task.Resource)
    own: list[Node] = [Atom(variable or string(task.Resource))]
    field = "Parameters" if values.in_paths else "Arguments"
    if task.given(field):
        own.append(Argument("arguments=", _whole(getattr(task, field), values)))
    return Called("ResourceTask", own)


def _function(task: asl.Task, pattern: str | None, arguments: Any, author: Author, values: Values) -> Called | None:
    """A LambdaTask, where it would write the same."""
    parts = _members(arguments, values)
    if parts is None or set(parts) != {"FunctionName", "Payload"}:
        return None
    name, is_path = parts["FunctionName"]
    if not isinstance(name, str) or is_path or (name.startswith("{%") and not values.in_paths):
        return None
    waits = pattern == "waitForTaskToken"
    if pattern == "sync" or pattern == "sync:2" or not (waits or values.in_paths or task.given("Output")):
        return None
    variable = author.parameters.of(name)
    own: list[Node] = [Atom(variable or string(name)), Argument("payload=", _member(parts["Payload"], values))]
    if waits:
        own.append(Argument("wait_for_token=", Atom("True")))
    return Called("LambdaTask", own, not waits and task.given("Output") and task.Output == _PAYLOAD)


def _message(message: Message, pattern: str | None, arguments: Any, author: Author, values: Values) -> Called | None:
    """A step that sends a message, where it would write the same."""
    parts = _members(arguments, values)
    known = {message.target, message.body, *message.others}
    if parts is None or not {message.target, message.body} <= set(parts) <= known:
        return None
    target, is_path = parts[message.target]
    if not isinstance(target, str) or is_path or target.startswith("{%") or not isinstance(parts[message.body][0], str):
        return None
    if not all(_is_text(*parts[field]) for field in message.others if field in parts):
        return None
    variable = author.parameters.of(target)
    own: list[Node] = [Atom(variable or string(target))]
    own.append(Argument(f"{message.argument}=", _member(parts[message.body], values)))
    own += [
        Argument(f"{name}=", _member(parts[field], values)) for field, name in message.others.items() if field in parts
    ]
    if pattern:
        own.append(Argument("wait_for_token=", Atom("True")))
    return Called(message.kind, own) if pattern in (None, "waitForTaskToken") else None


def _http(arguments: Any, values: Values) -> Called | None:
    """An HttpTask, where it would write the same."""
    parts = _members(arguments, values)
    if parts is None or not {"ApiEndpoint", "Method"} <= set(parts) <= set(_HTTP):
        return None
    if "Authentication" in parts:
        inner = _members(parts["Authentication"][0], values)
        if inner is None or set(inner) != {"ConnectionArn"} or parts["Authentication"][1]:
            return None
        parts["Authentication"] = inner["ConnectionArn"]
    if any(value is None for value, _ in parts.values()):
        return None
    own: list[Node] = [Argument(f"{_HTTP[field]}=", _member(parts[field], values)) for field in _HTTP if field in parts]
    return Called("HttpTask", own)


def _service(task: asl.Task, found: re.Match[str], arguments: Any, values: Values) -> Called:
    action = found["action"]
    own: list[Node] = [
        Argument("service=", Atom(string(found["service"]))),
        Argument("action=", Atom(string(action[:1].upper() + action[1:]))),
    ]
    if found["pattern"]:
        own.append(Argument("pattern=", Atom(string(found["pattern"]))))
    if not found["sdk"] and not (found["pattern"] or "").startswith("sync"):
        own.append(Argument("optimized=", Atom("True")))
    if task.given("Parameters" if values.in_paths else "Arguments"):
        own.append(Argument("arguments=", _whole(arguments, values)))
    return Called("AwsTask", own)


def _whole(arguments: Any, values: Values) -> Node:
    """Arguments that are no object are written as they are."""
    is_text = isinstance(arguments, str) and (values.in_paths or not arguments.startswith("{%"))
    return values.verbatim(arguments) if is_text or isinstance(arguments, list) else values.template(arguments)


def _is_text(value: Any, is_path: bool) -> bool:
    """Whether a type checker takes it for text: a placeholder becomes a parameter, which is none."""
    return isinstance(value, str) and (is_path or not value.startswith("${"))


def _members(value: Any, values: Values) -> dict[str, tuple[Any, bool]] | None:
    """The members of an object, each with whether its value is a path; None when it is none or a name is ambiguous."""
    if not isinstance(value, dict):
        return None
    found: dict[str, tuple[Any, bool]] = {}
    for key, item in value.items():
        is_path = values.in_paths and key.endswith(".$") and isinstance(item, str)
        name = key[:-2] if is_path else key
        if name in found:
            return None
        found[name] = item, is_path
    return found


def _member(member: tuple[Any, bool], values: Values) -> Node:
    value, is_path = member
    return values.member_path(value) if is_path else values.template(value)
