"""WF628."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module

from workflow_dsl.checks.handlers.modules import Module, file_of, handlers, load
from workflow_dsl.checks.handlers.sample_sources import GOOD, handler
from workflow_dsl.checks.rule import Hit, Rule, Sample
from workflow_dsl.checks.subject import ReadSource, Subject
from workflow_dsl.diagnostics import Severity


def _beside(line: str) -> Sample:
    sample = handler(f"{line}\n{GOOD}")
    return sample._replace(sources={**sample.sources, "shop/types.py": "class Receipt:\n    pass\n"})


class StandardModuleTaken(Rule):
    """A name of the file beside the handler, imported from Python's own module of the same name."""

    code = "WF628"
    severity = Severity.ERROR
    why = "The handler cannot be imported: Python takes its own types, queue or calendar, which has no such name."
    source = "https://docs.python.org/3/tutorial/modules.html#the-module-search-path"
    valid = (_beside("from shop.types import Receipt"), _beside("from types import SimpleNamespace"))
    invalid = (_beside("from types import Receipt"),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look for a module beside each one that imports from the standard library."""
        if subject.read is None:
            return
        seen: set[str] = set()
        for each in handlers(subject):
            for module in each.modules:
                if module.file not in seen:
                    seen.add(module.file)
                    yield from _taken(module, subject.read)


def _taken(module: Module, read: ReadSource) -> Iterator[Hit]:
    folder = module.file.rpartition("/")[0].replace("/", ".")
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or node.level or node.module not in sys.stdlib_module_names:
            continue
        own = f"{folder}.{node.module}"
        beside = load(file_of(own), read) if folder else None
        names = _names(beside) if beside is not None else frozenset()
        for alias in node.names:
            if alias.name in names and not _has(node.module, alias.name):
                message = f"{node.module} is Python's own module, and {alias.name} is in {file_of(own)}"
                yield Hit((), message, f"write from {own} import {alias.name}", place=module.place(node))


def _has(standard: str, name: str) -> bool:
    """Whether the standard library's module has the name; of one that is not on this machine nobody knows."""
    try:
        return hasattr(import_module(standard), name)
    except ImportError:
        return True


def _names(module: Module) -> frozenset[str]:
    """What a module defines."""
    found = {str(node.name) for node in module.tree.body if hasattr(node, "name")}
    for node in module.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return frozenset(found)
