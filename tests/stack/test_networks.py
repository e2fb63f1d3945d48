"""Functions are put into the networks that their definition names, and their versions keep to them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.permissions import Adjustments, Statement
from workflow_dsl.program import Program
from workflow_dsl.resources import Parameter, Vpc
from workflow_dsl.stack import StackOptions, Template, build_template

Code = Callable[[Program], Mapping[str, str]]
Network = Vpc | dict[str, Vpc]


def vpc(number: int) -> Vpc:
    return Vpc(subnets=[f"subnet-{number}a", f"subnet-{number}b"], security_groups=[f"sg-{number}"])


def connected(program: Program, network: Network | None) -> Program:
    """The program, its first function in another network."""
    first = program.functions[0]
    function = first.model_copy(update={"vpc": network})
    substitutions = {
        name: replace(each, resource=function) if each.resource is first else each
        for name, each in program.substitutions.items()
    }
    resources = tuple(function if each is first else each for each in program.resources)
    return replace(program, resources=resources, substitutions=substitutions)


def function(template: Template) -> dict[str, Any]:
    properties: dict[str, Any] = template.resources["LambdaFunctionCheckOrder"]["Properties"]
    return properties


def version(template: Template, environment: str) -> tuple[str, str]:
    """What makes a version of the function another one: its logical id and its description."""
    ((logical_id, description),) = (
        (logical_id, each["Properties"]["Description"])
        for logical_id, each in template.resources.items()
        if each["Type"] == "AWS::Lambda::Version"
        and each["Properties"]["FunctionName"]["Ref"] == "LambdaFunctionCheckOrder"
    )
    return logical_id, str(_found(description, template, environment))


def _found(value: Any, template: Template, environment: str) -> Any:
    """A value for one environment, with what it finds in mappings."""
    match value:
        case {"Fn::FindInMap": [mapping, {"Ref": "Environment"}, setting]}:
            return template.mappings[mapping][environment][setting]
        case dict():
            return {name: _found(each, template, environment) for name, each in value.items()}
        case list():
            return [_found(each, template, environment) for each in value]
    return value


def test_a_function_of_no_network_is_in_none(program: Program, code: Code) -> None:
    template = build_template(program, code(program))

    assert "VpcConfig" not in function(template)
    assert list(template.mappings) == ["Environments"]


def test_one_network_is_that_of_every_environment(program: Program, code: Code) -> None:
    template = build_template(connected(program, vpc(1)), code(program))

    assert function(template)["VpcConfig"] == {"SubnetIds": ["subnet-1a", "subnet-1b"], "SecurityGroupIds": ["sg-1"]}
    assert list(template.mappings) == ["Environments"]


def test_each_environment_has_the_network_of_its_own(program: Program, code: Code) -> None:
    network = {"dev": vpc(1), "test": vpc(2), "prod": vpc(3)}

    template = build_template(connected(program, network), code(program))

    config = _found(function(template)["VpcConfig"], template, "prod")
    assert config == {"SubnetIds": ["subnet-3a", "subnet-3b"], "SecurityGroupIds": ["sg-3"]}


def test_another_network_makes_another_version(program: Program, code: Code) -> None:
    before, after = (version(build_template(connected(program, vpc(at)), code(program)), "dev") for at in (1, 2))

    assert before != after


def test_another_network_of_one_environment_makes_another_version_there_alone(program: Program, code: Code) -> None:
    """Lambda refuses to publish a version where nothing has changed."""
    others = {"test": vpc(2), "prod": vpc(3)}
    before, after = (build_template(connected(program, {"dev": vpc(at), **others}), code(program)) for at in (1, 4))

    assert version(before, "dev") != version(after, "dev")
    assert version(before, "prod") == version(after, "prod")


def test_where_the_template_keeps_a_network_makes_no_other_version(program: Program, code: Code) -> None:
    network = {"dev": vpc(1), "test": vpc(2), "prod": vpc(3)}
    alone = connected(program, network)
    other = program.functions[1].model_copy(update={"vpc": {name: vpc(9) for name in network}})
    moved = replace(alone, resources=tuple(other if each is program.functions[1] else each for each in alone.resources))
    behind = replace(moved, resources=tuple(sorted(moved.resources, key=lambda each: each is not other)))

    first, second = (build_template(each, code(each)) for each in (alone, behind))

    assert function(first)["VpcConfig"] != function(second)["VpcConfig"]
    assert version(first, "dev") == version(second, "dev")


def test_the_description_of_a_version_has_room_for_its_network(program: Program, code: Code) -> None:
    url = Parameter("Url")

    def longest(network: Network | None) -> int:
        asked = connected(program, network)
        first = asked.functions[0].model_copy(update={"environment": {"URL": url}})
        resources = (*(first if each is asked.functions[0] else each for each in asked.resources), url)
        template = build_template(replace(asked, resources=resources), code(program))
        return int(template.parameters["Url"]["MaxLength"])

    assert longest(None) - longest({"dev": vpc(1), "test": vpc(2), "prod": vpc(3)}) == len("12345678 ")


@pytest.mark.parametrize(
    ("network", "told"),
    [
        ({"dev": vpc(1), "test": vpc(2)}, [("is missing prod", "name the network of prod too")]),
        (
            {"dev": vpc(1), "test": vpc(2), "prod": vpc(3), "prd": vpc(4)},
            [("prd is no environment of the stack", "did you mean prod?")],
        ),
        (
            {"dev": vpc(1), "test": vpc(2), "prod": vpc(3), "x": vpc(4)},
            [("x is no environment of the stack", "write one of dev, test, prod")],
        ),
    ],
)
def test_a_network_is_named_for_every_environment_and_for_no_other(
    program: Program, code: Code, network: Network, told: list[tuple[str, str]]
) -> None:
    with pytest.raises(FindingsError) as refused:
        build_template(connected(program, network), code(program))

    findings = refused.value.findings
    assert [(each.message.removeprefix("LambdaFunction.vpc: "), each.instead) for each in findings] == told


def test_a_network_has_subnets_and_security_groups_by_their_ids() -> None:
    with pytest.raises(FindingsError) as refused:
        Vpc(subnets=["10.0.0.0/24"], security_groups=["subnet-1"])

    assert [(each.message, each.instead) for each in refused.value.findings] == [
        ('Vpc.subnets: "10.0.0.0/24" is not the id of a subnet', 'write it as "subnet-0a1b2c3d4e5f60718"'),
        ('Vpc.security_groups: "subnet-1" is not the id of a security group', 'write it as "sg-0a1b2c3d4e5f60718"'),
    ]


def test_lambda_may_connect_a_function_with_its_network_and_the_functions_own_code_may_not(
    program: Program, code: Code
) -> None:
    template = build_template(connected(program, vpc(1)), code(program))

    def allowed(owner: str) -> list[dict[str, Any]]:
        statements = template.resources[f"IAMManagedPolicy{owner}"]["Properties"]["PolicyDocument"]["Statement"]
        return [each for each in statements if str(each["Action"]).find("ec2:") >= 0]

    changing, looking = allowed("CheckOrder")
    assert changing == {
        "Effect": "Allow",
        "Action": [
            "ec2:AssignPrivateIpAddresses",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:UnassignPrivateIpAddresses",
        ],
        "Resource": {"Fn::Sub": "arn:${AWS::Partition}:ec2:${AWS::Region}:*:*/*"},
        "Condition": {"Null": {"lambda:SourceFunctionArn": "true"}},
    }
    assert looking["Action"] == ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
    assert looking["Condition"] == changing["Condition"]
    assert allowed("ChargeOrder") == []


def test_narrowing_does_not_let_the_functions_own_code_in(program: Program, code: Code) -> None:
    def narrow(_owner: str, statement: Statement) -> Statement:
        return replace(statement, not_by_code=False)

    plain, narrowed = (
        build_template(connected(program, vpc(1)), code(program), StackOptions(adjustments=Adjustments(narrow=each)))
        for each in (None, narrow)
    )

    assert narrowed.to_json() == plain.to_json()
