"""Names that would change their meaning when several modules become one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.linking import Linked
from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.statement import Statement
from workflow_dsl.source import Place

Meaning = tuple[str, str, str]


def find_clashes(linked: Linked) -> list[Finding]:
    """One finding for each name with two meanings, and for each use of `__file__`."""
    meanings: dict[str, dict[Meaning, Place]] = {}
    for module in linked.modules.values():
        for name, meaning, place in _meanings(linked, module):
            meanings.setdefault(name, {}).setdefault(meaning, place)
    return [
        *_two_meanings(meanings),
        *(finding for module in linked.modules.values() for finding in _hidden_builtins(linked, module, meanings)),
        *(finding for module in linked.modules.values() for finding in _files(linked, module)),
    ]


def _meanings(linked: Linked, module: Module) -> Iterator[tuple[str, Meaning, Place]]:
    for name in sorted(linked.outer[module.name]):
        # A name that is imported and then defined anew belongs to its module, as a definition does.
        owner = module.name if name in module.binds else ""
        yield name, (owner, *module.outer[name].target) if not owner else (owner, "", ""), module.outer[name].place
    for name in sorted(linked.renamed[module.name]):
        yield name, ("=", *module.inner[name].target), module.inner[name].place
    for statement in linked.in_order(module):
        for name in sorted(statement.binds):
            yield name, (module.name, "", ""), module.place(_line_of(statement, name))


def _line_of(statement: Statement, name: str) -> int:
    for node in statement.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            return node.lineno
    return statement.first


def _two_meanings(meanings: dict[str, dict[Meaning, Place]]) -> Iterator[Finding]:
    for name, places in meanings.items():
        first, *others = places.values()
        for other in others:
            yield faults.two_meanings(other, name, first)


def _hidden_builtins(linked: Linked, module: Module, meanings: dict[str, dict[Meaning, Place]]) -> Iterator[Finding]:
    """A module that reads the built-in `id` must not get the `id` of another module."""
    known = {*module.binds, *module.outer, *module.inner}
    for name in sorted(linked.uses(module) - known & meanings.keys()):
        user = next(statement for statement in linked.in_order(module) if name in statement.uses)
        yield faults.two_meanings(next(iter(meanings[name].values())), name, module.place(user.first))


def _files(linked: Linked, module: Module) -> Iterator[Finding]:
    for statement in linked.in_order(module):
        for part in statement.parts if "__file__" in statement.uses else ():
            if isinstance(part, ast.Name) and part.id == "__file__":
                yield faults.file_of_module(Place(module.file, part.lineno, part.col_offset + 1))
