"""YAML text: its value as JSON would have it, and where each part stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.source.document import Document, Path, TextSyntaxError
from workflow_dsl.source.place import Place

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_LONGEST_NUMBER = 4_000
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

_Position = tuple[int, int]


@dataclass(slots=True)
class _Node:
    value: Any
    start: _Position
    key: _Position | None = None
    tag: str | None = None
    # How far the text of a string on one line begins after the node; None where that does not hold.
    inset: int | None = None
    children: dict[str | int, _Node] = field(default_factory=dict)


class YamlPlaces:
    """Line and column of every value and key of a YAML text."""

    def __init__(self, root: _Node, file: str) -> None:
        self._root = root
        self._file = file

    def place(self, path: Path) -> Place:
        """Where the value at `path` begins; of its nearest ancestor when there is no such value."""
        return Place(self._file, *self._nearest(path).start)

    def key_place(self, path: Path) -> Place:
        """Where the key of the value at `path` begins; for an element of a list, where the element begins."""
        node = self._nearest(path)
        return Place(self._file, *(node.key or node.start))

    def inside(self, path: Path, offset: int) -> Place:
        """Where a character of the string at `path` stands, counted from 0; of strings of several lines, the first."""
        node = self._nearest(path)
        line, column = node.start
        return Place(self._file, line, column if node.inset is None else column + node.inset + offset)

    def _nearest(self, path: Path) -> _Node:
        node = self._root
        for step in path:
            child = node.children.get(step)
            if child is None:
                break
            node = child
        return node


def read_yaml(text: str, *, file: str) -> Document:
    """The value of a YAML text (the core schema of YAML 1.2: `yes` and dates stay strings), with its places.

    Short tags of CloudFormation become their long form: `!Ref x` is `{"Ref": "x"}`, `!Sub x` is `{"Fn::Sub": "x"}`.
    Raises TextSyntaxError.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
    """
    # Most definitions are not YAML, and loading the parser takes a sixth of the time of a compilation.
    import yaml

    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, 1, 1) if mark is None else Place(file, mark.line + 1, mark.column + 1)
        raise TextSyntaxError(error.problem or "not YAML", place) from error
    except yaml.YAMLError as error:
        raise TextSyntaxError(str(error).splitlines()[0], Place(file, 1, 1)) from error
    root = reader.root or _Node(None, (1, 1))
    return Document(root.value, YamlPlaces(root, file), tuple(reader.duplicates))


class _Reader:
    """Builds values from events: the parser's stack is its own, so no depth is too deep."""

    def __init__(self, file: str) -> None:
        self.root: _Node | None = None
        self.duplicates: list[tuple[Path, Place]] = []
        self._file = file
        self._open: list[_Node] = []
        self._keys: list[tuple[str, _Position] | None] = []
        self._anchors: dict[str, _Node] = {}

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "ScalarEvent":
                self._put(event, _Node(_scalar(event), _start(event), inset=_inset(event)))
            case "MappingStartEvent":
                self._begin(event, {})
            case "SequenceStartEvent":
                self._begin(event, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self._end()
            case "AliasEvent":
                self._put(None, self._alias(event))
            case "DocumentStartEvent" if self.root is not None:
                raise TextSyntaxError("a second document begins", Place(self._file, *_start(event)))

    def _begin(self, event: Any, value: Any) -> None:
        node = _Node(value, _start(event), tag=event.tag)
        self._open.append(node)
        self._keys.append(None)
        if event.anchor:
            self._anchors[event.anchor] = node

    def _end(self) -> None:
        node = self._open.pop()
        self._keys.pop()
        node.value = _tagged(node.tag, node.value)
        self._put(None, node)

    def _alias(self, event: Any) -> _Node:
        node = self._anchors.get(event.anchor)
        if node is None or node in self._open:
            raise TextSyntaxError(f"alias {event.anchor!r} has no finished anchor", Place(self._file, *_start(event)))
        return _Node(node.value, _start(event), children=node.children)

    def _put(self, event: Any, node: _Node) -> None:
        if event is not None and event.anchor:
            self._anchors[event.anchor] = node
        if not self._open:
            self.root = node
            return
        container = self._open[-1]
        if isinstance(container.value, list):
            container.children[len(container.value)] = node
            container.value.append(node.value)
        elif self._keys[-1] is None:
            self._keys[-1] = (self._key(event, node), node.start)
        else:
            key, key_start = self._keys[-1]
            self._keys[-1] = None
            self._member(container, key, key_start, node)

    def _key(self, event: Any, node: _Node) -> str:
        if event is None:
            raise TextSyntaxError("a key must be a string", Place(self._file, *node.start))
        return str(event.value)

    def _member(self, container: _Node, key: str, key_start: _Position, node: _Node) -> None:
        if key == "<<" and isinstance(node.value, (dict, list)):
            for inherited_key, inherited in _merged(node):
                if inherited_key not in container.value:
                    container.value[inherited_key] = inherited.value
                    container.children[inherited_key] = inherited
            return
        known = container.children.get(key)
        if known is not None and known.key is not None and known.start >= container.start:
            self.duplicates.append(((*self._path(), key), Place(self._file, *key_start)))
        node.key = key_start
        container.value[key] = node.value
        container.children[key] = node

    def _path(self) -> Iterator[str | int]:
        for container, key in zip(self._open[:-1], self._keys[:-1], strict=True):
            yield len(container.value) if key is None else key[0]


def _merged(node: _Node) -> Iterator[tuple[str, _Node]]:
    sources = node.children.values() if isinstance(node.value, list) else [node]
    for source in sources:
        for key, child in source.children.items():
            if isinstance(key, str):
                yield key, child


def _scalar(event: Any) -> Any:
    text = event.value
    if event.tag is not None and event.tag != "!":
        return _tagged(event.tag, str(text))
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) and len(text) <= _LONGEST_NUMBER:
        return int(text)
    if _FLOAT.match(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _inset(event: Any) -> int | None:
    begin, end = event.start_mark, event.end_mark
    if begin.line != end.line or event.tag is not None:
        return None
    inset = 1 if event.style in ("'", '"') else 0
    # With escapes or doubled quotes inside, characters and columns do not go together.
    return inset if end.column - begin.column == len(event.value) + 2 * inset else None


def _tagged(tag: str | None, value: Any) -> Any:
    if tag is None or not tag.startswith("!") or tag == "!":
        return value
    name = tag[1:]
    if name == "GetAtt" and isinstance(value, str):
        return {"Fn::GetAtt": value.split(".", 1)}
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def _start(event: Any) -> _Position:
    return event.start_mark.line + 1, event.start_mark.column + 1
