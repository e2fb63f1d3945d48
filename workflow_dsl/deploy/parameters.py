"""The parameters of a stack: what is given, what stays, what the template says.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import ParameterError
from workflow_dsl.deploy.stack import Stack, deployed_template
from workflow_dsl.deploy.template_text import read_template
from workflow_dsl.resources.parameter import matches_pattern
from workflow_dsl.stack.names import CODE_BUCKET_PARAMETER

Declared = Mapping[str, Mapping[str, Any]]
"""The section Parameters of a template."""

OPTIONS = {"AlertEmail": "--alert-email ADDRESS", "Environment": "--environment NAME"}
"""Parameters that `deploy` has an option for."""

_SHORTER = "give a shorter one, or write it as a text into the definition, where one is the same in every stack"
"""For what versions of functions follow: their description has to hold it."""


def deployed_parameters(connection: Connection, stack: Stack, action: str) -> dict[str, bool]:
    """The parameters of the stack as it is, by name: whether somebody has chosen its value, or the template has."""
    if action == "CREATE" or not stack.parameters:
        return {}
    declared: Declared = deployed_template(connection, stack.stack_id).get("Parameters", {})
    defaults = {name: str(of["Default"]) for name, of in declared.items() if "Default" in of}
    return {name: value != defaults.get(name) for name, value in stack.parameters.items()}


def check_parameters(template: str, given: Mapping[str, str], *, is_new: bool) -> None:
    """Find wrong calls before anybody is asked: values that the template's text refuses, names that it does not know.

    Of a new stack (`is_new`) also what is missing; of another one its values may stay. Raises ParameterError.
    """
    declared: Declared = read_template(template).get("Parameters", {})
    # The deployment itself knows where it puts the zips.
    chosen = {CODE_BUCKET_PARAMETER: False} if is_new else dict.fromkeys(declared, False)
    fit_parameters(declared, given, chosen)


def fit_parameters(declared: Declared, given: Mapping[str, str], chosen: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The parameters of a change set. Raises ParameterError for values that are missing, unknown or refused.

    `chosen` says of each parameter of the deployed stack whether its value is another than its template's default: such
    a value stays. One that nobody chose follows the new template, which may need another, as the layer of a newer
    runtime.
    """
    problems = list(_problems(declared, given, chosen))
    if problems:
        raise ParameterError("\n".join(problems))
    kept = [name for name, of in declared.items() if name in chosen and (chosen[name] or "Default" not in of)]
    return [
        *({"ParameterKey": name, "ParameterValue": value} for name, value in given.items()),
        *({"ParameterKey": name, "UsePreviousValue": True} for name in kept if name not in given),
    ]


def _problems(declared: Declared, given: Mapping[str, str], chosen: Mapping[str, bool]) -> Iterator[str]:
    unknown = sorted(set(given) - set(declared))
    if unknown:
        yield f"the template has no parameter {', '.join(unknown)}; it has {', '.join(sorted(declared)) or 'none'}"
    known = {*given, *chosen, *(name for name, of in declared.items() if "Default" in of)}
    missing = [name for name in declared if name not in known]
    if missing:
        add = " ".join(OPTIONS.get(name, f"--parameter {name}=VALUE") for name in missing)
        yield f"the template needs a value for {', '.join(missing)}; add {add}"
    for name in given:
        problem = _refusal(given[name], declared.get(name, {}))
        if problem:
            yield f"{name}: {problem}"


def _refusal(value: str, of: Mapping[str, Any]) -> str | None:
    """Why the service would refuse the value, after everything was uploaded."""
    shown = "the value" if of.get("NoEcho") else f'"{value}"'
    allowed = [str(one) for one in of.get("AllowedValues", ())]
    if allowed and value not in allowed:
        return f"{shown} is none of {', '.join(allowed)}"
    pattern = of.get("AllowedPattern")
    if pattern and not matches_pattern(pattern, value):
        return of.get("ConstraintDescription") or f"{shown} does not match {pattern}"
    longest = of.get("MaxLength")
    if longest is not None and len(value) > int(longest):
        return f"{shown} has {len(value):,} characters, and there is room for {int(longest):,}; {_SHORTER}"
    return None
