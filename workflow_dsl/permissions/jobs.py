"""What jobs act on where AWS's own names for it are not in the arguments: roles of ECS tasks, models, objects in S3."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from workflow_dsl.permissions.acted_on import known_text
from workflow_dsl.permissions.statement import ANYTHING, Target
from workflow_dsl.program import Program

_MODELS: Final = "arn:${AWS::Partition}:bedrock"
_PROFILE: Final = re.compile(r"(?:[a-z]{2}|us-gov|apac|global)\.(.+)")
_OBJECT: Final = re.compile(r"s3://([^/]+)/?(.*)")


def task_roles(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The task's role and its execution role, where both are overridden; their definition, which is not in the stack,
    names them otherwise.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/ecs-iam.html
    """
    roles = [known_text(program, _inner(arguments, "Overrides", name)) for name in ("TaskRoleArn", "ExecutionRoleArn")]
    for role in roles if all(roles) else [None]:
        yield Target("", role) if role else ANYTHING


def invoked_model(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The foundation model; of an inference profile also the model in every region, to one of which it sends.

    Source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
    """
    named = known_text(program, arguments.get("ModelId"))
    if named is None:
        yield ANYTHING
    elif named.startswith(("arn:", "${")):
        yield Target("", named)
        yield from _behind(named.rpartition("/")[2]) if ":inference-profile/" in named else ()
    elif _PROFILE.fullmatch(named):
        yield Target("", f"{_MODELS}:${{AWS::Region}}:${{AWS::AccountId}}:inference-profile/{named}")
        yield from _behind(named)
    else:
        yield Target("", f"{_MODELS}:${{AWS::Region}}::foundation-model/{named}")


def model_input(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The object that a model is given.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html
    """
    yield from _objects(program, _inner(arguments, "Input", "S3Uri"))


def model_output(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """The object that a model's answer is written to.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html
    """
    yield from _objects(program, _inner(arguments, "Output", "S3Uri"))


def query_results(program: Program, arguments: Mapping[str, Any]) -> Iterator[Target]:
    """Where Athena writes the results of a query: the bucket, and what is below the prefix in it; anywhere, where the
    workgroup says it.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/athena-iam.html
    """
    location = _inner(arguments, "ResultConfiguration", "OutputLocation")
    found = _OBJECT.fullmatch(known_text(program, location) or "")
    if found:
        yield Target("", f"arn:${{AWS::Partition}}:s3:::{found[1]}")
    yield from _objects(program, location, "*")


JOB_FINDERS: Final[Mapping[str, Callable[[Program, Mapping[str, Any]], Iterator[Target]]]] = {
    "task_roles": task_roles,
    "invoked_model": invoked_model,
    "model_input": model_input,
    "model_output": model_output,
    "query_results": query_results,
}
"""By the names that the table of tasks has for them."""


def _inner(arguments: Mapping[str, Any], name: str, inner: str) -> Any:
    found = arguments.get(name)
    return found.get(inner) if isinstance(found, dict) else None


def _behind(profile: str) -> Iterator[Target]:
    """The model of a profile that AWS made, whose name is in the profile's."""
    found = _PROFILE.fullmatch(profile)
    yield Target("", f"{_MODELS}:*::foundation-model/{found[1] if found else '*'}")


def _objects(program: Program, location: Any, below: str = "") -> Iterator[Target]:
    found = _OBJECT.fullmatch(known_text(program, location) or "")
    yield Target("", f"arn:${{AWS::Partition}}:s3:::{found[1]}/{found[2]}{below}") if found else ANYTHING
