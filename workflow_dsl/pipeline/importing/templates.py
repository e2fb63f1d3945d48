"""The state machines of a CloudFormation or SAM template.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html
and https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_dsl.asl import read_document
from workflow_dsl.checks.template import MACHINE_TYPES
from workflow_dsl.decompiler import Placeholder
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.pipeline.importing.found import Below, Fixed, Found, Shifted, fault
from workflow_dsl.pipeline.importing.intrinsics import Intrinsics, described
from workflow_dsl.source import Document, Place, Places

_WAYS = ("Definition", "DefinitionString", "DefinitionUri")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read; `text` is what it was read from."""

    path: Path
    text: str
    document: Document

    def machines(self) -> Iterator[str]:
        """The logical ids of its state machines."""
        for logical_id, resource in self.document.value["Resources"].items():
            if isinstance(resource, dict) and resource.get("Type") in MACHINE_TYPES:
                yield logical_id


def is_template(value: Any) -> bool:
    """Whether a value is a template: it has resources."""
    return isinstance(value, dict) and isinstance(value.get("Resources"), dict)


def machine_of(template: Template, logical_id: str) -> Found:
    """The definition of one state machine. Raises FindingsError where it cannot be told from the template alone."""
    path = ("Resources", logical_id, "Properties")
    properties = template.document.value["Resources"][logical_id].get("Properties")
    places = template.document.places
    way = next((way for way in _WAYS if isinstance(properties, dict) and way in properties), None)
    if way is None:
        problem = f'the state machine "{logical_id}" has no definition that can be read here'
        raise FindingsError(fault("WF805", problem, f"write one of {', '.join(_WAYS)}", places.key_place(path)))
    intrinsics = Intrinsics()
    here = places.place((*path, way))
    value = properties[way]
    if way == "Definition":
        document = Document(intrinsics.resolve(value), Below(places, (*path, way)))
    elif way == "DefinitionUri":
        document = _linked(template, value, here)
    else:
        document = _embedded(template, value, intrinsics, here, Below(places, (*path, way)))
    told = [*intrinsics.placeholders, *_substitutions(properties.get("DefinitionSubstitutions"), intrinsics)]
    linked = template.path.parent / str(value) if way == "DefinitionUri" else None
    name = _name(properties, logical_id)
    return Found(name, str(template.path), document, told, here, (*intrinsics.notes, *_notes(properties)), linked)


def _notes(properties: dict[str, Any]) -> Iterator[str]:
    """What the template says of the machine that no definition says."""
    for field in ("StateMachineType", "Type"):
        if properties.get(field) == "EXPRESS":
            yield "the template makes it an Express workflow, which a definition does not say"


def _name(properties: dict[str, Any], logical_id: str) -> str:
    for field in ("StateMachineName", "Name"):
        if isinstance(properties.get(field), str):
            return str(properties[field])
    return logical_id


def _substitutions(value: Any, intrinsics: Intrinsics) -> Iterator[Placeholder]:
    for name, meaning in value.items() if isinstance(value, dict) else ():
        description, default = described(meaning, intrinsics.text)
        yield Placeholder(name, description, default)


def _embedded(template: Template, value: Any, intrinsics: Intrinsics, here: Place, below: Places) -> Document:
    if isinstance(value, dict) and "Fn::ToJsonString" in value:
        return Document(intrinsics.resolve(value["Fn::ToJsonString"]), Below(below, ("Fn::ToJsonString",)))
    text = intrinsics.text(value)
    places = _followed(template.text, text, here)
    try:
        document = read_document(text, file=here.file)
    except FindingsError as error:
        raise FindingsError(*(_moved(finding, places, here) for finding in error.findings)) from error
    if places is None:
        return Document(document.value, Fixed(here))
    shifted = Shifted(document.places, here.file, *places)
    return Document(document.value, shifted)


def _moved(finding: Finding, offset: tuple[int, int] | None, here: Place) -> Finding:
    place = finding.place
    moved = here
    if place is not None and offset is not None:
        moved = Place(here.file, place.line + offset[0], place.column + offset[1])
    return Finding(finding.code, finding.severity, f"the definition is {finding.message}", finding.instead, moved)


def _followed(whole: str, text: str, here: Place) -> tuple[int, int] | None:
    """How many lines further down and columns further right the text stands in the template; None if it is folded or
    escaped there.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    lines = text.splitlines()
    for number, line in enumerate(whole.splitlines()[here.line - 1 :], here.line):
        if line.strip() == first.strip() and len(lines) > 1:
            return number - 1 - lines.index(first), line.index(first.strip()) - first.index(first.strip())
    return None


def _linked(template: Template, value: Any, here: Place) -> Document:
    if not isinstance(value, str) or value.startswith("s3://"):
        problem = "the definition lies in S3"
        raise FindingsError(fault("WF805", problem, "download it, and import that file", here))
    path = template.path.parent / value
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = f'the definition "{value}" cannot be read: {getattr(error, "strerror", None) or "it is not UTF-8"}'
        raise FindingsError(fault("WF805", problem, "mend DefinitionUri, or put the file there", here)) from error
    return read_document(text, file=str(path))
