"""`is`, `is not` and `isinstance` of an expression: the questions that Python answers without asking the expression."""

import ast
import tokenize
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl.expression import Expression
from workflow_dsl.source import Place

_SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_OF_IDENTITY = (
    "is compares the expression itself, not the value that it will have in an execution",
    "compare with == or !=, also with None",
)
_OF_KIND = (
    "isinstance() asks the expression itself, not the value that it will have in an execution",
    "branch with Choice on a field that tells the kinds apart",
)


def identity_tests(module: ModuleType, file: Path) -> Iterator[Finding]:
    """WF205 for each such question in the file about a name of the module that is an expression: it is always False."""
    # As Python reads it: with a byte order mark, or in the encoding that its first lines name.
    with tokenize.open(file) as source:
        text = source.read()
    if " is " not in text and "isinstance(" not in text:
        return
    for node, own in _with_own_names(ast.parse(text)):
        asked, (problem, instead) = _asked(node)
        if isinstance(node, ast.expr) and any(isinstance(_value(side, module, own), Expression) for side in asked):
            yield Finding("WF205", Severity.ERROR, problem, instead, Place(str(file), node.lineno, node.col_offset + 1))


def _with_own_names(tree: ast.AST) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Each node, and the names that a function or a comprehension around it has for itself: not those of the module."""
    pending = deque([(tree, frozenset[str]())])
    while pending:
        node, own = pending.popleft()
        yield node, own
        if isinstance(node, _SCOPES):
            own |= {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
            own |= {
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
        pending.extend((child, own) for child in ast.iter_child_nodes(node))


def _asked(node: ast.AST) -> tuple[list[ast.expr], tuple[str, str]]:
    """What a question is asked about, and what to say where that is an expression."""
    match node:
        case ast.Compare(left=left, ops=operators, comparators=others) if any(
            isinstance(operator, ast.Is | ast.IsNot) for operator in operators
        ):
            return [left, *others], _OF_IDENTITY
        case ast.Call(func=ast.Name(id="isinstance"), args=[of, *_]):
            return [of], _OF_KIND
    return [], _OF_KIND


def _value(node: ast.expr, module: ModuleType, own: frozenset[str]) -> Any:
    """What a name, or a path from one, stands for in the module; nothing is called."""
    match node:
        case ast.Name(id=name) if name not in own:
            return getattr(module, name, None)
        case ast.Attribute(value=of, attr=name):
            return getattr(_value(of, module, own), name, None)
        case _:
            return None
