"""The paths of JSONPath states: which fields hold one, and of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from workflow_dsl.asl.jsonpath import IntrinsicCall, JsonPath, PathSyntaxError, parse_dynamic, parse_path
from workflow_dsl.checks.strings import Text
from workflow_dsl.checks.subject import StateAt, Subject

Kind = Literal["path", "reference", "result", "dynamic"]

_TEMPLATES: Final = frozenset(
    {"Parameters", "ResultSelector", "ItemSelector", "Assign", "BatchInput", "Credentials", "Arguments", "Output"}
)
_PATHS: Final = frozenset({"InputPath", "OutputPath", "ItemsPath", "Variable"})
_DYNAMIC: Final = frozenset({"ErrorPath", "CausePath"})
_LITERAL: Final = frozenset({"Result"})


class PathText(NamedTuple):
    """A string that holds a path. path: any; reference: one that leads to one place; result: where ResultPath puts
    something; dynamic: a path or an intrinsic function.
    """

    state: StateAt
    text: Text
    kind: Kind


def path_texts(subject: Subject) -> Iterator[PathText]:
    """Every string of the JSONPath states that should be a path."""
    for state, texts in subject.texts:
        if state.is_jsonata:
            continue
        for text in texts:
            kind = _kind(state, text)
            if kind is not None:
                yield PathText(state, text, kind)


@lru_cache(maxsize=65536)
def parsed(text: str, kind: Kind) -> JsonPath | IntrinsicCall | PathSyntaxError:
    """The path, or why it is none."""
    try:
        return parse_dynamic(text) if kind == "dynamic" else parse_path(text)
    except PathSyntaxError as error:
        return error


def _kind(state: StateAt, text: Text) -> Kind | None:
    inside = text.path[len(state.path) :]
    key = inside[-1]
    if not isinstance(key, str) or text.field in _LITERAL:
        return None
    if any(step in _TEMPLATES for step in inside[:-1]):
        return "dynamic" if key.endswith(".$") else None
    if key in _PATHS:
        return "path"
    if key in _DYNAMIC:
        return "dynamic"
    if key == "ResultPath":
        return "result"
    return "reference" if key.endswith("Path") else None
