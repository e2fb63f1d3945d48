"""Variables that the paths of JSONPath states read."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_dsl.asl.jsonpath import IntrinsicCall, JsonPath
from workflow_dsl.checks.data.paths import parsed, path_texts
from workflow_dsl.checks.subject import StateAt, Subject
from workflow_dsl.source import Path


def path_reads(subject: Subject) -> Iterator[tuple[StateAt, Path, str]]:
    """The state, where its path stands, and the variable."""
    for state, text, kind in path_texts(subject):
        if kind == "result":
            continue
        found = parsed(text.value, kind)
        each = found.paths if isinstance(found, IntrinsicCall) else (found,) if isinstance(found, JsonPath) else ()
        for path in each:
            if path.variable is not None:
                yield state, text.path, path.variable
