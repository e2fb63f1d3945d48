"""A template -> the same template with probes in its functions, short time-outs, and streams on its tables. Pure."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Template = dict[str, Any]

PROBE = Path(__file__).with_name("probe.py")


class EditError(ValueError):
    """A text to be replaced is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in the part of the template that has this logical id: in a function's source, or in its JSON.

    `old` must be there; `count` is how often it is replaced at most, -1 for all.
    """

    logical_id: str
    old: str
    new: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Timing:
    """Time-outs in seconds: of each function and of each task state. The one that ends first says what is tested."""

    function: int
    state: int


PATIENT = Timing(function=5, state=9)
"""A call that hangs is ended by Lambda."""
ZOMBIES = Timing(function=12, state=3)
"""The state gives up first, and the function goes on: it may write after its successor."""


def apply_edits(template: Template, edits: Sequence[Edit]) -> Template:
    """The template with these texts replaced. Raises EditError for a text that is not there."""
    edited = copy.deepcopy(template)
    for edit in edits:
        resource = edited["Resources"].get(edit.logical_id)
        if resource is None:
            raise EditError(f"the template has no {edit.logical_id}")
        code = resource["Properties"].get("Code", {})
        if "ZipFile" in code:
            code["ZipFile"] = _replace(code["ZipFile"], edit)
        else:
            edited["Resources"][edit.logical_id] = json.loads(_replace(json.dumps(resource), edit))
    return edited


def inject(template: Template, folder: Path, timing: Timing) -> Template:
    """The template for a stack whose functions ask the board in `folder`."""
    injected = copy.deepcopy(template)
    for name, resource in injected["Resources"].items():
        given = resource.get("Properties", {})
        if resource["Type"] == "AWS::Lambda::Function" and "ZipFile" in given.get("Code", {}):
            given["Code"]["ZipFile"] += _wrapping(given["Handler"].rpartition(".")[2], folder, function_name(name))
            given["Timeout"] = timing.function
        elif resource["Type"] == "AWS::Lambda::Function" and "S3Key" in given.get("Code", {}):
            given["Handler"] = f"{_probe_module(name)}.handler"
            given["Timeout"] = timing.function
        elif resource["Type"] == "AWS::StepFunctions::StateMachine":
            _shorten(given["Definition"], timing.state)
        elif resource["Type"] == "AWS::DynamoDB::Table":
            given["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    return injected


def probes_of_zips(template: Template, folder: Path) -> dict[str, bytes]:
    """For functions whose code is a zip: the modules that `inject` has Lambda call instead of their handlers."""
    probes = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Lambda::Function" and "S3Key" in resource["Properties"].get("Code", {}):
            module, _, handler = resource["Properties"]["Handler"].rpartition(".")
            imported = f"from {module} import {handler} as handler\n"
            probes[f"{_probe_module(name)}.py"] = (
                imported + _wrapping("handler", folder, function_name(name))
            ).encode()
    return probes


def next_version(template: Template) -> Template:
    """The template with new versions of all functions and another definition, as a deployment of changes has."""
    following: Template = json.loads(re.sub(r'"(LambdaVersion\w+)"', r'"\1n"', json.dumps(template)))
    for resource in following["Resources"].values():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            definition = resource["Properties"]["Definition"]
            definition["Comment"] = f"{definition.get('Comment', '')} (next)"
        elif resource["Type"] == "AWS::Lambda::Function" and "ZipFile" in resource["Properties"].get("Code", {}):
            resource["Properties"]["Code"]["ZipFile"] += "\n# next\n"
    return following


def function_name(logical_id: str) -> str:
    """What points call a function: the name that its definition gives it."""
    return logical_id.removeprefix("LambdaFunction")


def _probe_module(logical_id: str) -> str:
    return f"probe_of_{logical_id}"


def _wrapping(handler: str, folder: Path, name: str) -> str:
    return (
        "\n\nimport runpy as _runpy\n"
        f'{handler} = _runpy.run_path({str(PROBE)!r})["wrap"]({handler}, {str(folder)!r}, {name!r})\n'
    )


def _shorten(definition: Any, seconds: int) -> None:
    if isinstance(definition, dict):
        if definition.get("Type") == "Task":
            definition["TimeoutSeconds"] = seconds
        for part in definition.values():
            _shorten(part, seconds)
    elif isinstance(definition, list):
        for part in definition:
            _shorten(part, seconds)


def _replace(text: str, edit: Edit) -> str:
    if edit.old not in text:
        raise EditError(f"{edit.logical_id} does not hold {edit.old!r} any more; renew the edit")
    return text.replace(edit.old, edit.new, edit.count)
