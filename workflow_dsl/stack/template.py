"""Templates as values, and what every part of one is made with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.stack.intrinsics import Value
from workflow_dsl.stack.limits import oversized_template
from workflow_dsl.stack.yaml_text import write_yaml

FORMAT_VERSION = "2010-09-09"

KEPT: Mapping[str, str] = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
"""For resources that hold data: the stack may go, they stay; only a first deployment that fails removes them again."""

RETAINED: Mapping[str, str] = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
"""For what is used after the stack has dropped it: by executions that go on, or by the whole account."""


@dataclass(frozen=True, slots=True)
class Template:
    """A CloudFormation template. Intrinsic functions are as JSON has them: `{"Ref": ...}`, `{"Fn::GetAtt": [...]}`.

    `file` is the definition that it was made of.
    """

    description: str
    parameters: dict[str, Value] = field(default_factory=dict)
    mappings: dict[str, Value] = field(default_factory=dict)
    conditions: dict[str, Value] = field(default_factory=dict)
    resources: dict[str, Value] = field(default_factory=dict)
    outputs: dict[str, Value] = field(default_factory=dict)
    file: str = ""

    def to_json(self) -> dict[str, Any]:
        """The template as JSON has it, sections in the order of reading, without those that are empty."""
        sections = {
            "Parameters": self.parameters,
            "Mappings": self.mappings,
            "Conditions": self.conditions,
            "Resources": self.resources,
            "Outputs": self.outputs,
        }
        head = {"AWSTemplateFormatVersion": FORMAT_VERSION, "Description": self.description}
        return head | {name: section for name, section in sections.items() if section}


def write_template(template: Template) -> str:
    """The template as YAML, the same text on every computer.

    Raises FindingsError (WF736) when CloudFormation would not take so much.
    """
    text = write_yaml(template.to_json())
    oversized = oversized_template(len(text.encode()), template.file)
    if oversized is not None:
        raise FindingsError(oversized)
    return text


def resource(kind: str, properties: Value, **attributes: Any) -> Value:
    """A resource of the type `kind`, without properties that are None. `attributes` stand beside the properties."""
    given = {name: value for name, value in properties.items() if value is not None}
    return {"Type": kind, **attributes, "Properties": given}
