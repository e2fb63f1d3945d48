"""Where a state stands in a definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow_dsl.source import Path


class StatePath(NamedTuple):
    """The way to a state: `StatePath.of("Each").within("ItemProcessor", "Charge")`, `....branch(0, "Charge")`.

    `json_path` is the same way as keys and indices of the definition: `("States", "Each", "ItemProcessor", "States",
    "Charge")`. Printed it is `Each > Charge`, or `Fork[0] > Charge` in a branch.
    """

    json_path: Path

    @classmethod
    def of(cls, name: str) -> StatePath:
        """A state of the machine itself."""
        return cls(("States", name))

    def within(self, field: str, name: str) -> StatePath:
        """A state in the `ItemProcessor` (or `Iterator`) of this Map."""
        return StatePath((*self.json_path, field, "States", name))

    def branch(self, index: int, name: str) -> StatePath:
        """A state in a branch of this Parallel."""
        return StatePath((*self.json_path, "Branches", index, "States", name))

    @property
    def name(self) -> str:
        """The name of the state."""
        return str(self.json_path[-1])

    @property
    def parent(self) -> StatePath | None:
        """The Map or Parallel around the state; None in the machine itself."""
        outer = self.json_path[:-2]
        if not outer:
            return None
        return StatePath(outer[:-2] if isinstance(outer[-1], int) else outer[:-1])

    def __str__(self) -> str:
        return " > ".join(self._names())

    def _names(self) -> Iterator[str]:
        steps, at = self.json_path, 0
        while at < len(steps):
            name = str(steps[at + 1])
            at += 2
            if at < len(steps) and steps[at] == "Branches":
                name += f"[{steps[at + 1]}]"
                at += 2
            elif at < len(steps):
                at += 1
            yield name
