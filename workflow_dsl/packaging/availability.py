"""What a folded source imports from elsewhere has to be there on Lambda."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.linking import Linked
from workflow_dsl.packaging.loading import Reader, find_file
from workflow_dsl.packaging.module import Module
from workflow_dsl.source import Place

_IMPORTS = (ast.Import, ast.ImportFrom)
_ABSENCE = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def find_absent(linked: Linked, read: Reader) -> Iterator[Finding]:
    """WF612 for each kept import of a module that neither the runtime nor the layer holds."""
    for module in linked.modules.values():
        for name, place in _imports(linked, module):
            top = name.partition(".")[0]
            if top not in on_lambda() and top != module.name.partition(".")[0]:
                yield faults.not_on_lambda(place, name, _instead(module, name, read))


def _imports(linked: Linked, module: Module) -> Iterator[tuple[str, Place]]:
    for bound in sorted(linked.outer[module.name]):
        yield module.outer[bound].module, module.outer[bound].place
    for statement in linked.in_order(module):
        if statement.imports:
            for node in statement.nodes:
                yield from _buried(module, node)


def _buried(module: Module, node: ast.AST) -> Iterator[tuple[str, Place]]:
    """Imports within a statement; those that the author has prepared to fail are left out."""
    if isinstance(node, _IMPORTS):
        place = Place(module.file, node.lineno, node.col_offset + 1)
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        yield from ((name, place) for name in names if name)
        return
    prepared = set(map(id, node.body)) if isinstance(node, ast.Try) and expects_absence(node) else set()
    for child in ast.iter_child_nodes(node):
        if id(child) not in prepared:
            yield from _buried(module, child)


def expects_absence(node: ast.Try) -> bool:
    """Whether the author has prepared for an import in it that fails."""
    caught = [handler.type for handler in node.handlers]
    named = {leaf.id for each in caught if each is not None for leaf in ast.walk(each) if isinstance(leaf, ast.Name)}
    return None in caught or bool(named & _ABSENCE)


def _instead(module: Module, name: str, read: Reader) -> str:
    package, top = module.name.rpartition(".")[0], name.partition(".")[0]
    if package and any(find_file(f"{package}.{each}", read) for each in (name, top)):
        return f"write from {package}.{name} import ..."
    if any(find_file(each, read) for each in (name, top)):
        folder = module.name.partition(".")[0]
        return f"only modules of {folder}/ are folded in: move it there and write from {folder}.{name} import ..."
    return instead_of_absent()


def instead_of_absent() -> str:
    """What to do about a module that is nowhere."""
    return (
        "use the standard library, boto3, urllib3, pydantic or Powertools, or give the function what brings it: "
        'requirements="lambdas/.../requirements.txt"'
    )


@cache
def on_lambda() -> frozenset[str]:
    """The top-level modules that the runtime and the layer hold, whichever Python compiles."""
    text = Path(__file__).with_name("lambda_modules.json").read_text(encoding="utf-8")
    held = {key: frozenset(each["modules"]) for key, each in json.loads(text).items()}
    standard = (sys.stdlib_module_names - held["removed"]) | held["added"]
    return standard | held["runtime"] | held["layer"]
