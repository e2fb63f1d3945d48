"""Whether a module that a zip holds defines a name that another one imports from it."""

from __future__ import annotations

from collections.abc import Set

from workflow_dsl.packaging.module import Module, read_module

_WRITE_NAMES = frozenset({"exec", "globals", "locals", "setattr", "sys", "vars"})
"""A module that uses one of these may define more names than are written in it."""


def names_of(name: str, file: str, text: str) -> Set[str] | None:
    """The names that a module defines; None where only running it would tell."""
    try:
        module, _ = read_module(name, file, text, name.partition(".")[0])
    except (SyntaxError, ValueError):
        # It is told where the module is taken.
        return None
    known = {*module.binds, *module.outer, *module.inner}
    return None if "__getattr__" in known or _is_open(module) else known


def _is_open(module: Module) -> bool:
    imports = {alias.name for statement in module.statements for node in statement.imports for alias in node.names}
    uses = frozenset().union(*(statement.uses for statement in module.statements))
    return "*" in imports or "*" in {*module.outer, *module.inner} or bool(uses & _WRITE_NAMES)
