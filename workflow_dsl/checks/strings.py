"""The strings of a state that can hold something to evaluate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from workflow_dsl import asl
from workflow_dsl.source import Path

# Names, comments and other states: nothing is evaluated in them.
_PLAIN: Final = frozenset(
    {"Comment", "Type", "QueryLanguage", "Next", "Default", "ItemProcessor", "Iterator", "Branches", "End", "Label"}
    | {"ErrorEquals", "JitterStrategy", "ProcessorConfig"}
)


class Text(NamedTuple):
    """`path` leads to the string through the definition, `field` is the state's field in which it stands."""

    path: Path
    field: str
    value: str

    @property
    def key(self) -> str:
        """The key directly above."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def in_catcher(self) -> bool:
        """Whether it belongs to a catcher."""
        return self.field == "Catch"


def texts_of(state: asl.State, path: Path) -> Iterator[Text]:
    """Every string, in the order of the fields; keys are none."""
    for name in sorted(state.model_fields_set - _PLAIN):
        pending: list[tuple[Path, Any]] = [((*path, name), getattr(state, name))]
        while pending:
            at, value = pending.pop()
            if isinstance(value, str):
                yield Text(at, name, value)
            else:
                pending.extend(_members(at, value))


def _members(at: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, asl.AslObject):
        for name in value.model_fields_set - _PLAIN:
            yield (*at, name), getattr(value, name)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*at, key), item
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield (*at, index), item
