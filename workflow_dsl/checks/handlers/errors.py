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


def raised_below(handler: Handler, name: str) -> tuple[str, ...]:
    """Of the exceptions that it raises, those that are of this class by inheritance and not by name."""
    bases = _bases(handler)
    return tuple(raised for raised in raised_errors(handler) if name in _ancestors(raised, bases))


def is_made(handler: Handler, name: str) -> bool:
    """Whether an exception of this name is made somewhere, to be raised wherever that may be."""
    calls = (node for module in handler.modules for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return any(_name(call) == name for call in calls)


@lru_cache(maxsize=256)
def _bases(handler: Handler) -> dict[str, tuple[str, ...]]:
    """The classes of its modules, with the names of those that each is made from."""
    nodes = (node for module in handler.modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
    return {node.name: tuple(base for each in node.bases if (base := _name(each))) for node in nodes}


def _ancestors(name: str, bases: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        for base in bases.get(pending.pop(), ()):
            if base not in found:
                found.add(base)
                pending.append(base)
    return found


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
