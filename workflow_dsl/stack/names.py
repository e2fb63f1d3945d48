"""Logical ids of what a stack has beside the program's own resources: service, kind, name."""

import hashlib
import json
from typing import Any

from workflow_dsl.naming import upper_camel
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Secret, StateMachineResource, Table, Topic
from workflow_dsl.stack.intrinsics import Value, arn

LAYER_PARAMETER = "PowertoolsLayer"
ENVIRONMENT_PARAMETER = "Environment"
ENVIRONMENTS = ("dev", "test", "prod")
"""The values of that parameter, unless the program declares it."""
CODE_BUCKET_PARAMETER = "CodeBucket"
PRODUCTION = "IsProduction"

FINGERPRINT = 8
"""Characters by which two versions of one thing, as a function's code or its network, are told apart."""

REF_IS_ARN = (Secret, StateMachineResource, Topic)
"""Resources whose `Ref` is their ARN; the others give a name or a URL and have the attribute `Arn`."""


def role_id(owner: str) -> str:
    """The role of the function or state machine of this name."""
    return f"IAMRole{upper_camel(owner)}"


def policy_id(owner: str, part: int = 1) -> str:
    """A managed policy of that role: the first, or a further part of what is too long for one."""
    return f"IAMManagedPolicy{upper_camel(owner)}{'' if part == 1 else f'Part{part}'}"


def alias_id(function: AnyFunction) -> str:
    """The alias through which triggers call a function."""
    return f"LambdaAlias{upper_camel(function.name)}"


def version_id(function: AnyFunction, properties: Value) -> str:
    """The version of a function with exactly these properties: another code or setting gives another id, and so does
    another key of a table that it uses, with which CloudFormation makes another table of another name.

    Concurrency is not part of a version, and neither is the place where the template keeps the networks: Lambda refuses
    to publish one where nothing else has changed.
    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    """
    left_out = {"ReservedConcurrentExecutions", *({"VpcConfig"} if isinstance(function.vpc, dict) else {})}
    published = {name: value for name, value in properties.items() if name not in left_out}
    tables = {each.logical_id: each for each in function.environment.values() if isinstance(each, Table)}
    keys = {name: (each.key, each.sort) for name, each in sorted(tables.items())}
    return f"LambdaVersion{upper_camel(function.name)}{fingerprint((published, keys) if keys else published)}"


def fingerprint(value: Any) -> str:
    """So many characters, which differ when the value does."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:FINGERPRINT]


def environments(program: Program) -> tuple[str, ...]:
    """The values that the parameter `Environment` takes."""
    declared = [each.allowed for each in program.parameters if each.logical_id == ENVIRONMENT_PARAMETER]
    return next((allowed for allowed in declared if allowed), ENVIRONMENTS)


def machine_name(program: Program) -> str:
    """The state machine's name in AWS, for use in `Fn::Sub`: fixed, so that policies can name it before it exists."""
    return f"${{AWS::StackName}}-{program.name}"


def machine_arn(program: Program) -> Value:
    """The machine's ARN by its name: for what the machine itself depends on."""
    return arn("states", f"stateMachine:{machine_name(program)}")


def machine_alias_id(program: Program) -> str:
    """The alias of the state machine."""
    return f"StepFunctionsStateMachineAlias{upper_camel(program.name)}"


def called_by_machine(program: Program, function: AnyFunction) -> bool:
    """Whether the machine depends on the function, which therefore cannot depend on the machine."""
    return any(each.resource is function for each in program.substitutions.values())
