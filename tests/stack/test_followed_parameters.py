"""The values of parameters fit into a version's description, or the definition is refused."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.program import Program
from workflow_dsl.resources import Parameter, Resource
from workflow_dsl.stack import Template, build_template

Code = Callable[[Program], Mapping[str, str]]
LAYER = "arn:aws-us-gov:lambda:us-gov-west-1:165087284144:layer:AWSLambdaPowertoolsPythonV3-python314-x86_64:25"


def told(program: Program, environment: Mapping[str, str | Resource], *declared: Parameter) -> Program:
    """The program, its first function with another environment."""
    first = program.functions[0]
    function = first.model_copy(update={"environment": dict(environment)})
    changed = tuple(function if each is first else each for each in program.resources)
    substitutions = {
        name: replace(each, resource=function) if each.resource is first else each
        for name, each in program.substitutions.items()
    }
    return replace(program, resources=(*changed, *declared), substitutions=substitutions)


def urls(how_many: int, **fields: Any) -> dict[str, Parameter]:
    return {f"URL_{at}": Parameter(f"Url{at}", **fields) for at in range(how_many)}


def refused(program: Program, code: Code) -> Finding:
    with pytest.raises(FindingsError) as raised:
        build_template(program, code(program))
    (finding,) = raised.value.findings
    return finding


def described(template: Template) -> str:
    """The description of the first function's version where each value is as long as the template lets it be."""
    (text,) = (
        each["Properties"]["Description"]["Fn::Sub"]
        for each in template.resources.values()
        if each["Type"] == "AWS::Lambda::Version"
        and each["Properties"]["FunctionName"]["Ref"] == "LambdaFunctionCheckOrder"
    )
    for name, of in template.parameters.items():
        longest = max(map(len, of.get("AllowedValues", [""]))) or of.get("MaxLength", 0)
        value = LAYER if name == "PowertoolsLayer" else "x" * longest
        text = text.replace(f"${{{name}}}", value)
    assert "${" not in text
    return str(text)


@pytest.mark.parametrize("how_many", [1, 2, 4, 8])
def test_the_longest_values_that_the_template_takes_fit_into_the_description(
    how_many: int, program: Program, code: Code
) -> None:
    followed = urls(how_many)
    asked = told(program, {**followed, "ENVIRONMENT": "${Environment}"}, *followed.values())

    template = build_template(asked, code(asked))

    assert all(template.parameters[each.logical_id]["MaxLength"] > 0 for each in followed.values())
    assert len(described(template)) <= 256


def test_a_parameter_that_no_version_follows_may_be_of_any_length(program: Program, code: Code) -> None:
    template = build_template(program, code(program))

    assert "MaxLength" not in template.parameters["AlertEmail"]


def test_a_parameter_of_listed_values_is_counted_by_the_longest_of_them(program: Program, code: Code) -> None:
    mode, url = Parameter("Mode", allowed=["on", "off"]), Parameter("Url")
    asked = told(program, {"MODE": mode, "URL": url}, mode, url)

    parameters = build_template(asked, code(asked)).parameters

    assert "MaxLength" not in parameters["Mode"]
    assert parameters["Url"]["MaxLength"] == 256 - 112 - len(" off ")


def test_a_default_that_does_not_fit_is_refused_where_the_environment_is_written(program: Program, code: Code) -> None:
    followed = urls(4, default="https://api.sandbox.gateway.example/v2/pay")

    finding = refused(told(program, followed, *followed.values()), code)

    assert finding.code == "WF734"
    assert finding.message == (
        "a version of LambdaFunctionCheckOrder has 35 characters of its description for each parameter that it "
        "follows, and the default of Url0 has 42"
    )
    assert finding.place is not None


def test_listed_values_that_leave_no_room_are_refused(program: Program, code: Code) -> None:
    mode = Parameter("Mode", allowed=["x" * 200])

    finding = refused(told(program, {"MODE": mode}, mode), code)

    assert finding.message.endswith("has 0 characters of its description for each parameter that it follows")


def test_a_secret_parameter_in_a_text_is_refused_like_one_that_is_a_value(program: Program, code: Code) -> None:
    key = Parameter("GatewayKey", secret=True)

    finding = refused(told(program, {"KEY": "Bearer ${GatewayKey}"}, key), code)

    assert (finding.code, finding.instead) == ("WF103", "give the function a Secret and secret.grant_read()")
    assert '"GatewayKey" is a secret Parameter' in finding.message


def test_a_name_in_a_text_that_nothing_in_the_stack_has_is_refused(program: Program, code: Code) -> None:
    url = Parameter("GatewayUrl")
    known = "${GatewayUrl} ${AWS::Region} ${Environment} ${LambdaFunctionCheckOrder.Arn} ${!Name} $5"

    finding = refused(told(program, {"URL": "${GatewayUr}/v1", "ALL": known}, url), code)

    assert finding.code == "WF103"
    assert finding.message == "LambdaFunction.environment: nothing in the stack is named GatewayUr"
    assert finding.instead == "did you mean ${GatewayUrl}?"
