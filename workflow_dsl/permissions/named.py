"""What a name in the arguments of a task stands for, as the target of a statement."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflow_dsl.permissions.acted_on import PLACEHOLDER, known_text
from workflow_dsl.permissions.statement import ANYTHING, Target
from workflow_dsl.program import Program
from workflow_dsl.resources import HttpApi, LambdaFunction, Parameter, Resource

_ARGUMENT: Final = re.compile(r"(?<!\$)\{(\w+)\}")
_QUALIFIER: Final = re.compile(r"^(arn:[^:]*:states:[^:]*:[^:]*:stateMachine:[^:]+):.*")
_ELSEWHERE: Final = (
    re.compile(r"https://sqs\.(?P<region>[a-z0-9-]+)\.[^/]+/(?P<account>\d{12})/(?P<name>.+)"),
    re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)"),
)


def find_argument(arguments: Mapping[str, Any], name: str) -> Any:
    """An argument, or one inside of another: the connection of an HTTP task stands below `Authentication`."""
    if name in arguments:
        return arguments[name]
    inner = (value for value in arguments.values() if isinstance(value, dict) and name in value)
    return next(inner, {}).get(name)


def is_given(arguments: Mapping[str, Any], name: str) -> bool:
    """Whether there is such an argument, written down or computed by a path."""
    return any(find_argument(arguments, each) is not None for each in (name, f"{name}.$"))


def named_target(program: Program, argument: Any, pattern: str | None = None) -> Target:
    """The resource that an argument names: by its own ARN, or in the `pattern` of one. Anything, where it is computed
    while the machine runs.
    """
    if not isinstance(argument, str) or argument.startswith(("{%", "$.")):
        return ANYTHING
    named = PLACEHOLDER.fullmatch(argument)
    if named is not None and named[1] in program.substitutions:
        return of_resource(program.substitutions[named[1]].resource)
    if argument.startswith("arn:"):
        # Versions and aliases of a state machine are allowed by its own ARN.
        return Target("", _QUALIFIER.sub(r"\1", argument))
    return ANYTHING if pattern is None else Target("", _arn(pattern, argument))


def of_resource(resource: Resource) -> Target:
    """A resource as a target. Of a function, all its versions: a running execution goes on with those it began with."""
    if isinstance(resource, LambdaFunction):
        return Target(resource.logical_id, ":*")
    if isinstance(resource, Parameter):
        # The ARN of something in another stack, as imported definitions name it.
        return Target("", f"${{{resource.logical_id}}}")
    return Target(resource.logical_id)


def filled(program: Program, pattern: str, arguments: Mapping[str, Any], *, lower: bool = False) -> str:
    """An ARN with the arguments whose names stand in it as `{Name}`; `*` for those computed while the machine runs."""

    def value(found: re.Match[str]) -> str:
        known = _text(program, find_argument(arguments, found[1])) or "*"
        return known.lower() if lower and "${" not in known else known

    return _ARGUMENT.sub(value, pattern)


def names_in(value: Any) -> Iterator[str]:
    """The substitutions in a value, in the order in which they stand there."""
    if isinstance(value, str):
        yield from PLACEHOLDER.findall(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from names_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item)


def _text(program: Program, argument: Any) -> str | None:
    named = PLACEHOLDER.fullmatch(argument) if isinstance(argument, str) else None
    known = program.substitutions.get(named[1]) if named else None
    if known is not None and isinstance(known.resource, HttpApi):
        return f"${{{known.resource.logical_id}}}"
    return known_text(program, argument)


def _arn(pattern: str, argument: str) -> str:
    """The ARN of what is named: in this account and region, unless a queue's URL or a part of an ARN says another."""
    found = next((found for each in _ELSEWHERE if (found := each.fullmatch(argument))), None)
    if found is None:
        return pattern.replace("{}", argument.rpartition("/")[2])
    told = {"region": "${AWS::Region}", **found.groupdict()}
    arn = pattern.replace("{}", told["name"]).replace("${AWS::AccountId}", told["account"])
    return arn.replace("${AWS::Region}", told["region"])
