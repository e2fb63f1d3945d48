"""Paths: `$.order.lines[0]`, `$$.Execution.Id`, `$variable.field`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ROOT: Final = re.compile(r"\$\$|\$(?P<name>[^\W\d]\w*)?")
_DOT_NAME: Final = re.compile(r"\.(?P<name>[^.\[\]()\s'\"]+)(?P<call>\([^()]*\))?")
# AWS's own published state machines have `$.[0]`, and it runs.
_IDLE_DOT: Final = re.compile(r"\.(?=\[)")
_DOT_STAR: Final = re.compile(r"\.\*")
_DEEP: Final = re.compile(r"\.\.(?:\*|(?P<name>[^.\[\]()\s'\"*]+)|(?=\[))")
_QUOTED: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_FIELD: Final = re.compile(rf"\[\s*(?P<name>{_QUOTED})\s*\]")
_FIELDS: Final = re.compile(rf"\[\s*(?:{_QUOTED})(?:\s*,\s*(?:{_QUOTED}))+\s*\]")
_INDEX: Final = re.compile(r"\[\s*(?P<index>-?\d+)\s*\]")
_MANY: Final = re.compile(r"\[\s*(?:\*|-?\d*\s*:\s*-?\d*(?:\s*:\s*-?\d*)?|-?\d+(?:\s*,\s*-?\d+)+)\s*\]")
_SELECTORS: Final = (_DEEP, _DOT_STAR, _FIELDS, _MANY)


class PathSyntaxError(ValueError):
    """The text is no path or intrinsic function; `offset` counts characters of it from 0."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(f"{problem} (at character {offset + 1})")
        self.problem = problem
        self.offset = offset


@dataclass(frozen=True, slots=True)
class JsonPath:
    """`root` is `$` (the input), `$$` (the context object) or `$name` (a variable).

    `fields` are the plain names and indices that follow it, up to the first step that selects several values.
    `is_reference`: the whole path is plain, and so leads to one place.
    """

    text: str
    root: str
    fields: tuple[str | int, ...]
    is_reference: bool

    @property
    def variable(self) -> str | None:
        """The name of the variable that is read, or None for `$` and `$$`."""
        return self.root[1:] if len(self.root) > 1 and self.root != "$$" else None


def parse_path(text: str) -> JsonPath:
    """What a path reads; spaces at its end are ignored. Raises PathSyntaxError."""
    root = _ROOT.match(text)
    if root is None:
        raise PathSyntaxError('a path begins with "$"', 0)
    at, end = root.end(), len(text.rstrip())
    fields: list[str | int] = []
    plain = True
    while at < end:
        step, at = _step(text, at)
        plain = plain and step is not None
        if plain and step is not None:
            fields.append(step)
    return JsonPath(text, root[0], tuple(fields), plain)


def _step(text: str, at: int) -> tuple[str | int | None, int]:
    """The name or the index of a step, None when it selects otherwise, and where it ends."""
    if idle := _IDLE_DOT.match(text, at):
        at = idle.end()
    for selector in _SELECTORS:
        if found := selector.match(text, at):
            return None, found.end()
    if found := _DOT_NAME.match(text, at):
        return (None if found["call"] else found["name"]), found.end()
    if found := _FIELD.match(text, at):
        return _unquoted(found["name"]), found.end()
    if found := _INDEX.match(text, at):
        return int(found["index"]), found.end()
    if text.startswith(("[?(", "[("), at):
        return None, _end_of_filter(text, at)
    raise PathSyntaxError(_why_not(text, at), at)


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


def _end_of_filter(text: str, begin: int) -> int:
    """The offset after a `[?(...)]`, whose strings and parentheses may hold anything."""
    at, depth = begin, 0
    while at < len(text):
        if quoted := re.compile(_QUOTED).match(text, at):
            at = quoted.end()
            continue
        depth += (text[at] in "([") - (text[at] in ")]")
        at += 1
        if depth == 0:
            return at
    raise PathSyntaxError("a filter has no end", begin)


def _why_not(text: str, at: int) -> str:
    if text[at] == ".":
        return "a dot is not followed by a name"
    if text[at] == "[":
        return "brackets hold no name in quotes, no index and no selection"
    return f'"{text[at]}" is not expected here'
