"""`is`, `is not`, `isinstance` and `match` of an expression: what Python answers without asking the expression."""

import ast
import tokenize
from collections import deque
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.expression import Expression
from workflow_dsl.dsl.steps import Flow, Step
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
_GIVEN = Expression(nodes.Constant(None), Any)
_OF_IDENTITY = (
    "is compares the expression itself, not the value that it will have in an execution",
    "compare with == or !=, also with None",
)
_OF_KIND = (
    "isinstance() asks the expression itself, not the value that it will have in an execution",
    "branch with Choice on a field that tells the kinds apart",
)
_OF_PATTERN = (
    "match looks at the expression itself, not at the value that it will have in an execution",
    "branch with Choice",
)


def identity_tests(module: ModuleType) -> Iterator[Finding]:
    """WF205 for each such question in the module's file about an expression: Python answers all of them in one way."""
    if not any(isinstance(value, Expression | Flow | Step) for value in vars(module).values()):
        return
    file = str(module.__file__)
    # As Python reads it: with a byte order mark, or in the encoding that its first lines name.
    with tokenize.open(file) as source:
        text = source.read()
    if not any(word in text for word in (" is ", "isinstance(", "match ")):
        return
    for node, own in _with_own_names(ast.parse(text)):
        asked, (problem, instead) = _asked(node)
        if any(isinstance(_value(side, module, own), Expression) for side in asked):
            at = node if isinstance(node, ast.expr) else asked[0]
            yield Finding("WF205", Severity.ERROR, problem, instead, Place(file, at.lineno, at.col_offset + 1))


def _with_own_names(tree: ast.AST) -> Iterator[tuple[ast.AST, Mapping[str, ast.expr | None]]]:
    """Each node, and the names that a function or a comprehension around it has for itself, which are not those of the
    module: each with the value that it stands for, None where it is not known.
    """
    pending = deque([(tree, dict[str, ast.expr | None]())])
    while pending:
        node, own = pending.popleft()
        yield node, own
        if isinstance(node, _SCOPES):
            own = own | {each.arg: None for each in ast.walk(node) if isinstance(each, ast.arg)} | _stored(node)
        pending.extend((child, own) for child in ast.iter_child_nodes(node))


def _stored(scope: ast.AST) -> dict[str, ast.expr | None]:
    names = (each for each in ast.walk(scope) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
    stored: dict[str, ast.expr | None] = {each.id: None for each in names}
    for each in ast.walk(scope):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                stored[name] = value
    return stored


def _asked(node: ast.AST) -> tuple[list[ast.expr], tuple[str, str]]:
    """What a question is asked about, and what to say where that is an expression."""
    match node:
        case ast.Compare(left=left, ops=operators, comparators=others) if any(
            isinstance(operator, ast.Is | ast.IsNot) for operator in operators
        ):
            return [left, *others], _OF_IDENTITY
        case ast.Call(func=ast.Name(id="isinstance"), args=[of, *_]):
            return [of], _OF_KIND
        case ast.Match(subject=ast.Tuple(elts=several)):
            return several, _OF_PATTERN
        case ast.Match(subject=of):
            return [of], _OF_PATTERN
    return [], _OF_KIND


def _value(node: ast.expr, module: ModuleType, own: Mapping[str, ast.expr | None]) -> Any:
    """What a name, or a path from one, stands for in the module; of a path in an expression, that expression."""
    match node:
        case ast.Name(id=name) if name in own:
            known = own[name]
            return None if known is None else _value(known, module, {**own, name: None})
        case ast.Name(id=name):
            return getattr(module, name, None)
        case ast.Attribute(value=ast.Name(id=name), attr="input" | "output") if name in own:
            # A function's own names stand for nothing any more: it goes by what workflows and steps are asked for.
            return _GIVEN
        case ast.Attribute(value=of, attr=name):
            holder = _value(of, module, own)
            return holder if isinstance(holder, Expression) else getattr(holder, name, None)
        case ast.Subscript(value=of):
            holder = _value(of, module, own)
            return holder if isinstance(holder, Expression) else None
    return None
