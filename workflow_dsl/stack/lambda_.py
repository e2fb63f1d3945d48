"""Lambda functions, their versions and aliases."""

from collections.abc import Mapping
from typing import Any

from workflow_dsl.permissions import DEAD_LETTER_QUEUE, log_group_id, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Resource
from workflow_dsl.stack.code import Code, code_properties
from workflow_dsl.stack.followed import DESCRIPTION, followed_parameters
from workflow_dsl.stack.intrinsics import Value, get_att, if_condition, ref, sub
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.logs import log_group
from workflow_dsl.stack.names import (
    FINGERPRINT,
    LAYER_PARAMETER,
    PRODUCTION,
    alias_id,
    called_by_machine,
    machine_alias_id,
    machine_arn,
    role_id,
    version_id,
)
from workflow_dsl.stack.options import StackOptions
from workflow_dsl.stack.template import RETAINED, resource
from workflow_dsl.stack.vpc import vpc_config, vpc_revision

RUNTIME = "python3.14"
"""The newest one that Powertools has a layer for.

Source: https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/#lambda-layer
"""
POWERTOOLS = "3.37.0"
"""The release of Powertools whose layer is the default: the one that tests run on, until the stack is built anew.

A parameter of the stack takes another, as `.../latest`.

Source: https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/#using-ssm-parameter-store
"""


def functions(program: Program, code: Mapping[str, Code], options: StackOptions) -> dict[str, Value]:
    """Each function with its log group and the version of it that is in use; an alias where a trigger calls it.

    The machine calls a version, not an alias: an execution goes on with the code it began with. Older versions stay.
    Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-version.html
    """
    triggered = {trigger.function for trigger in program.triggers}
    parts: dict[str, Value] = {}
    for function in program.functions:
        properties = _properties(program, function, code[function.logical_id], options)
        version = version_id(function, properties)
        properties = {"Description": _described(function, version)} | properties
        parts |= log_group(log_group_id(function))
        parts[function.logical_id] = resource("AWS::Lambda::Function", properties)
        parts[version] = resource(
            "AWS::Lambda::Version",
            {"FunctionName": ref(function.logical_id), "Description": _followed(program, function)},
            **RETAINED,
        )
        if function in triggered:
            parts[alias_id(function)] = _alias(function, version)
    return parts


def versions(parts: Mapping[str, Value]) -> dict[str, str]:
    """The version of each function in use, by the function's logical id."""
    return {
        part["Properties"]["FunctionName"]["Ref"]: logical_id
        for logical_id, part in parts.items()
        if part["Type"] == "AWS::Lambda::Version"
    }


def _followed(program: Program, function: AnyFunction) -> Value:
    """What makes another version though the template stays as it is."""
    values = sub(" ".join(f"${{{name}}}" for name in followed_parameters(program, function)))
    network = vpc_revision(program, function)
    return values if network is None else {"Fn::Join": [" ", [network, values]]}


def _described(function: AnyFunction, version: str) -> str:
    """What the function is for, and which version of it this is: where the version has another name, the function has
    changed. Lambda publishes nothing else, and CloudFormation takes that for a failure; a text of the environment that
    becomes a parameter with the same value changes nothing else.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    """
    mark = f"({version[-FINGERPRINT:]})"
    return f"{function.description[: DESCRIPTION - len(mark) - 1]} {mark}".lstrip()


def _alias(function: AnyFunction, version: str) -> Value:
    properties = {
        "Name": "live",
        "FunctionName": ref(function.logical_id),
        "FunctionVersion": get_att(version, "Version"),
    }
    return resource("AWS::Lambda::Alias", properties)


def _properties(program: Program, function: AnyFunction, code: Code, options: StackOptions) -> Value:
    variables = {name: _variable(program, function, value, options) for name, value in function.environment.items()}
    reserved = function.reserved_concurrency
    written = code_properties(function, code)
    properties = {
        "Runtime": RUNTIME,
        "Architectures": ["arm64"] if options.architecture == "arm64" else None,
        "Handler": written["Handler"],
        "Role": get_att(role_id(function.name)),
        "Layers": [ref(LAYER_PARAMETER)],
        "MemorySize": function.memory,
        "Timeout": int(function.timeout.total_seconds()),
        # New accounts have too little concurrency to reserve any of it for a development stack.
        "ReservedConcurrentExecutions": None if reserved is None else if_condition(PRODUCTION, reserved),
        "KmsKeyArn": KEY_ARN,
        "VpcConfig": vpc_config(program, function),
        "TracingConfig": {"Mode": "Active"},
        "LoggingConfig": {"LogGroup": ref(log_group_id(function))},
        "DeadLetterConfig": {"TargetArn": get_att(DEAD_LETTER_QUEUE)},
        "Environment": {"Variables": variables} if variables else None,
        "Code": written["Code"],
    }
    return {name: value for name, value in properties.items() if value is not None}


def _variable(program: Program, function: AnyFunction, value: str | Resource, options: StackOptions) -> Any:
    """What a variable is set to: a text, in which parameters may stand as `${Environment}`, or a resource's `Ref`."""
    if isinstance(value, str):
        return sub(value) if "${" in value else value
    if value.logical_id != machine_id(program):
        return ref(value.logical_id)
    if called_by_machine(program, function):
        return machine_arn(program)
    # Only executions that are started through the alias are shared out between two versions of the machine.
    return ref(value.logical_id if options.canary is None else machine_alias_id(program))
