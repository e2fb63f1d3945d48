"""Arguments that have to be text when the state runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import type_of
from workflow_dsl.resources import Parameter


def not_text(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """For each value that is given under its name and is no text, or may be null: what is wrong, what to write instead.

    The service takes nothing else there: an execution that brings another value ends with
    States.QueryEvaluationError.
    """
    for what, value in given.items():
        found = type_of(value)
        if value is None or isinstance(value, Parameter) or types.travels_as_text(found):
            continue
        instead = 'make text of it, as jsonata("$string($value)", type=str, value=...)'
        if types.travels_as_text(types.without_none(found)):
            instead = "say what null stands for, as jsonata(\"$value ? $value : 'none'\", type=str, value=...)"
        yield f"the {what} is {types.describe(found)} and has to be text", instead
