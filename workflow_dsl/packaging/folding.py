"""A handler and the modules it imports, as one source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.clashes import find_clashes
from workflow_dsl.packaging.excerpt import cut, gap_above
from workflow_dsl.packaging.imports import render_imports
from workflow_dsl.packaging.linking import Linked, link
from workflow_dsl.packaging.loading import Reader, load_modules
from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.statement import Statement
from workflow_dsl.source import Place


@dataclass(frozen=True, slots=True)
class FoldedSource:
    """The `text` of a module that Lambda will name `index`, the `handler` in it, and the `modules` it was made of."""

    text: str
    handler: str
    modules: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes in UTF-8."""
        return len(self.text.encode())


def fold_handler(handler: str, read: Reader, *, docstrings: bool = False) -> FoldedSource:
    """The source of `handler` ("lambdas.payments.store.handler") with what it needs from its top folder ("lambdas").

    `read` gives the text of a file by its name from the project's root ("lambdas/payments/store.py"), or raises
    FileNotFoundError. Definitions that the handler cannot reach are left out; so are docstrings, unless asked for or
    read by the code, and comments to linters. Assignments that nothing reads are left out even if their value calls
    something. The text behaves as the modules did, but for `__name__` ("index") and the `__init__` files of packages,
    which do not run.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html

    Raises FindingsError, with every fault of these modules (WF601 to WF611).
    """
    name, _, function = handler.rpartition(".")
    modules, findings = load_modules(name, read)
    if findings:
        raise FindingsError(*findings)
    start = modules[name]
    known = {*start.binds, *start.outer, *start.inner}
    if function not in known:
        raise FindingsError(faults.missing_name(start.place(1), name, function, known))
    linked = link(modules, (name, function))
    clashes = find_clashes(linked)
    if clashes:
        raise FindingsError(*clashes)
    text = _render(linked, docstrings)
    _check_size(text, start.place(1))
    used = tuple(module.name for module in modules.values() if linked.statements[module.name])
    return FoldedSource(text, f"index.{function}", used)


def _render(linked: Linked, docstrings: bool) -> str:
    modules = list(linked.modules.values())
    kept = [module for module in modules if linked.statements[module.name] or linked.renamed[module.name]]
    documented = docstrings or any("__doc__" in text for module in kept for text in module.lines)
    imported = (module.outer[name] for module in modules for name in linked.outer[module.name])
    lines = render_imports(imported, any(module.lazy_annotations for module in kept))
    for module in kept:
        _append(lines, _render_module(linked, module, len(kept) > 1, documented), 2)
    return "\n".join(lines) + "\n"


def _render_module(linked: Linked, module: Module, titled: bool, docstrings: bool) -> list[str]:
    lines = [f"{name} = {module.inner[name].name}" for name in sorted(linked.renamed[module.name])]
    previous: Statement | None = None
    for statement in linked.in_order(module):
        _append(lines, cut(module, statement, docstrings), _gap(module, previous, statement))
        previous = statement
    return [f"# {module.file}", *lines] if titled else lines


def _gap(module: Module, previous: Statement | None, statement: Statement) -> int:
    if statement.is_definition or (previous and previous.is_definition):
        return 2
    return min(gap_above(module, statement), 1)


def _append(lines: list[str], more: list[str], gap: int) -> None:
    if lines and more:
        lines.extend([""] * gap)
    lines.extend(more)


def _check_size(text: str, place: Place) -> None:
    size, limit = len(text.encode()), _limits()["inline_code_bytes"]["value"]
    if size > limit:
        raise FindingsError(faults.too_large(place, size, limit))


@cache
def _limits() -> dict[str, dict[str, int]]:
    text = resources.files("workflow_dsl.packaging").joinpath("limits.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
