"""Payload templates: JSON in which the fields whose names end in `.$` are paths or intrinsic functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflow_dsl.source import Path


@dataclass(frozen=True, slots=True)
class DynamicField:
    """A field whose name ends in `.$`. `repeats`: its object has a field of the same name without the `.$`."""

    path: Path
    value: Any
    repeats: bool

    @property
    def name(self) -> str:
        """The name that the field has in the payload."""
        return str(self.path[-1]).removesuffix(".$")


def dynamic_fields(template: Any) -> Iterator[DynamicField]:
    """Every field whose name ends in `.$`, in the order of the template, at any depth.

    https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
    """
    pending: list[tuple[Path, Any]] = [((), template)]
    while pending:
        path, value = pending.pop()
        if path and isinstance(path[-1], str) and path[-1].endswith(".$"):
            yield DynamicField(path, value, _repeats(template, path))
        elif isinstance(value, dict):
            pending.extend(((*path, key), member) for key, member in reversed(value.items()))
        elif isinstance(value, (list, tuple)):
            pending.extend(((*path, index), value[index]) for index in reversed(range(len(value))))


def _repeats(template: Any, path: Path) -> bool:
    holder = template
    for step in path[:-1]:
        holder = holder[step]
    return str(path[-1]).removesuffix(".$") in holder
