"""The parameters that a function's version follows: another value of one makes another version.

A version keeps the environment that it was published with, and of its properties only the description can hold a value
that is known when the stack is deployed. So the values have to fit into it.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-version.html
"""

import re
from collections.abc import Collection, Iterator

from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Parameter
from workflow_dsl.resources.environment import SECRET_REFUSED, VERSIONED_INSTEAD
from workflow_dsl.stack.names import ENVIRONMENT_PARAMETER, ENVIRONMENTS, FINGERPRINT, LAYER_PARAMETER

DESCRIPTION = 256
"""Characters that the description of a function, or of a version, may have."""
LAYER_ARN = 112
"""Characters of it that are kept for the layer's ARN: Powertools' has up to 104, in AWS GovCloud."""

_NAME = re.compile(r"\$\{([^!}][^}]*)\}")


def followed_parameters(program: Program, function: AnyFunction) -> list[str]:
    """The parameters that a function's layer and environment are made of, by logical id."""
    given = [each.logical_id for each in function.environment.values() if isinstance(each, Parameter)]
    declared = [ENVIRONMENT_PARAMETER, *(each.logical_id for each in program.parameters)]
    written = [name for name in declared if _in_texts(function, name)]
    return list(dict.fromkeys([LAYER_PARAMETER, *given, *written]))


def longest_values(program: Program) -> dict[str, int]:
    """How many characters the value of a parameter may have that versions follow, where the template lists no values:
    what the layer and the listed values leave of the description, shared out evenly.
    """
    longest: dict[str, int] = {}
    for function in program.functions:
        names, share = _shared(program, function)
        longest |= {name: min(share, longest.get(name, share)) for name in names}
    return longest


def values_that_do_not_follow(program: Program) -> Iterator[Finding]:
    """Functions whose versions Lambda would refuse, or whose executions would go on with a value that has changed."""
    for function in program.functions:
        yield from _secrets(program, function)
        names, share = _shared(program, function)
        declared = {each.logical_id: each.default or "" for each in program.parameters}
        long = next((name for name in names if len(declared.get(name, "")) > share), None)
        if long is not None:
            yield _no_room(function, share, f", and the default of {long} has {len(declared[long])}")
        elif share < 1:
            yield _no_room(function, share)


def names_of_nothing(program: Program, named: Collection[str]) -> Iterator[Finding]:
    """WF103 for each `${Name}` in a text of an environment that is none of the template's names: CloudFormation would
    refuse the template.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
    """
    for function in program.functions:
        for variable, text in function.environment.items():
            for name in _NAME.findall(text) if isinstance(text, str) else ():
                if name.partition(".")[0] not in named and not name.startswith("AWS::"):
                    near = suggest(name, named)
                    included = f"name it in includes= of the workflow, or write ${{!{name}}} for the text itself"
                    instead = f"did you mean ${{{near}}}?" if near else included
                    problem = f"LambdaFunction.environment: nothing in the stack is named {name}"
                    yield Finding("WF103", Severity.ERROR, problem, instead, function.place("environment", variable))


def _secrets(program: Program, function: AnyFunction) -> Iterator[Finding]:
    """A secret parameter by its name in a text; one that is given as a value is refused by the declaration."""
    for variable, text in function.environment.items():
        for each in program.parameters:
            if each.secret and isinstance(text, str) and f"${{{each.logical_id}}}" in text:
                yield Finding(
                    "WF103",
                    Severity.ERROR,
                    f"LambdaFunction.environment: {SECRET_REFUSED.format(each.name)}",
                    VERSIONED_INSTEAD,
                    function.place("environment", variable),
                )


def _no_room(function: AnyFunction, share: int, more: str = "") -> Finding:
    return Finding(
        "WF734",
        Severity.ERROR,
        f"a version of {function.logical_id} has {max(share, 0)} characters of its description for each parameter that "
        f"it follows{more}",
        "write values that are the same in every stack as texts into the environment",
        function.place("environment"),
    )


def _in_texts(function: AnyFunction, name: str) -> bool:
    return any(isinstance(text, str) and f"${{{name}}}" in text for text in function.environment.values())


def _shared(program: Program, function: AnyFunction) -> tuple[list[str], int]:
    """The parameters that may have any value, and how many characters there are for each beside a space."""
    declared = {each.logical_id: each.allowed for each in program.parameters}
    listed: dict[str, tuple[str, ...]] = {ENVIRONMENT_PARAMETER: ENVIRONMENTS} | declared
    followed = [name for name in followed_parameters(program, function) if name != LAYER_PARAMETER]
    free = [name for name in followed if not listed.get(name)]
    network = FINGERPRINT + 1 if isinstance(function.vpc, dict) else 0
    room = (
        DESCRIPTION
        - LAYER_ARN
        - network
        - sum(1 + max(map(len, listed[name])) for name in followed if name not in free)
    )
    return free, room // max(1, len(free)) - 1
