"""The whole template, part by part."""

from collections.abc import Iterable, Mapping

from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.naming import upper_camel
from workflow_dsl.permissions import machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import EventRule, HttpApi, Parameter, Schedule, Secret, Table, Topic
from workflow_dsl.stack.alarms import alarms
from workflow_dsl.stack.apigateway import STAGE, apis
from workflow_dsl.stack.code import Code, ZipCode
from workflow_dsl.stack.dashboard import dashboard
from workflow_dsl.stack.dynamodb import table
from workflow_dsl.stack.events import rule
from workflow_dsl.stack.followed import longest_values, names_of_nothing, values_that_do_not_follow
from workflow_dsl.stack.iam import roles
from workflow_dsl.stack.intrinsics import Value, equals, ref, sub
from workflow_dsl.stack.kms import key
from workflow_dsl.stack.lambda_ import POWERTOOLS, RUNTIME, functions, versions
from workflow_dsl.stack.limits import crowded_parts, fitting_description
from workflow_dsl.stack.names import (
    CODE_BUCKET_PARAMETER,
    ENVIRONMENT_PARAMETER,
    ENVIRONMENTS,
    LAYER_PARAMETER,
    PRODUCTION,
    environments,
)
from workflow_dsl.stack.options import PLAIN, StackOptions
from workflow_dsl.stack.secretsmanager import secret
from workflow_dsl.stack.sns import topics
from workflow_dsl.stack.sqs import queues
from workflow_dsl.stack.states import state_machine
from workflow_dsl.stack.template import Template
from workflow_dsl.stack.vpc import networks_of_other_environments, vpc_mappings

LOG_DAYS, LOG_DAYS_IN_PRODUCTION = 30, 365


def build_template(program: Program, code: Mapping[str, Code], options: StackOptions | None = None) -> Template:
    """The stack of a program. `code` has the code of each function by its logical id: a source, or a
    zip, which the stack takes from the bucket that its parameter `CodeBucket` names.

    Raises FindingsError when two resources would have the same logical id (WF701), a function's versions could not
    follow its parameters (WF103, WF734), its environment names what there is not (WF103), it has no network for some
    environment (WF103), a role would need too many policies (WF735), or CloudFormation would not take as many
    resources, parameters, outputs or alarms (WF736).
    """
    findings = (*networks_of_other_environments(program), *values_that_do_not_follow(program))
    if findings:
        raise FindingsError(*findings)
    chosen = options or PLAIN
    template = Template(
        description=fitting_description(program.description or f"The workflow {program.name}"),
        parameters=_parameters(program, chosen) | _code_bucket(code),
        mappings={"Environments": _environments(program), **vpc_mappings(program)},
        conditions=_conditions(program),
        resources=_merged(program, _parts(program, code, chosen)),
        outputs=_outputs(program),
        file=program.file,
    )
    named = {*template.parameters, *template.resources}
    refused = (*crowded_parts(template.to_json(), program.file), *names_of_nothing(program, named))
    if refused:
        raise FindingsError(*refused)
    return template


def _parts(program: Program, code: Mapping[str, Code], options: StackOptions) -> Iterable[Mapping[str, Value]]:
    called = functions(program, code, options)
    yield state_machine(program, versions(called), options)
    yield called
    for declared in program.of_kind(Table):
        yield table(declared)
    yield topics(program, options)
    yield queues(program)
    for kept_secret in program.of_kind(Secret):
        yield secret(kept_secret)
    yield apis(program, options)
    for trigger in program.triggers:
        if isinstance(trigger, EventRule | Schedule):
            yield rule(trigger)
    watching = alarms(program)
    yield watching
    yield dashboard(program, watching)
    yield from roles(program, options)
    yield key(program)


def _merged(program: Program, parts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for part in parts:
        for logical_id, each in part.items():
            if logical_id in merged:
                raise FindingsError(_taken(program, logical_id))
            merged[logical_id] = each
    return merged


def _taken(program: Program, logical_id: str) -> Finding:
    name = upper_camel(program.name)
    function = next((each for each in program.functions if upper_camel(each.name) == name), None)
    if function is not None and logical_id.endswith(name):
        problem = f'the function "{function.name}" and the workflow of that name would share {logical_id}'
        return Finding("WF701", Severity.ERROR, problem, "give the function another name", function.place("name"))
    named = next((each for each in program.resources if logical_id.endswith(each.logical_id)), None)
    return Finding(
        "WF701",
        Severity.ERROR,
        f"two resources of the stack would be {logical_id}",
        "give one of them another name",
        None if named is None else named.place("name"),
    )


def _parameters(program: Program, options: StackOptions) -> dict[str, Value]:
    """The environment first, then what the program declares, then the layer that the functions' libraries come from."""
    longest = longest_values(program)
    declared = {each.logical_id: _parameter(each, longest.get(each.logical_id)) for each in program.parameters}
    environment = {ENVIRONMENT_PARAMETER: {"Type": "String", "Default": "dev", "AllowedValues": [*ENVIRONMENTS]}}
    layer = {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Description": "The entry of Parameter Store with the ARN of the layer that has Powertools and pydantic",
        "Default": f"/aws/service/powertools/python/{options.architecture}/{RUNTIME}/{POWERTOOLS}",
    }
    return environment | declared | ({LAYER_PARAMETER: layer} if program.functions else {})


def _code_bucket(code: Mapping[str, Code]) -> dict[str, Value]:
    """Where zips are, when there is one."""
    if not any(isinstance(each, ZipCode) for each in code.values()):
        return {}
    told = "The bucket with the zips of functions; deploy and package say which"
    return {CODE_BUCKET_PARAMETER: {"Type": "String", "Description": told, "AllowedPattern": "[a-z0-9.-]{3,63}"}}


def _environments(program: Program) -> dict[str, Value]:
    """The settings of each environment that the parameter allows."""
    return {name: {"LogDays": LOG_DAYS_IN_PRODUCTION if name == "prod" else LOG_DAYS} for name in environments(program)}


def _conditions(program: Program) -> dict[str, Value]:
    """Whether the stack is for production, where something depends on it."""
    reserved = any(function.reserved_concurrency is not None for function in program.functions)
    if not reserved and not program.of_kind(Table):
        return {}
    return {PRODUCTION: equals(ref(ENVIRONMENT_PARAMETER), "prod")}


def _parameter(declared: Parameter, longest: int | None) -> Value:
    properties = {
        "Type": "String",
        "Description": declared.description or None,
        "Default": declared.default,
        "AllowedValues": list(declared.allowed) or None,
        "AllowedPattern": declared.pattern,
        "MaxLength": longest,
        "NoEcho": declared.secret or None,
    }
    return {name: value for name, value in properties.items() if value is not None}


def _outputs(program: Program) -> dict[str, Value]:
    """The machine's ARN, names of tables, ARNs of topics and secrets, and where the APIs are."""
    outputs = {machine_id(program): {"Value": ref(machine_id(program))}}
    for each in (*program.of_kind(Table), *program.of_kind(Topic), *program.of_kind(Secret)):
        outputs[each.logical_id] = {"Value": ref(each.logical_id)}
    for api in program.of_kind(HttpApi):
        host = f"${{{api.logical_id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}"
        outputs[api.logical_id] = {"Value": sub(f"https://{host}/{STAGE}{api.path}")}
    return outputs
