"""Linked modules as text."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_dsl.packaging.excerpt import cut, gap_above
from workflow_dsl.packaging.imports import render_imports
from workflow_dsl.packaging.linking import Linked
from workflow_dsl.packaging.module import Imported, Module
from workflow_dsl.packaging.statement import Statement


def render_whole(linked: Linked, docstrings: bool) -> str:
    """One source: all imports at the top, then each module under its file's name, if there are several."""
    kept = linked.kept()
    imported = [imported for module in linked.modules.values() for imported in _outer(linked, module)]
    lines = render_imports(imported, any(module.lazy_annotations for module in kept))
    for number, module in enumerate(kept):
        title = [f"# {module.file}"] if len(kept) > 1 else []
        _append(lines, [*title, *_render_body(linked, module, docstrings)], 2 if number else _first_gap(linked, module))
    return "\n".join(lines) + "\n"


def _outer(linked: Linked, module: Module) -> Iterable[Imported]:
    return (module.outer[name] for name in linked.outer[module.name])


def _render_body(linked: Linked, module: Module, docstrings: bool) -> list[str]:
    lines = [f"{name} = {module.inner[name].name}" for name in sorted(linked.renamed[module.name])]
    previous: Statement | None = None
    for statement in linked.in_order(module):
        _append(lines, cut(module, statement, docstrings), _gap(module, previous, statement))
        previous = statement
    return lines


def _first_gap(linked: Linked, module: Module) -> int:
    first = next(iter(linked.in_order(module)), None)
    return 2 if first and first.is_definition and not linked.renamed[module.name] else 1


def _gap(module: Module, previous: Statement | None, statement: Statement) -> int:
    if statement.is_definition or (previous and previous.is_definition):
        return 2
    return min(gap_above(module, statement), 1)


def _append(lines: list[str], more: list[str], gap: int) -> None:
    if lines and more:
        lines.extend([""] * gap)
    lines.extend(more)
