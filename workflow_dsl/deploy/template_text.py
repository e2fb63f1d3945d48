"""Read a template's text: YAML or JSON, short or long form of intrinsic functions."""

from __future__ import annotations

import json
from typing import Any

from workflow_dsl.deploy.errors import ParameterError

Template = dict[str, Any]


def read_template(text: str) -> Template:
    """The template as a dictionary, intrinsic functions in their long form. Raises ParameterError when it is none."""
    import cfn_flip  # type: ignore[import-untyped]

    try:
        template: Any = json.loads(cfn_flip.to_json(text))
    except Exception as error:
        # The parser below raises what its YAML and JSON libraries raise: anything.
        raise ParameterError(f"the template cannot be read: {error}") from error
    if not isinstance(template, dict) or "Resources" not in template:
        raise ParameterError("the template has no Resources")
    return template
