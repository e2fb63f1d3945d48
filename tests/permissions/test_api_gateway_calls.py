"""Calls to API Gateway's control plane are allowed as HTTP methods on paths: IAM knows them by no other names."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import botocore
import pytest

from workflow_dsl.permissions import Statement, Target
from workflow_dsl.permissions.tables import table
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import HttpApi, LambdaFunction

Needs = Callable[[Program], list[Statement]]
ProgramOf = Callable[..., Program]
TaskOf = Callable[..., dict[str, Any]]

PLANE = "arn:${AWS::Partition}:apigateway:${AWS::Region}::"
CALLS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "an API": ("apigateway:getRestApi", {"RestApiId": "a1b2c3"}, "apigateway:GET", "/restapis/a1b2c3"),
    "all APIs": ("apigateway:getRestApis", {}, "apigateway:GET", "/restapis"),
    "a stage of an API that is computed": (
        "apigateway:updateStage",
        {"RestApiId": "{% $api %}", "StageName": "v1", "PatchOperations": []},
        "apigateway:PATCH",
        "/restapis/*/stages/v1",
    ),
    "an API of the second version, whose path IAM knows without it": (
        "apigatewayv2:createRoute",
        {"ApiId": "a1b2c3", "RouteKey": "$default"},
        "apigateway:POST",
        "/apis/a1b2c3/routes",
    ),
    "a call with a capital letter": (
        "apigateway:DeleteApiKey",
        {"ApiKey": "k"},
        "apigateway:DELETE",
        "/apikeys/k",
    ),
    "an API of the stack": (
        "apigateway:createDeployment",
        {"RestApiId": "${ApiGatewayRestApiOrders}"},
        "apigateway:POST",
        "/restapis/${ApiGatewayRestApiOrders}/deployments",
    ),
}


@pytest.mark.parametrize("what", CALLS)
def test_a_call_is_a_method_on_a_path(what: str, needs: Needs, program_of: ProgramOf, task: TaskOf) -> None:
    call, arguments, action, path = CALLS[what]
    answer = LambdaFunction("Answer", handler="lambdas.answer.handler", input=dict, output=dict)
    api = HttpApi("Orders", function=answer)
    program = program_of(task(f"aws-sdk:{call}", **arguments))
    known = {**program.substitutions, api.logical_id: Substitution(api, "Ref")}

    (statement,) = needs(replace(program, substitutions=known))

    assert statement.actions == (action,)
    assert statement.resources == (Target("", PLANE + path),)


def test_what_is_sensitive_in_an_api_is_allowed_where_a_call_has_it(
    needs: Needs, program_of: ProgramOf, task: TaskOf
) -> None:
    """A policy, tags and the certificates of clients have permissions beside the method."""
    plain = task("aws-sdk:apigateway:createRestApi", Name="orders")
    guarded = task("aws-sdk:apigateway:createRestApi", Name="orders", Policy="{}", Tags={"team": "pay"})

    allowed = [{each.actions[0]: each.resources for each in needs(program_of(state))} for state in (plain, guarded)]

    assert allowed[0] == {"apigateway:POST": (Target("", f"{PLANE}/restapis"),)}
    assert allowed[1] == {
        **allowed[0],
        "apigateway:PUT": (Target("", f"{PLANE}/tags/*"),),
        "apigateway:UpdateRestApiPolicy": (Target("", f"{PLANE}/restapis"),),
    }


@pytest.mark.parametrize("service", ["apigateway", "apigatewayv2"])
def test_the_table_has_every_call_of_botocores_models(service: str) -> None:
    assert table("apigateway")["calls"][service] == dict(calls_of(service))


def calls_of(service: str) -> Iterator[tuple[str, list[str]]]:
    """Method and path of each call, with the arguments as state machines spell them; ARNs in paths are `*`."""
    (model,) = (Path(botocore.__file__).parent / "data" / service).glob("*/service-2.json*")
    raw = model.read_bytes()
    read = json.loads(gzip.decompress(raw) if model.suffix == ".gz" else raw)
    for name, operation in sorted(read["operations"].items()):
        shape = read["shapes"][operation["input"]["shape"]] if "input" in operation else {"members": {}}
        spelled = {
            member.get("locationName", argument): argument[:1].upper() + argument[1:]
            for argument, member in shape["members"].items()
        }
        path = operation["http"]["requestUri"].partition("?")[0].removeprefix("/v2")
        for located, argument in spelled.items():
            path = path.replace(f"{{{located}}}", "*" if argument.endswith("Arn") else f"{{{argument}}}")
        yield name[:1].lower() + name[1:], [operation["http"]["method"], path]
