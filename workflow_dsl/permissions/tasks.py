"""What a Task needs: its resource and its arguments, as IAM actions and ARNs."""

import re
from collections.abc import Iterator
from typing import Any

from workflow_dsl.asl import Task
from workflow_dsl.permissions.acted_on import FINDERS
from workflow_dsl.permissions.jobs import JOB_FINDERS
from workflow_dsl.permissions.named import filled, find_argument, is_given, named_target, names_in, of_resource
from workflow_dsl.permissions.statement import ANYTHING, Need, Target
from workflow_dsl.permissions.tables import table
from workflow_dsl.program import Program

_PATTERN = re.compile(r"\.waitForTaskToken$|(?<=\.sync):2$")
_FINDERS = {**FINDERS, **JOB_FINDERS}


def task_needs(program: Program, task: Task, *, has_grants: bool) -> Iterator[Need]:
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
        yield Need(("lambda:InvokeFunction",), (named_target(program, integration),))
    else:
        yield from _needs(program, table("optimized")["tasks"].get(integration, ()), arguments)


def _needs(program: Program, rows: list[dict[str, Any]], arguments: dict[str, Any]) -> Iterator[Need]:
    """What rows of the table ask for, but for those whose arguments are not there."""
    for row in rows:
        asked = any(is_given(arguments, name) for name in row["when"]) if "when" in row else True
        targets = tuple(dict.fromkeys(_targets(program, row, arguments))) if asked else ()
        if targets:
            yield Need(tuple(row["actions"]), targets, row.get("passed_to", ""), row.get("perhaps", False))


def _targets(program: Program, row: dict[str, Any], arguments: dict[str, Any]) -> Iterator[Target]:
    if "find" in row:
        yield from _FINDERS[row["find"]](program, arguments)
    arns = row.get("arn", [])
    for arn in [arns] if isinstance(arns, str) else arns:
        yield Target("", filled(program, arn, arguments, lower=row.get("lower", False)))
    optional = [name for name in row.get("optional", ()) if is_given(arguments, name)]
    for name in [*row.get("arguments", ()), *optional]:
        target = named_target(program, find_argument(arguments, name), row.get("named"))
        yield _in_all_revisions(target) if row.get("all_revisions") else target


def _in_all_revisions(target: Target) -> Target:
    """A task definition that is named without a revision runs in its latest, by whose ARN a run is allowed."""
    name = target.below.rpartition(":task-definition/")[2]
    return target if name == target.below or ":" in name else Target("", f"{target.below}:*")


def _sdk(program: Program, integration: str, arguments: dict[str, Any], has_grants: bool) -> Iterator[Need]:
    service, _, action = integration.partition(":")
    action = f"{action[:1].lower()}{action[1:]}"
    call = table("apigateway")["calls"].get(service, {}).get(action)
    if call is not None:
        method, path = call
        yield _control_plane(program, method, path, arguments)
    else:
        yield from _call(program, service, action, arguments, has_grants)
    yield from _needs(program, table("optimized")["sdk"].get(f"{service}:{action}", ()), arguments)


def _control_plane(program: Program, method: str, path: str, arguments: dict[str, Any]) -> Need:
    """A call to API Gateway's control plane: the HTTP method on the path."""
    arn = f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::{path}"
    return Need((f"apigateway:{method}",), (Target("", filled(program, arn, arguments)),))


def _call(program: Program, service: str, action: str, arguments: dict[str, Any], has_grants: bool) -> Iterator[Need]:
    tables, integration = table("integrations"), f"{service}:{action}"
    prefix = tables["sdk_prefixes"].get(service, service)
    actions = _transacted(arguments) if integration == "dynamodb:transactWriteItems" else []
    actions = actions or tables["sdk_actions"].get(integration) or [f"{prefix}:{action[:1].upper()}{action[1:]}"]
    named = {
        name: program.substitutions[name].resource for name in names_in(arguments) if name in program.substitutions
    }
    targets = tuple(of_resource(resource) for resource in named.values() if resource.service == prefix)
    if targets or not has_grants:
        yield Need(tuple(actions), targets or (ANYTHING,))


def _transacted(arguments: dict[str, Any]) -> list[str]:
    """The actions of a transaction's items; none where the items are computed while the machine runs."""
    items = arguments.get("TransactItems")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return []
    known: dict[str, str] = table("integrations")["transacted"]
    return sorted({known[kind] for item in items for kind in item if kind in known})
