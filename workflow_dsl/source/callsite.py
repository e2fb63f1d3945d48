"""Where in a user's Python a value was made: captured for next to nothing, resolved only when a message needs it."""

from __future__ import annotations

import ast
import linecache
import os
import sys
from functools import lru_cache
from itertools import islice
from types import CodeType, FrameType

from workflow_dsl.source.place import Place

_Span = tuple[int, int, int, int]


class CallSite:
    """One call in a user's source. Only the code object and the instruction are kept until a place is asked for."""

    __slots__ = ("_code", "_instruction", "_line")

    def __init__(self, code: CodeType, instruction: int, line: int) -> None:
        self._code = code
        self._instruction = instruction
        self._line = line

    @property
    def file(self) -> str:
        """The file name as Python knows it, mostly absolute."""
        return self._code.co_filename

    @property
    def line(self) -> int:
        """The line of the call, counted from 1."""
        return self._line

    @property
    def place(self) -> Place:
        """Where the call begins; the beginning of its line when Python recorded no columns."""
        span = self._span()
        return Place(self.file, self._line, 1) if span is None else _place(self.file, span[0], span[1])

    def argument(self, name: str | int, *inside: str | int) -> Place:
        """Where an argument stands, by keyword or by number for a positional one; the call itself when it is not found.

        `inside` goes on into the argument, as far as the source shows it: an index into a list, a key of a dictionary,
        or an argument of a call. `argument("catch", 0, "to")` is the `to=` of the first catcher.
        """
        span = self._span()
        call = None if span is None else _calls(self.file).get(span)
        if call is None:
            return self.place
        node = _follow(call, (name, *inside))
        return _place(self.file, node.lineno, node.col_offset)

    def _span(self) -> _Span | None:
        position = next(islice(self._code.co_positions(), self._instruction // 2, None), None)
        if position is None:
            return None
        line, end_line, column, end_column = position
        if line is None or end_line is None or column is None or end_column is None:
            return None
        return line, column, end_line, end_column

    def __repr__(self) -> str:
        return f"CallSite({str(self.place)!r})"


def capture(package: str = "workflow_dsl") -> CallSite:
    """The nearest call outside of `package` (and outside of pydantic, which may stand between).

    Costs about a microsecond: nothing is resolved, and no frame is kept alive. When everything on the stack belongs to
    the package, the outermost call is given.
    """
    skipped = (package, "pydantic")
    frame = sys._getframe(1)
    while frame.f_globals.get("__name__", "").partition(".")[0] in skipped:
        outer = frame.f_back
        if outer is None:
            break
        frame = outer
    return CallSite(frame.f_code, frame.f_lasti, frame.f_lineno)


def capture_author(package: str = "workflow_dsl") -> CallSite:
    """The nearest call outside of `package` and of every library: where one of them was given what it cannot use.

    Looks at each file on the stack, so it is for messages only. Where all of them are libraries', as `capture`.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _top_package(frame) == package:
        frame = frame.f_back
    while frame is not None and _top_package(frame) != package:
        if not is_library(frame.f_code.co_filename):
            return CallSite(frame.f_code, frame.f_lasti, frame.f_lineno)
        frame = frame.f_back
    return capture(package)


def is_library(file: str) -> bool:
    """Whether a file of source, as Python names it, is a library's."""
    # Imported here: it takes a while, and only a message needs it.
    import sysconfig

    if file.startswith("<frozen "):
        return True
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return any(os.path.realpath(file).startswith(os.path.realpath(folder) + os.sep) for folder in folders)


def _top_package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


_Located = ast.expr | ast.keyword


def _follow(call: ast.Call, path: tuple[str | int, ...]) -> _Located:
    node: _Located = call
    for step in path:
        found = _step(node.value if isinstance(node, ast.keyword) else node, step)
        if found is None:
            break
        node = found
    return node


def _step(node: ast.expr, step: str | int) -> _Located | None:
    match node, step:
        case ast.Call(), str():
            return next((keyword for keyword in node.keywords if keyword.arg == step), None)
        case ast.Call(), int():
            return _item(node.args, step)
        case ast.List() | ast.Tuple(), int():
            return _item(node.elts, step)
        case ast.Dict(), str():
            keys = (key for key in node.keys if isinstance(key, ast.Constant) and key.value == step)
            return next(keys, None)
        case _:
            return None


def _item(nodes: list[ast.expr], index: int) -> ast.expr | None:
    return nodes[index] if 0 <= index < len(nodes) else None


def _place(file: str, line: int, byte_column: int) -> Place:
    text = linecache.getline(file, line)
    if text.isascii():
        return Place(file, line, byte_column + 1)
    return Place(file, line, len(text.encode()[:byte_column].decode(errors="replace")) + 1)


def _calls(file: str) -> dict[_Span, ast.Call]:
    # The list that linecache keeps stands for one version of the file: a file that changed gets a new list.
    lines = linecache.getlines(file)
    return _parsed_calls(_Lines(lines))


class _Lines:
    """The lines of a file, equal only to themselves, so that a cache need not compare texts."""

    __slots__ = ("lines",)

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def __hash__(self) -> int:
        return id(self.lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lines) and other.lines is self.lines


@lru_cache(maxsize=64)
def _parsed_calls(text: _Lines) -> dict[_Span, ast.Call]:
    try:
        tree = ast.parse("".join(text.lines))
    except (SyntaxError, ValueError, RecursionError):
        return {}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {_span_of(call): call for call in calls}


def _span_of(call: ast.Call) -> _Span:
    return call.lineno, call.col_offset, call.end_lineno or call.lineno, call.end_col_offset or call.col_offset
