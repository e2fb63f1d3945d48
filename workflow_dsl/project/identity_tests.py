"""`is` and `is not` on an expression: the one question that Python answers without asking the expression."""

import ast
import tokenize
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl.expression import Expression
from workflow_dsl.source import Place


def identity_tests(module: ModuleType, file: Path) -> Iterator[Finding]:
    """WF205 for each `is` in the file between names of the module of which one is an expression: it is always False."""
    # As Python reads it: with a byte order mark, or in the encoding that its first lines name.
    with tokenize.open(file) as source:
        text = source.read()
    if " is " not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare) and any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops):
            sides = (node.left, *node.comparators)
            if any(isinstance(_value(side, module), Expression) for side in sides):
                place = Place(str(file), node.lineno, node.col_offset + 1)
                problem = "is compares the expression itself, not the value that it will have in an execution"
                yield Finding("WF205", Severity.ERROR, problem, "compare with == or !=, also with None", place)


def _value(node: ast.expr, module: ModuleType) -> Any:
    """What a name, or a path from one, stands for in the module; nothing is called."""
    match node:
        case ast.Name(id=name):
            return getattr(module, name, None)
        case ast.Attribute(value=of, attr=name):
            return getattr(_value(of, module), name, None)
        case _:
            return None
