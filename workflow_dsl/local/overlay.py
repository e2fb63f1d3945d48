"""What has to be different on the emulator: a template -> the same template with as little changed as possible.

Pure. Everything that was changed is listed with its reason, so that it can be shown.
"""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_dsl.local.callbacks import shorten_callbacks
from workflow_dsl.local.code import RUNTIME, bundle, bundle_zip
from workflow_dsl.local.differences import (
    IGNORED_PROPERTIES,
    LAYER_REASON,
    PARAMETER_REASON,
    REF_ATTRIBUTES,
    REF_REASON,
    RUNTIME_REASON,
    STAND_INS,
    UNSUPPORTED_PROPERTIES,
    UNSUPPORTED_TYPES,
    ZIP_REASON,
    Change,
)
from workflow_dsl.local.policies import fit_policies, is_empty_policy
from workflow_dsl.local.references import refer_by_attribute, refer_to, references
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

Template = dict[str, Any]

CODE_BUCKET = "workflow-dsl-code"
NO_ZIPS: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class LocalTemplate:
    """A template for the emulator, the code that must be in `CODE_BUCKET` first (key: zip), and what was changed."""

    template: Template
    code: Mapping[str, bytes]
    changes: tuple[Change, ...]


def fit_to_emulator(
    template: Template,
    *,
    python: str,
    callback_seconds: int | None = None,
    zips: Mapping[str, bytes] = NO_ZIPS,
) -> LocalTemplate:
    """Fit a template (intrinsic functions in their long form) to the emulator; functions run under `python`.

    `zips` are those that the template names by these keys, made for this machine. Tasks that wait for an answer time
    out after at most `callback_seconds` (None: as they are).
    """
    fitted: Template = copy.deepcopy(template)
    changes = [
        *_stand_in_for_parameters(fitted),
        *_leave_out(fitted),
        *_spell_references(fitted),
        *_fit_policies(fitted),
        *_name_what_is_ignored(fitted),
    ]
    if callback_seconds is not None:
        changes += shorten_callbacks(fitted, callback_seconds)
    code: dict[str, bytes] = {}
    for name, resource in fitted["Resources"].items():
        given = resource.get("Properties", {})
        archive = _archive(given, zips, python) if resource["Type"] == "AWS::Lambda::Function" else None
        if archive is not None:
            changes += _use_runtime_client(name, given, code, archive)
    _forget_code_bucket(fitted)
    return LocalTemplate(fitted, code, tuple(changes))


def _stand_in_for_parameters(template: Template) -> list[Change]:
    changes = []
    for name, parameter in template.get("Parameters", {}).items():
        public = str(parameter.get("Default", "")).startswith("/aws/service/")
        if public and parameter["Type"].startswith("AWS::SSM::Parameter::Value<"):
            parameter["Type"] = "String"
            changes.append(Change(name, "taken as a plain string", PARAMETER_REASON))
    return changes


def _leave_out(template: Template) -> list[Change]:
    resources: dict[str, Any] = template["Resources"]
    reasons = {name: reason for name, resource in resources.items() if (reason := _unsupported(resource))}
    for name in reasons:
        stand_in = _stand_in(name, resources)
        if stand_in is not None:
            template.update(refer_to(template, name, stand_in))
            resources = template["Resources"]
    changes = [Change(name, f"{resources[name]['Type']} left out", reason) for name, reason in reasons.items()]
    for name in reasons:
        del resources[name]
    return changes + _leave_out_what_refers_to(set(reasons), template)


def _spell_references(template: Template) -> list[Change]:
    changes = []
    for name, resource in list(template["Resources"].items()):
        attribute = REF_ATTRIBUTES.get(resource["Type"])
        if attribute is not None:
            template.update(refer_by_attribute(template, name, attribute))
            changes.append(Change(name, f"Ref taken as its {attribute}", REF_REASON))
    return changes


def _unsupported(resource: Mapping[str, Any]) -> str | None:
    kind: str = resource["Type"]
    given = resource.get("Properties", {})
    by_property = (why for (of, name), why in UNSUPPORTED_PROPERTIES.items() if of == kind and name in given)
    return UNSUPPORTED_TYPES.get(kind) or next(by_property, None)


def _stand_in(name: str, resources: Mapping[str, Any]) -> str | None:
    """The resource that stands in for a left-out one: followed from an alias through its version to the machine."""
    while (resource := resources[name])["Type"] in STAND_INS:
        given = resource.get("Properties", {})
        found = [
            referred
            for key in STAND_INS[resource["Type"]]
            for referred in references(given.get(key))
            if referred in resources
        ]
        if not found:
            return None
        name = found[0]
    return name


def _leave_out_what_refers_to(gone: set[str], template: Template) -> list[Change]:
    changes: list[Change] = []
    for resource in template["Resources"].values():
        _forget_dependencies(resource, gone)
    for part in ("Resources", "Outputs"):
        entries: dict[str, Any] = template.get(part, {})
        while followers := _referring(entries, gone):
            for name, hit in followers.items():
                changes.append(Change(name, "left out", f"it refers to {', '.join(sorted(hit))}, which is left out"))
                del entries[name]
            gone = gone | set(followers)
    return changes


def _referring(entries: Mapping[str, Any], gone: set[str]) -> dict[str, set[str]]:
    return {name: hit for name, entry in entries.items() if (hit := gone.intersection(references(entry)))}


def _forget_dependencies(resource: dict[str, Any], gone: set[str]) -> None:
    named = resource.pop("DependsOn", [])
    kept = [name for name in ([named] if isinstance(named, str) else named) if name not in gone]
    if kept:
        resource["DependsOn"] = kept


def _fit_policies(template: Template) -> list[Change]:
    changes = fit_policies(template)
    resources: dict[str, Any] = template["Resources"]
    empty = {name for name, resource in resources.items() if is_empty_policy(resource)}
    for name in empty:
        del resources[name]
    return changes + _leave_out_what_refers_to(empty, template) if empty else changes


def _name_what_is_ignored(template: Template) -> list[Change]:
    used = Counter(
        (resource["Type"], name)
        for resource in template["Resources"].values()
        for name in resource.get("Properties", {})
        if (resource["Type"], name) in IGNORED_PROPERTIES
    )
    return [
        Change(kind, f"{name} of {count} ignored", IGNORED_PROPERTIES[kind, name])
        for (kind, name), count in sorted(used.items())
    ]


def _archive(function: dict[str, Any], zips: Mapping[str, bytes], python: str) -> bytes | None:
    """The code of a function, ready to run; None where it is somewhere else."""
    match function.get("Code"):
        case {"ZipFile": str() as source}:
            return bundle(source, handler=function["Handler"], python=python)
        case {"S3Key": str() as key} if key in zips:
            return bundle_zip(zips[key], python=python)
        case _:
            return None


def _use_runtime_client(name: str, function: dict[str, Any], code: dict[str, bytes], archive: bytes) -> list[Change]:
    key = f"{hashlib.sha256(archive).hexdigest()}.zip"
    code[key] = archive
    changes = [Change(name, f"{function['Runtime']} run as {RUNTIME}", RUNTIME_REASON)]
    if "S3Key" in function["Code"]:
        changes.append(Change(name, "its zip built anew", ZIP_REASON))
    function["Code"] = {"S3Bucket": CODE_BUCKET, "S3Key": key}
    function["Runtime"] = RUNTIME
    if function.pop("Layers", None):
        changes.append(Change(name, "layers left out", LAYER_REASON))
    return changes


def _forget_code_bucket(template: Template) -> None:
    """Zips come from a bucket of the run's own, so that nobody has to name one."""
    if CODE_BUCKET_PARAMETER not in set(references(template["Resources"])):
        template.get("Parameters", {}).pop(CODE_BUCKET_PARAMETER, None)
