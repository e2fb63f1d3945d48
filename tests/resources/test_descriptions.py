"""What is described at such length that AWS refuses it is refused where it is written."""

from collections.abc import Callable

import pytest

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.resources import LambdaFunction, Parameter, Resource, Secret

Describe = Callable[[str], Resource]


def function(description: str) -> LambdaFunction[dict[str, str], dict[str, str]]:
    return LambdaFunction("Charge", handler="lambdas.charge.handler", input=dict, output=dict, description=description)


@pytest.mark.parametrize(
    ("describe", "most"),
    [
        (lambda text: Parameter("Url", description=text), 4000),
        (lambda text: Secret("Key", description=text), 2048),
        (function, 256),
    ],
)
def test_a_description_has_as_many_characters_as_aws_takes(describe: Describe, most: int) -> None:
    describe("x" * most)
    with pytest.raises(FindingsError) as refused:
        describe("x" * (most + 1))

    assert f"a sentence of at most {most} characters" in str(refused.value)
