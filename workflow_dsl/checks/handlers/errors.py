"""The errors that a handler raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from workflow_dsl.checks.handlers.modules import Handler


@lru_cache(maxsize=256)
def raised_errors(handler: Handler) -> tuple[str, ...]:
    """The names of the exceptions that its modules raise; what is raised again is left out."""
    return tuple(dict.fromkeys(_raised(handler)))


def _raised(handler: Handler) -> Iterator[str]:
    for module in handler.modules:
        for node in ast.walk(module.tree):
            name = _name(node.exc) if isinstance(node, ast.Raise) and node.exc is not None else None
            if name is not None:
                yield name


def _name(node: ast.expr) -> str | None:
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Attribute):
        return called.attr
    # By convention a class begins with a capital letter, and a variable that holds an exception does not.
    return called.id if isinstance(called, ast.Name) and called.id[:1].isupper() else None
