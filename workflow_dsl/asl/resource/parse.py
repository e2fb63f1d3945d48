"""The grammar of Resource."""

from __future__ import annotations

import re
from typing import Final

from workflow_dsl.asl.resource.kinds import (
    Activity,
    LambdaArn,
    OtherResource,
    Pattern,
    Resource,
    SdkTask,
    ServiceTask,
    Substitution,
)

_SUBSTITUTION: Final = re.compile(r"\$\{([^{}]+)\}")
# A part may hold placeholders of a template, and these may hold colons: ${AWS::Partition}.
_PART: Final = r"(?:\$\{[^{}]*\}|[^:$]|\$(?!\{))*"
_ARN: Final = re.compile(rf"arn:({_PART}):({_PART}):({_PART}):({_PART}):(.+)\Z", re.DOTALL)
_CALL: Final = re.compile(r"(?:(aws-sdk):)?([\w-]+):(\w+)(\.sync:2|\.sync|\.waitForTaskToken)?\Z")
_FUNCTION: Final = re.compile(rf"function:({_PART})(?::({_PART}))?\Z")


def parse(text: str) -> Resource:
    """What the Resource is. Never raises: what is none of the known kinds is an OtherResource.

    https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
    """
    substitution = _SUBSTITUTION.fullmatch(text)
    if substitution:
        return Substitution(substitution[1])
    arn = _ARN.match(text)
    found = None if arn is None else _of_arn(*arn.groups())
    return found if found is not None and str(found) == text else OtherResource(text)


def _of_arn(partition: str, service: str, region: str, account: str, rest: str) -> Resource | None:
    if service == "states" and not region and not account:
        return _call(partition, rest)
    if service == "states" and rest.startswith("activity:"):
        return Activity(rest.removeprefix("activity:"), region, account, partition)
    if service == "lambda" and (function := _FUNCTION.match(rest)):
        return LambdaArn(function[1], function[2], region, account, partition)
    return None


def _call(partition: str, rest: str) -> Resource | None:
    call = _CALL.match(rest)
    if call is None:
        return None
    sdk, service, action, pattern = call.groups()
    kind = SdkTask if sdk else ServiceTask
    return kind(service, action, Pattern(pattern or ""), partition)
