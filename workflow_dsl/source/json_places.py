"""Where each value of a JSON text stands."""

from __future__ import annotations

import json
import math
from typing import Any

from workflow_dsl.source.document import Document, Path, TextSyntaxError
from workflow_dsl.source.json_scan import Node, Scan, scan_json
from workflow_dsl.source.lines import Lines
from workflow_dsl.source.place import Place


class JsonPlaces:
    """Line and column of every value and key of a JSON text; the text is scanned when the first place is asked for."""

    def __init__(self, text: str, *, file: str) -> None:
        self._text = text
        self._file = file
        self._lines: Lines | None = None
        self._scanned: Scan | None = None

    def place(self, path: Path) -> Place:
        """Where the value at `path` begins; of its nearest ancestor when there is no such value."""
        return self._at(self._nearest(path).start)

    def key_place(self, path: Path) -> Place:
        """Where the key of the value at `path` begins; for an element of a list, where the element begins."""
        node = self._nearest(path)
        return self._at(node.start if node.key is None else node.key)

    def inside(self, path: Path, offset: int) -> Place:
        """Where a character of the string at `path` stands, counted from 0; escapes count as what they stand for."""
        at = self._nearest(path).start
        if self._text[at] != '"':
            return self._at(at)
        at += 1
        for _ in range(offset):
            at = _next_character(self._text, at)
        return self._at(at)

    @property
    def duplicates(self) -> tuple[tuple[Path, Place], ...]:
        """The path of each key that its object already had, and where the repetition stands."""
        return tuple((path, self._at(offset)) for path, offset in self._scan().duplicates)

    @property
    def value(self) -> Any:
        """The value of the whole text. Raises TextSyntaxError."""
        return self._scan().value

    def _nearest(self, path: Path) -> Node:
        node = self._scan().root
        for step in path:
            child = node.children.get(step)
            if child is None:
                break
            node = child
        return node

    def _scan(self) -> Scan:
        if self._scanned is None:
            try:
                self._scanned = scan_json(self._text)
            except json.JSONDecodeError as error:
                place = Place(self._file, error.lineno, error.colno)
                raise TextSyntaxError(_problem(error), place) from error
        return self._scanned

    def _at(self, offset: int) -> Place:
        if self._lines is None:
            self._lines = Lines(self._text)
        line, column = self._lines.position(offset)
        return Place(self._file, line, column)


def read_json(text: str, *, file: str) -> Document:
    """The value of a JSON text, with its places. Raises TextSyntaxError; a key given twice is no error here."""
    places = JsonPlaces(text, file=file)
    repeated = False

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        value = dict(pairs)
        repeated = repeated or len(value) != len(pairs)
        return value

    try:
        value = json.loads(text, object_pairs_hook=build, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        # The scanner goes to any depth and says where an error is; the standard library's is ten times as fast.
        return Document(places.value, places, places.duplicates)
    return Document(value, places, places.duplicates if repeated else ())


def _next_character(text: str, at: int) -> int:
    if text[at] == '"':
        return at
    if text[at] != "\\":
        return at + 1
    if text[at + 1] != "u":
        return at + 2
    # A character beyond the first plane is written as a pair of escapes.
    pair = text[at + 2 : at + 4].lower() in ("d8", "d9", "da", "db") and text[at + 6 : at + 8] == "\\u"
    return at + 12 if pair else at + 6


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is out of range")
    return value


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _problem(error: json.JSONDecodeError) -> str:
    return error.msg[0].lower() + error.msg[1:]
