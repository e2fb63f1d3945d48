"""Read a template's text: YAML or JSON, short or long form of intrinsic functions."""

from __future__ import annotations

from typing import Any

import yaml

from workflow_dsl.deploy.errors import ParameterError

Template = dict[str, Any]


_Safe: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""In C a template takes a tenth of the time."""


class _Loader(_Safe):  # type: ignore[misc] # one of the two, with the same methods
    """YAML as CloudFormation reads it: a date is a text, and `!Name` the short form of an intrinsic function."""


def _long_form(loader: _Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    """Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html"""
    value: Any
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
            if name == "GetAtt":
                value = str(value).split(".", 1)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def _as_text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_multi_constructor("!", _long_form)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def read_template(text: str) -> Template:
    """The template as a dictionary, intrinsic functions in their long form. Raises ParameterError when it is none."""
    try:
        template: Any = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise ParameterError(f"the template cannot be read: {error}") from error
    if not isinstance(template, dict) or "Resources" not in template:
        raise ParameterError("the template has no Resources")
    return template
