"""Where in a user's Python a part of a definition was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from workflow_dsl.asl import StatePath
from workflow_dsl.program import Program
from workflow_dsl.source import CallSite, Path, Place

ARGUMENTS: Final[Mapping[str, str]] = {
    "Retry": "retry", "Catch": "catch", "TimeoutSeconds": "timeout", "HeartbeatSeconds": "heartbeat", "Next": "next",
    "Choices": "when", "Default": "otherwise", "Items": "items", "MaxConcurrency": "max_concurrency",
    "Seconds": "seconds", "Timestamp": "until", "Error": "error", "Cause": "cause", "Output": "output",
    "Branches": "branches", "ItemProcessor": "each", "IntervalSeconds": "interval", "MaxAttempts": "max_attempts",
    "BackoffRate": "backoff_rate", "MaxDelaySeconds": "max_delay", "JitterStrategy": "jitter", "Payload": "payload",
    "Message": "message", "MessageBody": "body", "Item": "item", "Key": "key", "Subject": "subject",
    "UpdateExpression": "update", "ConditionExpression": "condition", "MessageAttributes": "attributes",
}  # fmt: skip
"""The arguments of the DSL by the fields that they write, where it is not the same name in small letters."""
_POSITIONAL: Final[Mapping[str, int]] = {
    "ErrorEquals": 0,
    "Condition": 0,
    "FunctionName": 1,
    "TopicArn": 1,
    "QueueUrl": 1,
}
# What some steps call otherwise.
_ALSO: Final[Mapping[str, str]] = {"Output": "value", "Seconds": "duration", "Resource": "action"}
_UPPER: Final = re.compile(r"(?<!^)(?=[A-Z])")


def place_in_definition(path: Path, program: Program) -> Place:
    """The argument that wrote the value at `path`; the call of the state or of the workflow where no argument did, and
    the file where none is known.
    """
    for end in range(len(path), 0, -1):
        site = program.sources.get(StatePath(path[:end]))
        if site is not None:
            return _argument(site, path[end:])
    return Place(program.file, 1, 1) if program.site is None else _argument(program.site, path)


def _argument(site: CallSite, inside: Path) -> Place:
    if not inside:
        return site.place
    if inside[0] == "Arguments" and len(inside) > 1:
        found = _argument(site, inside[1:])
        return found if found != site.place else site.argument("arguments")
    first, *rest = (_step(step, nested=index > 0) for index, step in enumerate(inside))
    found = site.argument(first, *rest)
    if found == site.place and inside[0] == "Assign":
        # The compiler keeps the value of a Pass for later states.
        return site.argument("value", *rest[1:])
    return site.argument(_ALSO[str(inside[0])], *rest) if found == site.place and inside[0] in _ALSO else found


def _step(step: str | int, *, nested: bool) -> str | int:
    if isinstance(step, int):
        return step
    if nested and step == "Next":
        return "to"
    known = ARGUMENTS.get(step)
    if known is not None:
        return known
    return _POSITIONAL[step] if step in _POSITIONAL else _UPPER.sub("_", step).lower()
