"""The networks that functions are put into.

A version keeps the network that it was published with. Where each environment has one of its own, they stand in a
mapping, and the version's description tells which one it is: then another network makes another version, and in the
other environments, where Lambda would refuse to publish one of what has not changed, there is none.
"""

from collections.abc import Iterator, Mapping

from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Vpc
from workflow_dsl.stack.intrinsics import Value, find_in_map
from workflow_dsl.stack.names import ENVIRONMENT_PARAMETER, environments, fingerprint


def vpc_config(program: Program, function: AnyFunction) -> Value | None:
    """The property of that name, None where the function is in no VPC.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-vpcconfig.html
    """
    if isinstance(function.vpc, dict):
        return {name: _of_environment(program, function.vpc, name) for name in ("SubnetIds", "SecurityGroupIds")}
    return None if function.vpc is None else _written(function.vpc)


def vpc_revision(program: Program, function: AnyFunction) -> Value | None:
    """A text that changes with the network of the stack's environment; None where the properties themselves change."""
    return _of_environment(program, function.vpc, "Revision") if isinstance(function.vpc, dict) else None


def vpc_mappings(program: Program) -> dict[str, Value]:
    """The networks of functions that have one for each environment, those of several functions once."""
    return {f"Vpc{number}": network for number, network in enumerate(_networks(program), start=1)}


def _networks(program: Program) -> list[Value]:
    """The different ones, in the order of the functions."""
    networks: list[Value] = []
    for function in program.functions:
        if isinstance(function.vpc, dict) and _by_environment(function.vpc) not in networks:
            networks.append(_by_environment(function.vpc))
    return networks


def _by_environment(vpcs: Mapping[str, Vpc]) -> Value:
    written = {environment: _written(vpc) for environment, vpc in vpcs.items()}
    return {environment: {**each, "Revision": fingerprint(each)} for environment, each in written.items()}


def _of_environment(program: Program, vpcs: Mapping[str, Vpc], setting: str) -> Value:
    number = _networks(program).index(_by_environment(vpcs)) + 1
    return find_in_map(f"Vpc{number}", ENVIRONMENT_PARAMETER, setting)


def _written(vpc: Vpc) -> Value:
    return {"SubnetIds": [*vpc.subnets], "SecurityGroupIds": [*vpc.security_groups]}


def networks_of_other_environments(program: Program) -> Iterator[Finding]:
    """Functions that have a network for some environments of the stack only, or for one that it has not."""
    known = environments(program)
    for function in program.functions:
        given = function.vpc if isinstance(function.vpc, dict) else dict.fromkeys(known)
        for missing in (name for name in known if name not in given):
            problem, instead = f"is missing {missing}", f"name the network of {missing} too"
            yield _finding(function, problem, instead, "vpc")
        for other in (name for name in given if name not in known):
            near = suggest(other, known)
            instead = f"did you mean {near}?" if near else f"write one of {', '.join(known)}"
            yield _finding(function, f"{other} is no environment of the stack", instead, "vpc", other)


def _finding(function: AnyFunction, problem: str, instead: str, *argument: str) -> Finding:
    return Finding("WF103", Severity.ERROR, f"LambdaFunction.vpc: {problem}", instead, function.place(*argument))
