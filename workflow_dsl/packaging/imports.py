"""The imports of a folded source: each used name once, the standard library first."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from workflow_dsl.packaging.module import Imported

LINE_LENGTH = 120


def render_imports(imported: Iterable[Imported], lazy_annotations: bool) -> list[str]:
    """The lines, in the order that formatters of the field use."""
    sections: list[list[str]] = [["from __future__ import annotations"] if lazy_annotations else [], [], []]
    wanted = {(each.module, each.name, each.bound) for each in imported}
    for standard, section in ((True, sections[1]), (False, sections[2])):
        section.extend(_render_section(each for each in wanted if _is_standard(each[0]) is standard))
    return "\n\n".join("\n".join(section) for section in sections if section).splitlines()


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _render_section(wanted: Iterable[tuple[str, str, str]]) -> list[str]:
    whole: list[str] = []
    names: dict[str, list[str]] = {}
    for module, name, bound in sorted(
        wanted, key=lambda each: (each[0].lower(), _kind(each[1]), each[1].lower(), each[2])
    ):
        if name:
            names.setdefault(module, []).append(name if name == bound else f"{name} as {bound}")
        else:
            whole.append(f"import {module}" if module.partition(".")[0] == bound else f"import {module} as {bound}")
    return [*whole, *(line for module, listed in names.items() for line in _render_names(module, listed))]


def _kind(name: str) -> int:
    """CONSTANTS, then Classes, then functions."""
    if name.isupper() and len(name) > 1:
        return 0
    return 1 if name[:1].isupper() else 2


def _render_names(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LINE_LENGTH:
        return [line]
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]
