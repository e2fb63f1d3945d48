"""From the handler's module to all modules of its folder that it runs, dependencies first."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.module import Module, read_module
from workflow_dsl.source import Place

Reader = Callable[[str], str]


def load_modules(name: str, read: Reader, place: Place | None) -> tuple[dict[str, Module], list[Finding]]:
    """A module and those that it imports, in the order in which Python would run them, and what cannot be folded in
    them. `place` is where the name was written.
    """
    loader = _Loader(read)
    loader.follow(name, place, ())
    return loader.modules, loader.findings


def find_file(name: str, read: Reader) -> str | None:
    """The file of a module of the project, None where there is none."""
    path = name.replace(".", "/")
    return next((file for file in (f"{path}.py", f"{path}/__init__.py") if _exists(file, read)), None)


def _exists(file: str, read: Reader) -> bool:
    try:
        read(file)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    except (OSError, UnicodeDecodeError):
        return True
    return True


class _Loader:
    def __init__(self, read: Reader) -> None:
        self.modules: dict[str, Module] = {}
        self.findings: list[Finding] = []
        self._read = read
        self._refused: set[str] = set()

    def follow(self, name: str, place: Place | None, chain: tuple[str, ...]) -> None:
        if place and name in chain:
            self.findings.append(faults.import_cycle(place, (*chain[chain.index(name) :], name)))
            return
        if name in self.modules or name in self._refused:
            return
        parsed = self._parse(name, place)
        if parsed is None:
            self._refused.add(name)
            return
        module, imports = parsed
        self.findings.extend(_buried(module, _top(name)))
        for node in imports:
            self._follow_import(module, node, (*chain, name))
        self.modules[name] = module

    def _parse(self, name: str, place: Place | None) -> tuple[Module, list[ast.ImportFrom | ast.Import]] | None:
        file = find_file(name, self._read)
        if file is None:
            self.findings.append(faults.missing_module(place, name, f"{name.replace('.', '/')}.py"))
            return None
        text = ""
        try:
            text = self._read(file)
            return read_module(name, file, text, _top(name))
        except faults.UNREAD as error:
            self.findings.append(faults.unread(file, error, place, text))
        return None

    def _follow_import(self, module: Module, node: ast.ImportFrom | ast.Import, chain: tuple[str, ...]) -> None:
        place = Place(module.file, node.lineno, node.col_offset + 1)
        if isinstance(node, ast.Import):
            self.findings.extend(faults.whole_module(place, alias.name) for alias in node.names)
        elif node.level:
            self.findings.append(faults.relative_import(place, node.level, node.module or ""))
        elif node.names[0].name == "*":
            self.findings.append(faults.star_import(place, node.module or ""))
        else:
            self.follow(node.module or "", place, chain)
            self._check_names(node, place)

    def _check_names(self, node: ast.ImportFrom, place: Place) -> None:
        target = self.modules.get(node.module or "")
        if target is None:
            return
        known = {*target.binds, *target.outer, *target.inner}
        for missing in (alias.name for alias in node.names if alias.name not in known):
            submodule = f"{target.name}.{missing}"
            if find_file(submodule, self._read):
                self.findings.append(faults.whole_module(place, submodule))
            else:
                self.findings.append(faults.missing_name(place, target.name, missing, known))


def _top(name: str) -> str:
    return name.partition(".")[0]


def _buried(module: Module, top: str) -> Iterator[Finding]:
    """Imports that are not at the top of their module, and stars, wherever they lead."""
    for imported in module.outer.values():
        if imported.name == "*":
            yield faults.star_import(imported.place, imported.module)
    for statement in module.statements:
        for node in statement.imports:
            yield from _buried_import(module, node, top)


def _buried_import(module: Module, node: ast.ImportFrom | ast.Import, top: str) -> Iterator[Finding]:
    place = Place(module.file, node.lineno, node.col_offset + 1)
    if isinstance(node, ast.ImportFrom):
        if node.level:
            yield faults.relative_import(place, node.level, node.module or "")
        names = [node.module or ""]
    else:
        names = [alias.name for alias in node.names]
    for name in names:
        if _top(name) == top:
            yield faults.buried_import(place, name)
