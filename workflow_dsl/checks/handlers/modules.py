"""A handler's own modules: its file and what that imports from the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow_dsl.checks.subject import Function, ReadSource, Subject
from workflow_dsl.source import Place

AnyFunctionDef = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A Python file of the project."""

    file: str
    tree: ast.Module

    def place(self, node: ast.expr | ast.stmt | ast.arg) -> Place:
        """Where a part of it stands."""
        return Place(self.file, node.lineno, node.col_offset + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """A handler that was found: its function, its module, and all modules of the project that it needs."""

    function: Function
    definition: AnyFunctionDef
    module: Module
    modules: tuple[Module, ...]


def handlers(subject: Subject) -> Iterator[Handler]:
    """The handlers of the functions that the tasks call, each once."""
    if subject.read is None:
        return
    for function in {each.handler: each for each in subject.functions.values() if each.handler}.values():
        found = find_handler(function, subject.read)
        if found is not None:
            yield found


@lru_cache(maxsize=256)
def find_handler(function: Function, read: ReadSource) -> Handler | None:
    """The handler of a function; None when it is not there, or is no Python."""
    name, _, attribute = function.handler.rpartition(".")
    module = load(file_of(name), read)
    definition = None if module is None else definition_of(module, attribute)
    if module is None or definition is None:
        return None
    return Handler(function, definition, module, tuple(_reachable(module, read)))


def file_of(name: str) -> str:
    """The file of a module below the project's root."""
    return name.replace(".", "/") + ".py"


@lru_cache(maxsize=256)
def load(file: str, read: ReadSource) -> Module | None:
    """A module of the project; None when there is no such file, or it is no Python."""
    try:
        return Module(file, ast.parse(read(file)))
    except (OSError, SyntaxError, ValueError, KeyError):
        return None


def definition_of(module: Module, name: str) -> AnyFunctionDef | None:
    """The function of this name at the top of a module."""
    found = (node for node in module.tree.body if isinstance(node, AnyFunctionDef) and node.name == name)
    return next(found, None)


def imports_of(module: Module) -> Iterator[tuple[str, str, str]]:
    """Each name that a module imports from another: the other module, its name there, its name here."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.module, alias.name, alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", alias.asname or alias.name


def _reachable(module: Module, read: ReadSource) -> Iterator[Module]:
    root = module.file.partition("/")[0]
    seen = {module.file}
    pending = [module]
    while pending:
        current = pending.pop()
        yield current
        for name, attribute, _ in imports_of(current):
            for candidate in (name, f"{name}.{attribute}"):
                file = file_of(candidate)
                if file in seen or file.partition("/")[0].removesuffix(".py") != root:
                    continue
                seen.add(file)
                found = load(file, read)
                if found is not None:
                    pending.append(found)
