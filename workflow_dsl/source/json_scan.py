"""JSON text, token by token: values, places and duplicate keys, in linear time and at any depth."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any

from workflow_dsl.source.document import Path

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<mark>[{}\[\]:,])|(?P<string>\")|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>true|false|null)|(?P<end>\Z))",
)
# Python refuses longer ones, as their time is not linear.
_LONGEST_NUMBER = 4_000
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Node:
    """A value's offsets in the text: where it begins, where its key begins, and what lies in it."""

    start: int
    key: int | None = None
    children: dict[str | int, Node] = field(default_factory=dict)


@dataclass(slots=True)
class Scan:
    """A whole text: its value, the tree of offsets, and for each repeated key its path and its offset."""

    value: Any
    root: Node
    duplicates: list[tuple[Path, int]]


@dataclass(slots=True)
class _Open:
    """A container being read."""

    value: dict[str, Any] | list[Any]
    node: Node
    key: str = ""
    key_start: int | None = None


def scan_json(text: str) -> Scan:
    """Read the text. Raises json.JSONDecodeError, as json.loads does, but never RecursionError."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._open: list[_Open] = []
        self._duplicates: list[tuple[Path, int]] = []

    def read(self) -> Scan:
        kind, token, start = self._next()
        value, root = self._value(kind, token, start)
        while self._open:
            self._member(self._open[-1])
        kind, _, start = self._next()
        if kind != "end":
            raise json.JSONDecodeError("Extra data", self._text, start)
        return Scan(value, root, self._duplicates)

    def _member(self, container: _Open) -> None:
        """Read the next member of the container, or close it."""
        first = not container.node.children
        kind, token, start = self._next()
        closing = "}" if isinstance(container.value, dict) else "]"
        if token == closing and kind == "mark":
            self._open.pop()
            return
        if not first:
            self._expect(token == ",", "Expecting ',' delimiter", start)
            kind, token, start = self._next()
        if isinstance(container.value, dict):
            container.key, container.key_start = self._key(kind, token, start), start
            kind, token, start = self._next()
        self._put(container, *self._value(kind, token, start))

    def _key(self, kind: str, token: str, start: int) -> str:
        self._expect(kind == "string", "Expecting property name enclosed in double quotes", start)
        _, colon, colon_start = self._next()
        self._expect(colon == ":", "Expecting ':' delimiter", colon_start)
        return token

    def _put(self, container: _Open, value: Any, node: Node) -> None:
        # A container that was just opened is already the last of the open ones: its parent is the one to put it in.
        if isinstance(container.value, list):
            container.node.children[len(container.value)] = node
            container.value.append(value)
            return
        node.key = container.key_start
        if container.key in container.value:
            self._duplicates.append((self._path_of(container), node.key or node.start))
        container.value[container.key] = value
        container.node.children[container.key] = node

    def _path_of(self, last: _Open) -> Path:
        path: list[str | int] = []
        for container in self._open:
            path.append(container.key if isinstance(container.value, dict) else len(container.value) - 1)
            if container is last:
                break
        return tuple(path)

    def _value(self, kind: str, token: str, start: int) -> tuple[Any, Node]:
        node = Node(start)
        if kind == "string":
            return token, node
        if kind == "number":
            return self._number(token, start), node
        if kind == "word":
            return _WORDS[token], node
        self._expect(kind == "mark" and token in "{[", "Expecting value", start)
        value: dict[str, Any] | list[Any] = {} if token == "{" else []
        self._open.append(_Open(value, node))
        return value, node

    def _number(self, token: str, start: int) -> int | float:
        if not token.lstrip("-").isdigit():
            value = float(token)
            self._expect(math.isfinite(value), "Number out of range", start)
            return value
        self._expect(len(token) <= _LONGEST_NUMBER, "Number out of range", start)
        return int(token)

    def _next(self) -> tuple[str, str, int]:
        found = _TOKEN.match(self._text, self._position)
        if found is None or found.lastgroup is None:
            raise json.JSONDecodeError("Expecting value", self._text, _skip_space(self._text, self._position))
        kind = found.lastgroup
        start = found.start(kind)
        if kind == "string":
            token, self._position = scanstring(self._text, start + 1, True)
            return kind, token, start
        self._position = found.end()
        return kind, found.group(kind), start

    def _expect(self, holds: bool, problem: str, start: int) -> None:
        if not holds:
            raise json.JSONDecodeError(problem, self._text, start)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position
