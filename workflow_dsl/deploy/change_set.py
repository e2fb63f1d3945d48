"""Make, show and execute a change set.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow_dsl.deploy.bucket import own_bucket_name
from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError, StackError
from workflow_dsl.deploy.events import ChangeSetReady, Deployed, DeployEvent, ResourceChange
from workflow_dsl.deploy.parameters import deployed_parameters, fit_parameters
from workflow_dsl.deploy.repair import repair_stack
from workflow_dsl.deploy.stack import EventLog, Stack, find_stack
from workflow_dsl.deploy.template_text import read_template
from workflow_dsl.deploy.upload import place_template, place_zips
from workflow_dsl.deploy.versions import publish_rolled_back
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

_NO_CHANGE = ("didn't contain changes", "No updates are to be performed")
_OVERTAKEN = ("ChangeSetNotFound", "InvalidChangeSetStatus")
"""What CloudFormation says of a change set when another one was executed meanwhile.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
"""


@dataclass(frozen=True, slots=True)
class StackRequest:
    """What is to be deployed: the template's text, the name of the stack, its parameters by name.

    `bucket` takes a template over 51,200 bytes, and the zips; without a name the account's own bucket does, made when
    there is none. `zips` are built when the bucket has none of that key: what is called gives the file.
    """

    name: str
    template: str
    parameters: Mapping[str, str]
    bucket: str | None = None
    zips: Mapping[str, Callable[[], Path]] = field(default_factory=dict)


def deploy_stack(connection: Connection, request: StackRequest) -> Generator[DeployEvent, None, None]:
    """Deploy: events as they come, the last one `Deployed`.

    A failed or half-done operation is repaired first. Whoever closes the generator at `ChangeSetReady` cancels, and
    nothing is left behind. No change is a success. Raises DeployError: AwsError, ParameterError, or StackError with the
    root cause.
    """
    template = read_template(request.template)
    action = yield from repair_stack(connection, request.name)
    stack = find_stack(connection, request.name)
    declared, deployed = template.get("Parameters", {}), deployed_parameters(connection, stack, action)
    # A wrong call is told before a bucket is made or anything is uploaded.
    unplaced = {CODE_BUCKET_PARAMETER: "not-yet-known"} if request.zips else {}
    fit_parameters(declared, {**unplaced, **request.parameters}, deployed)
    zipped = yield from _place_zips(connection, request, stack)
    parameters = fit_parameters(declared, {**request.parameters, **zipped}, deployed)
    placed = yield from place_template(connection, request.template, request.bucket)
    change_set = _create(connection, request.name, action, parameters, placed)
    changes = _wait_for_changes(connection, change_set)
    if changes is None:
        yield Deployed(stack.stack_id, changed=False, outputs=stack.outputs)
        return
    try:
        yield ChangeSetReady(action, changes)
    except GeneratorExit:
        _discard(connection, change_set, request.name if action == "CREATE" else None)
        raise
    yield from publish_rolled_back(connection, request.name)
    yield from _execute(connection, change_set, request.name, action)


def _place_zips(
    connection: Connection, request: StackRequest, stack: Stack
) -> Generator[DeployEvent, None, dict[str, str]]:
    """The parameter that says where the zips are; nothing for a stack without any. A bucket that was chosen stays."""
    if not request.zips:
        return {}
    bucket = request.parameters.get(CODE_BUCKET_PARAMETER, request.bucket)
    chosen = stack.parameters.get(CODE_BUCKET_PARAMETER)
    if bucket is None and chosen is not None and chosen != own_bucket_name(connection):
        bucket = chosen
    return {CODE_BUCKET_PARAMETER: (yield from place_zips(connection, request.zips, bucket))}


def _create(
    connection: Connection, name: str, action: str, parameters: list[dict[str, Any]], template: Mapping[str, str]
) -> str:
    made = connection.client("cloudformation").create_change_set(
        StackName=name,
        ChangeSetName=f"workflow-dsl-{uuid.uuid4().hex[:12]}",
        ChangeSetType=action,
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        **template,
    )
    return str(made["Id"])


def _wait_for_changes(connection: Connection, change_set: str) -> tuple[ResourceChange, ...] | None:
    """The changes; None when there are none."""
    service = connection.client("cloudformation")
    while (found := service.describe_change_set(ChangeSetName=change_set))["Status"].endswith(
        ("PENDING", "IN_PROGRESS")
    ):
        time.sleep(connection.pause)
    if found["Status"] == "FAILED":
        reason = found.get("StatusReason", "")
        service.delete_change_set(ChangeSetName=change_set)
        if any(sign in reason for sign in _NO_CHANGE):
            return None
        raise StackError(f"the change set failed: {reason}")
    return tuple(_change(entry["ResourceChange"]) for entry in _all_changes(connection, change_set, found))


def _all_changes(connection: Connection, change_set: str, page: Any) -> list[Any]:
    changes = list(page["Changes"])
    while token := page.get("NextToken"):
        page = connection.client("cloudformation").describe_change_set(ChangeSetName=change_set, NextToken=token)
        changes += page["Changes"]
    return changes


def _change(entry: Any) -> ResourceChange:
    return ResourceChange(
        entry["Action"], entry["LogicalResourceId"], entry["ResourceType"], str(entry.get("Replacement", "False"))
    )


def _execute(connection: Connection, change_set: str, name: str, action: str) -> Generator[DeployEvent, None, None]:
    stack_id = find_stack(connection, name).stack_id
    log = EventLog(connection, stack_id)
    try:
        connection.client("cloudformation").execute_change_set(ChangeSetName=change_set)
    except AwsError as error:
        if error.code in _OVERTAKEN:
            raise StackError(f"stack {name} was deployed by somebody else meanwhile; deploy again") from error
        raise
    yield from log.follow()
    stack = find_stack(connection, stack_id)
    if stack.status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        done = "created" if action == "CREATE" else "updated"
        raise StackError(f"stack {name} could not be {done} and is {stack.status}; the cause:", log.causes())
    yield Deployed(stack_id, changed=True, outputs=stack.outputs)


def _discard(connection: Connection, change_set: str, never_created: str | None) -> None:
    service = connection.client("cloudformation")
    service.delete_change_set(ChangeSetName=change_set)
    if never_created is not None:
        service.delete_stack(StackName=never_created)
