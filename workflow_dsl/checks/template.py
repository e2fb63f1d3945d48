"""A CloudFormation or SAM template as rules see it: its resources, and the state machines in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from workflow_dsl.checks.subject import Function
from workflow_dsl.source import Path

_SUBSTITUTION: Final = re.compile(r"\$\{([^!{}][^{}]*)\}")
MACHINE_TYPES: Final = ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
FUNCTION_TYPES: Final = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_SAM_TYPES: Final = {"Type": "StateMachineType", "Logging": "LoggingConfiguration", "Role": "RoleArn"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a template; `properties` is empty where the template gives none."""

    id: str
    type: str
    properties: Mapping[str, Any]
    attributes: Mapping[str, Any]

    def at(self, *inside: str | int) -> Path:
        """A path to a property, and into it."""
        return ("Resources", self.id, "Properties", *inside) if inside else ("Resources", self.id)


@dataclass(frozen=True, slots=True)
class Machine:
    """A state machine of a template. `written` is its definition as the template has it, intrinsic functions included;
    `definition` has `${name}` in their place, or is None where the template alone does not tell it. `inside` leads from
    the template to it, as far as its parts have places of their own.
    """

    resource: Resource
    written: Any
    definition: Any
    inside: Path
    is_text: bool

    @property
    def unreadable(self) -> str | None:
        """Why a definition that the template has as a text is none, whatever stands in place of its `${name}`."""
        if not isinstance(self.written, str | int | float) and not (
            is_intrinsic(self.written) and "Fn::Sub" in self.written
        ):
            return None
        try:
            json.loads(_PLACEHOLDER.sub("0", _text(self.written) or str(self.written)), strict=False)
        except ValueError as error:
            return str(error).partition(":")[0].lower()
        return None

    @property
    def express(self) -> bool:
        """Whether it is an Express state machine."""
        return bool(self.setting("StateMachineType") == "EXPRESS")

    def setting(self, name: str) -> Any:
        """A property by CloudFormation's name, also where the template has SAM's."""
        properties = self.resource.properties
        sam = {given: known for known, given in _SAM_TYPES.items()}.get(name, name)
        return properties.get(name, properties.get(sam))


@dataclass(frozen=True, eq=False)
class TemplateSubject:
    """A whole template as JSON has it, intrinsic functions as `{"Ref": ...}` and `{"Fn::GetAtt": [...]}`."""

    value: Mapping[str, Any]

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by logical id; what is no object is left out."""
        found: dict[str, Resource] = {}
        for name, each in _object(self.value.get("Resources")).items():
            if isinstance(each, dict):
                found[name] = Resource(name, str(each.get("Type")), _object(each.get("Properties")), each)
        return found

    def section(self, name: str) -> Mapping[str, Any]:
        """A section of the template, as Parameters; empty where there is none."""
        return _object(self.value.get(name))

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of some types, in order."""
        return (each for each in self.resources.values() if each.type in types)

    def named(self, value: Any) -> Resource | None:
        """The resource that a `Ref`, a `GetAtt` or a `Sub` of nothing else stands for."""
        names = references(value)
        return self.resources.get(names[0]) if len(names) == 1 else None

    def function(self, value: Any) -> Resource | None:
        """The function that a value names, also by one of its versions or aliases."""
        found = self.named(value)
        while found is not None and found.type in ("AWS::Lambda::Version", "AWS::Lambda::Alias"):
            found = self.named(found.properties.get("FunctionName"))
        return found if found is not None and found.type in FUNCTION_TYPES else None

    @cached_property
    def machines(self) -> tuple[Machine, ...]:
        """The state machines."""
        return tuple(_machine(each) for each in self.of_type(*MACHINE_TYPES))

    def functions_of(self, machine: Machine) -> Mapping[str, Function]:
        """The functions that the definition calls, by the names of its substitutions."""
        found = {each.id: _function(each) for each in self.of_type(*FUNCTION_TYPES)}
        for name, value in _object(machine.resource.properties.get("DefinitionSubstitutions")).items():
            function = self.function(value)
            if function is not None:
                found[name] = _function(function)
        return found

    def statements(self, role: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The statements of a role: inline, and of the template's managed policies that it names, with their paths."""
        found = self.named(role)
        if found is None or found.type != "AWS::IAM::Role":
            return
        for index, policy in enumerate(_list(found.properties.get("Policies"))):
            yield from policy_statements(policy, found.at("Policies", index, "PolicyDocument"))
        for arn in _list(found.properties.get("ManagedPolicyArns")):
            managed = self.named(arn)
            if managed is not None:
                yield from policy_statements(managed.properties, managed.at("PolicyDocument"))
        for policy in self.of_type("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            if any(self.named(each) is found for each in _list(policy.properties.get("Roles"))):
                yield from policy_statements(policy.properties, policy.at("PolicyDocument"))


def policy_statements(holder: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The statements of the policy document that stands at `path`, the last step of which is its key in `holder`."""
    statements = _object(_object(holder).get(str(path[-1]))).get("Statement")
    if isinstance(statements, dict):
        yield (*path, "Statement"), statements
    for index, statement in enumerate(statements if isinstance(statements, list) else ()):
        if isinstance(statement, dict):
            yield (*path, "Statement", index), statement


def references(value: Any) -> list[str]:
    """The logical ids that a value names, in order: by `Ref`, `Fn::GetAtt` and `Fn::Sub`, at any depth."""
    if isinstance(value, dict):
        if "Ref" in value:
            return [str(value["Ref"])]
        if "Fn::GetAtt" in value:
            named = value["Fn::GetAtt"]
            return [str(named[0] if isinstance(named, list) and named else named).partition(".")[0]]
        if "Fn::Sub" in value:
            return _substituted(value["Fn::Sub"])
        return [name for each in value.values() for name in references(each)]
    if isinstance(value, list):
        return [name for each in value for name in references(each)]
    return []


def _substituted(value: Any) -> list[str]:
    text, given = (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (value, {})
    names = [name.partition(".")[0] for name in _SUBSTITUTION.findall(str(text)) if name not in _object(given)]
    return names + references(given)


def as_list(value: Any) -> list[Any]:
    """One value, or several: as policies have it."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _machine(resource: Resource) -> Machine:
    for name in ("Definition", "DefinitionString"):
        value = resource.properties.get(name)
        if isinstance(value, dict) and not is_intrinsic(value):
            return Machine(resource, value, _without_intrinsics(value), resource.at(name), is_text=False)
        if value is not None:
            return Machine(resource, value, _parsed(_text(value)), resource.at(name), is_text=True)
    return Machine(resource, None, None, resource.at(), is_text=True)


def is_intrinsic(value: Any) -> bool:
    """Whether an object is an intrinsic function, which CloudFormation replaces."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (name,) = value
    return name == "Ref" or str(name).startswith("Fn::")


def strings_of(value: Any, path: Path, *, in_intrinsics: bool = True) -> Iterator[tuple[Path, str]]:
    """Every string in a value, with its path; those in intrinsic functions only when they are asked for."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict) and (in_intrinsics or not is_intrinsic(value)):
        for key, item in value.items():
            yield from strings_of(item, (*path, key), in_intrinsics=in_intrinsics)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from strings_of(item, (*path, index), in_intrinsics=in_intrinsics)


def _without_intrinsics(value: Any) -> Any:
    if is_intrinsic(value):
        return _text(value) or "${Unknown}"
    if isinstance(value, dict):
        return {key: _without_intrinsics(item) for key, item in value.items()}
    return [_without_intrinsics(item) for item in value] if isinstance(value, list) else value


def _text(value: Any) -> str | None:
    """A string, as far as a template shows it; what it takes from elsewhere stands there as `${name}`."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        (function, argument), *_ = value.items()
        if function == "Fn::Sub":
            return str(argument[0] if isinstance(argument, list) and argument else argument)
        if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
            parts = [_text(part) for part in _list(argument[1])]
            return str(argument[0]).join(part or "${Unknown}" for part in parts)
        names = references(value)
        return f"${{{names[0]}}}" if len(names) == 1 else None
    return None


_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}")


def _parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return None


def _function(resource: Resource) -> Function:
    timeout = resource.properties.get("Timeout")
    return Function(resource.id, timeout=timeout if isinstance(timeout, int) else 3)


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
