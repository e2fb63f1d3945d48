"""The text of a statement as its author wrote it, with the comments above it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.statement import Statement

_FOR_TOOLS = re.compile(r"\s*# *(noqa|type: *ignore|pyright:|mypy:|ruff:|pragma:|nosec|fmt:).*$")
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def cut(module: Module, statement: Statement, docstrings: bool) -> list[str]:
    """The lines of the statement; without `docstrings`, those are left out."""
    replaced = {} if docstrings else _docstring_lines(module, statement)
    numbered = ((number, replaced.get(number, module.lines[number - 1])) for number in _numbers(module, statement))
    kept = [(number, line) for number, line in numbered if line is not None]
    if any("#" in line and _FOR_TOOLS.search(line) for _, line in kept):
        return _without_comments_for_tools(statement, kept)
    return [line for _, line in kept]


def _numbers(module: Module, statement: Statement) -> range:
    return range(_first_comment(module, statement), statement.last + 1)


def _without_comments_for_tools(statement: Statement, lines: list[tuple[int, str]]) -> list[str]:
    strings = set(_lines_inside_strings(statement))
    cleaned = ((line, line if number in strings else _FOR_TOOLS.sub("", line)) for number, line in lines)
    return [after for before, after in cleaned if after or not before]


def gap_above(module: Module, statement: Statement) -> int:
    """Empty lines above the statement in its own file."""
    line = _first_comment(module, statement) - 1
    count = 0
    while line - count >= 1 and not module.lines[line - count - 1].strip():
        count += 1
    return count


def _first_comment(module: Module, statement: Statement) -> int:
    first = statement.first
    while first > 1 and module.lines[first - 2].startswith("#") and not module.lines[first - 2].startswith("#!"):
        first -= 1
    return first


def _lines_inside_strings(statement: Statement) -> Iterator[int]:
    """Where a `#` may be text: lines with a string that holds one, or that runs over several lines."""
    for part in statement.parts:
        if isinstance(part, ast.Constant | ast.JoinedStr) and part.end_lineno:
            text = part.value if isinstance(part, ast.Constant) else "#"
            if part.end_lineno > part.lineno or (isinstance(text, str | bytes) and "#" in str(text)):
                yield from range(part.lineno, part.end_lineno + 1)


def _docstring_lines(module: Module, statement: Statement) -> dict[int, str | None]:
    """What stands in place of each line of a docstring: nothing, or `pass` where a body would be empty."""
    replaced: dict[int, str | None] = {}
    pending: list[ast.AST] = list(statement.nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            replaced.update(_replace_docstring(module, node))
        for block in _BLOCKS:
            pending.extend(getattr(node, block, ()))
    return replaced


def _replace_docstring(
    module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
) -> dict[int, str | None]:
    doc = node.body[0]
    first, last = doc.lineno, doc.end_lineno or doc.lineno
    line = module.lines[first - 1]
    if line[: doc.col_offset].strip() or module.lines[last - 1][doc.end_col_offset or 0 :].strip().startswith(";"):
        return {}
    replaced: dict[int, str | None] = dict.fromkeys(range(first, last + 1))
    if len(node.body) == 1:
        replaced[first] = f"{line[: doc.col_offset]}pass"
    while len(node.body) > 1 and not module.lines[last].strip():
        replaced[last + 1] = None
        last += 1
    return replaced
