"""The execution that `graph --execution` lays over a picture: from a file, or from AWS or the emulator."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workflow_dsl import asl
from workflow_dsl.deploy import connect, connect_to_emulator
from workflow_dsl.local import find_kept
from workflow_dsl.project import TargetError, find_root

Events = Sequence[Mapping[str, Any]]


def load_events(execution: str, arguments: argparse.Namespace) -> Events:
    """The events of a history: `-` or a file as GetExecutionHistory answers, or the ARN of an execution.

    Raises TargetError for what cannot be read, DeployError for what AWS refuses, LocalError for a broken emulator.
    """
    if execution.startswith("arn:"):
        return _fetch(execution, arguments)
    return _read(execution, Path.cwd())


def foreign_states(events: Events, machine: asl.StateMachine) -> list[str]:
    """The states that were entered and that the machine does not have."""
    known = {path.name for path, _ in asl.walk(machine)}
    entered = (event.get("stateEnteredEventDetails") for event in events)
    names = dict.fromkeys(str(told["name"]) for told in entered if isinstance(told, dict) and "name" in told)
    return [name for name in names if name not in known]


def _read(name: str, current: Path) -> Events:
    try:
        text = sys.stdin.read() if name == "-" else (current / name).read_text(encoding="utf-8")
        value = json.loads(text)
    except OSError as error:
        problem = f'"{name}" cannot be read: {error.strerror}'
        raise TargetError(f"{problem}; give the ARN of an execution, or a file with its history") from error
    except ValueError as error:
        raise TargetError(f'"{name}" is not JSON: {error}; give what get-execution-history answers') from error
    events = value.get("events") if isinstance(value, dict) else value
    if not isinstance(events, list) or not all(_is_event(event) for event in events):
        raise TargetError(f'"{name}" is not a history; give what get-execution-history answers: {{"events": [...]}}')
    return events


def _is_event(event: object) -> bool:
    return isinstance(event, dict) and isinstance(event.get("id"), int) and isinstance(event.get("type"), str)


def _fetch(arn: str, arguments: argparse.Namespace) -> Events:
    parts = arn.split(":")
    if len(parts) < 8 or parts[2] != "states" or parts[5] not in ("execution", "express"):
        example = "arn:aws:states:<region>:<account>:execution:<machine>:<name>"
        raise TargetError(f'"{arn}" is not the ARN of an execution; give one such as {example}')
    if arguments.local:
        kept = find_kept(find_root(Path.cwd()))
        if kept is None:
            raise TargetError("no emulator is kept here; start one with: python -m workflow_dsl local up")
        connection = connect_to_emulator(kept)
    else:
        connection = connect(profile=arguments.profile, region=arguments.region or parts[3])
    pages = connection.client("stepfunctions").pages("get_execution_history", executionArn=arn)
    return [event for page in pages for event in page["events"]]
