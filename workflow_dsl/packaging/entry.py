"""The name that Lambda calls: it has to be there, and a function."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.linking import Name
from workflow_dsl.packaging.module import Module
from workflow_dsl.source import Place


def entry_faults(modules: Mapping[str, Module], start: Name, place: Place | None) -> list[Finding]:
    """WF606 or WF613 for a handler that Lambda cannot call, at `place` or else in its module.

    What a call or another library makes may be a function, and is taken for one.
    """
    module = modules.get(start[0])
    if module is None:
        return []
    known = {*module.binds, *module.outer, *module.inner}
    if start[1] not in known:
        return [faults.missing_name(place or module.place(1), *start, known)]
    owner, node = _definition(modules, start)
    kind = _kind(node)
    return [faults.no_function(place or owner.place(node.lineno), *start, kind)] if node is not None and kind else []


def _definition(modules: Mapping[str, Module], start: Name) -> tuple[Module, ast.stmt | None]:
    """The last statement that binds the name, in the module that it comes from."""
    module, seen = modules[start[0]], {start}
    while (imported := module.inner.get(start[1])) and imported.target not in seen and imported.module in modules:
        start = imported.target
        seen.add(start)
        module = modules[start[0]]
    found = [node for each in module.statements for node in each.nodes if _binds(node, start[1])]
    return module, found[-1] if found else None


def _binds(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name == name
        case ast.Assign(targets=targets):
            return any(isinstance(leaf, ast.Name) and leaf.id == name for each in targets for leaf in ast.walk(each))
        case ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case ast.If() | ast.Try() | ast.With():
            return any(
                _binds(child, name) for child in ast.walk(node) if isinstance(child, ast.stmt) and child is not node
            )
        case _:
            return False


def _kind(node: ast.stmt | None) -> str:
    """What the statement makes where that is no function; otherwise nothing."""
    match node:
        case ast.ClassDef():
            return "a class"
        case ast.AsyncFunctionDef():
            return "an async function, which nothing awaits"
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            is_value = isinstance(value, ast.Constant | ast.Dict | ast.List | ast.Tuple | ast.Set | ast.JoinedStr)
            return "a value" if is_value else ""
        case _:
            return ""
