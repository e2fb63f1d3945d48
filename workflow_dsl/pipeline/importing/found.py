"""A state machine that was found in a file, before it is read as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from workflow_dsl.decompiler import Placeholder
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Document, Path, Place, Places


@dataclass(frozen=True, slots=True)
class Found:
    """`document` is the definition, `name` what it is called, `origin` the file, `file_name` what its Python is called.

    Where only a part of a file is the definition, `whole` is the place that stands for all of it; `linked` is the file
    that a template names instead of having the definition itself.
    """

    name: str
    origin: str
    document: Document
    placeholders: Sequence[Placeholder] = ()
    whole: Place | None = None
    notes: Sequence[str] = ()
    linked: FilePath | None = None


class Below:
    """The places of a part of a document."""

    def __init__(self, places: Places, path: Path) -> None:
        self._places = places
        self._path = path

    def place(self, path: Path) -> Place:
        """Where the value begins."""
        return self._places.place((*self._path, *path))

    def key_place(self, path: Path) -> Place:
        """Where the value's key begins."""
        return self._places.key_place((*self._path, *path))

    def inside(self, path: Path, offset: int) -> Place:
        """Where a character of a string stands."""
        return self._places.inside((*self._path, *path), offset)


class Shifted:
    """The places of a text that stands within another, so many lines further down and columns further right."""

    def __init__(self, places: Places, file: str, lines: int, columns: int) -> None:
        self._places = places
        self._file = file
        self._lines = lines
        self._columns = columns

    def place(self, path: Path) -> Place:
        """Where the value begins."""
        return self._moved(self._places.place(path))

    def key_place(self, path: Path) -> Place:
        """Where the value's key begins."""
        return self._moved(self._places.key_place(path))

    def inside(self, path: Path, offset: int) -> Place:
        """Where a character of a string stands."""
        return self._moved(self._places.inside(path, offset))

    def _moved(self, place: Place) -> Place:
        return Place(self._file, place.line + self._lines, place.column + self._columns)


class Fixed:
    """One place for everything, where a text cannot be followed into."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def place(self, path: Path) -> Place:
        """The one place."""
        del path
        return self._place

    key_place = place

    def inside(self, path: Path, offset: int) -> Place:
        """The one place."""
        del path, offset
        return self._place


def fault(code: str, problem: str, instead: str, place: Place) -> Finding:
    """An error of what should have been imported."""
    return Finding(code, Severity.ERROR, problem, instead, place)
