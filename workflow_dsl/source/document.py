"""A text that was read: its value, and where each part of it stands."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from workflow_dsl.source.place import Place

Path = tuple[str | int, ...]


class TextSyntaxError(ValueError):
    """The text is not what it should be (JSON, YAML); `problem` says why, `place` where."""

    def __init__(self, problem: str, place: Place) -> None:
        super().__init__(f"{place}: {problem}")
        self.problem = problem
        self.place = place


class Places(Protocol):
    """Line and column of the parts of a text, by their path of keys and indices."""

    def place(self, path: Path) -> Place:
        """Where the value begins; of its nearest ancestor when there is no such value."""

    def key_place(self, path: Path) -> Place:
        """Where the value's key begins; for an element of a list, where the element begins."""

    def inside(self, path: Path, offset: int) -> Place:
        """Where a character of the string at `path` stands, counted from 0; of the string where that is not known."""


class Document(NamedTuple):
    """`duplicates` lists each repetition of a key in one object: its path and where it stands."""

    value: Any
    places: Places
    duplicates: tuple[tuple[Path, Place], ...] = ()
