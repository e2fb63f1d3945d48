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
    entry = load_named(name, read)
    found = None if entry is None else _defined(entry, attribute, read)
    if entry is None or found is None:
        return None
    return Handler(function, found[1], found[0], tuple(_reachable(entry, read)))


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


def load_named(name: str, read: ReadSource) -> Module | None:
    """A module of the project by its dotted name, also where it is a package."""
    return load(file_of(name), read) or load(f"{name.replace('.', '/')}/__init__.py", read)


def definition_of(module: Module, name: str) -> AnyFunctionDef | None:
    """The function of this name at the top of a module."""
    found = (node for node in module.tree.body if isinstance(node, AnyFunctionDef) and node.name == name)
    return next(found, None)


def binds(module: Module, name: str) -> bool:
    """Whether a module gives this name to something: by an import, which may be of everything, or an assignment."""
    named = {here for _, _, here in imports_of(module)}
    stored = (
        node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return name in named or "*" in named or name in stored


def imports_of(module: Module) -> Iterator[tuple[str, str, str]]:
    """Each name that a module imports from another: the other module, its name there, its name here."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield _absolute(module, node), alias.name, alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", alias.asname or alias.name


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    """What is imported from, by its whole name; one dot is the package that the module is in."""
    around = module.file.split("/")[: -node.level] if node.level else []
    return ".".join([*around, *([node.module] if node.module else [])])


def _defined(module: Module, name: str, read: ReadSource) -> tuple[Module, AnyFunctionDef] | None:
    """The function of this name, here or in the module that it is imported from."""
    seen: set[tuple[str, str]] = set()
    while (definition := definition_of(module, name)) is None and (module.file, name) not in seen:
        seen.add((module.file, name))
        for origin, original, here in imports_of(module):
            other = load_named(origin, read) if original and here == name else None
            if other is not None:
                module, name = other, original
                break
    return None if definition is None else (module, definition)


def _reachable(module: Module, read: ReadSource) -> Iterator[Module]:
    root = module.file.partition("/")[0].removesuffix(".py")
    seen = {module.file}
    pending = [module]
    while pending:
        current = pending.pop()
        yield current
        for name, attribute, _ in imports_of(current):
            for candidate in (name, f"{name}.{attribute}"):
                if candidate in seen or candidate.partition(".")[0] != root:
                    continue
                seen.add(candidate)
                found = load_named(candidate, read)
                if found is not None and found.file not in seen:
                    seen.add(found.file)
                    pending.append(found)
