"""What a Task needs: its resource and its arguments, as IAM actions and ARNs."""

import re
from collections.abc import Iterator
from typing import Any

from workflow_dsl.asl import Task
from workflow_dsl.permissions.acted_on import FINDERS
from workflow_dsl.permissions.statement import ANYTHING, Target
from workflow_dsl.permissions.tables import table
from workflow_dsl.program import Program
from workflow_dsl.resources import LambdaFunction, Parameter, Resource

Needs = Iterator[tuple[tuple[str, ...], tuple[Target, ...]]]

_NAME = re.compile(r"\$\{([A-Za-z0-9_]+)\}")
_QUALIFIER = re.compile(r"^(arn:[^:]*:states:[^:]*:[^:]*:stateMachine:[^:]+):.*")
_ELSEWHERE = (
    re.compile(r"https://sqs\.(?P<region>[a-z0-9-]+)\.[^/]+/(?P<account>\d{12})/(?P<name>.+)"),
    re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)"),
)
_PATTERN = re.compile(r"\.waitForTaskToken$|(?<=\.sync):2$")


def task_needs(program: Program, task: Task, *, has_grants: bool) -> Needs:
    """The actions that a Task calls, and on what.

    A task of an SDK whose arguments name no resource of the stack may do its action on anything, unless it
    `has_grants` of its own.
    """
    if ":activity:" in task.Resource:
        # A worker asks for the work of an activity: the machine calls nothing.
        return
    integration = _PATTERN.sub("", task.Resource.rpartition(":::")[2])
    given = task.Arguments if isinstance(task.Arguments, dict) else task.Parameters
    arguments = given if isinstance(given, dict) else {}
    if integration.startswith("aws-sdk:"):
        yield from _sdk(program, integration.removeprefix("aws-sdk:"), arguments, has_grants)
    elif ":" not in integration or integration.startswith("arn:"):
        yield ("lambda:InvokeFunction",), (_target(program, integration, {}),)
    else:
        for need in table("integrations")["optimized"].get(integration, ()):
            yield tuple(need["actions"]), tuple(_targets(program, need, arguments))


def _targets(program: Program, need: dict[str, Any], arguments: dict[str, Any]) -> Iterator[Target]:
    if "find" in need:
        yield from FINDERS[need["find"]](program, arguments)
    if "arn" in need:
        yield Target("", need["arn"])
    for name in need.get("arguments", ()):
        yield _target(program, _find(arguments, name), need)


def _find(arguments: dict[str, Any], name: str) -> Any:
    """An argument, or one inside of another: the connection of an HTTP task stands below `Authentication`."""
    if name in arguments:
        return arguments[name]
    inner = (value for value in arguments.values() if isinstance(value, dict) and name in value)
    return next(inner, {}).get(name)


def _target(program: Program, argument: Any, need: dict[str, Any]) -> Target:
    """The resource that an argument names. Anything, where it is computed while the machine runs."""
    if not isinstance(argument, str) or argument.startswith(("{%", "$.")):
        return ANYTHING
    named = _NAME.fullmatch(argument)
    if named is not None and named[1] in program.substitutions:
        return of_resource(program.substitutions[named[1]].resource)
    if argument.startswith("arn:"):
        # Versions and aliases of a state machine are allowed by its own ARN.
        return Target("", _QUALIFIER.sub(r"\1", argument))
    return Target("", _arn(need["named"], argument)) if "named" in need else ANYTHING


def _arn(pattern: str, argument: str) -> str:
    """The ARN of what is named: in this account and region, unless a queue's URL or a part of an ARN says another."""
    found = next((found for each in _ELSEWHERE if (found := each.fullmatch(argument))), None)
    if found is None:
        return pattern.replace("{}", argument.rpartition("/")[2])
    told = {"region": "${AWS::Region}", **found.groupdict()}
    arn = pattern.replace("{}", told["name"]).replace("${AWS::AccountId}", told["account"])
    return arn.replace("${AWS::Region}", told["region"])


def of_resource(resource: Resource) -> Target:
    """A resource as a target. Of a function, all its versions: a running execution goes on with those it began with."""
    if isinstance(resource, LambdaFunction):
        return Target(resource.logical_id, ":*")
    if isinstance(resource, Parameter):
        # The ARN of something in another stack, as imported definitions name it.
        return Target("", f"${{{resource.logical_id}}}")
    return Target(resource.logical_id)


def _sdk(program: Program, integration: str, arguments: dict[str, Any], has_grants: bool) -> Needs:
    service, _, action = integration.partition(":")
    tables = table("integrations")
    prefix = tables["sdk_prefixes"].get(service, service)
    actions = _transacted(arguments) if integration == "dynamodb:transactWriteItems" else []
    actions = actions or tables["sdk_actions"].get(integration) or [f"{prefix}:{action[:1].upper()}{action[1:]}"]
    named = {name: program.substitutions[name].resource for name in _names(arguments) if name in program.substitutions}
    targets = tuple(of_resource(resource) for resource in named.values() if resource.service == prefix)
    if targets or not has_grants:
        yield tuple(actions), targets or (ANYTHING,)


def _transacted(arguments: dict[str, Any]) -> list[str]:
    """The actions of a transaction's items; none where the items are computed while the machine runs."""
    items = arguments.get("TransactItems")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return []
    known: dict[str, str] = table("integrations")["transacted"]
    return sorted({known[kind] for item in items for kind in item if kind in known})


def _names(value: Any) -> Iterator[str]:
    """The substitutions in a value, in the order in which they stand there."""
    if isinstance(value, str):
        yield from _NAME.findall(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
