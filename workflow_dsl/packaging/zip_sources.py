"""The modules that a zip holds: the handler's, and every module of its top folder that these import, as they are.

Nothing is left out of a module, and imports may be written in every way that Python knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import faults, zip_faults
from workflow_dsl.packaging.availability import expects_absence
from workflow_dsl.packaging.loading import Reader, find_file
from workflow_dsl.packaging.reading import read_source
from workflow_dsl.packaging.zip_names import names_of
from workflow_dsl.source import Place

_HOLD_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


@dataclass(slots=True)
class ZipSources:
    """The `texts` of modules by their files; `outside`, the other modules that they import, each with its places."""

    texts: dict[str, str] = field(default_factory=dict)
    outside: list[tuple[str, Place]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Import:
    """An import as absolute names, or with its dots where these lead out of the top folder: `module` has to be there,
    unless the author has `prepared` for its absence; each of `perhaps` may be a module or a name in one."""

    module: str
    perhaps: tuple[str, ...]
    place: Place
    prepared: bool


def zip_sources(root: Path, module: str, place: Place | None, more: Iterable[str] = ()) -> ZipSources:
    """What the module needs below `root`; `more` are files whose imports count as well, as
    "lambdas/shop/plugins/card.py".
    """
    walk = _Walk(root, read_source(root), module.partition(".")[0])
    walk.follow(module, place)
    for file in more:
        walk.take(file, file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return walk.sources


class _Walk:
    def __init__(self, root: Path, read: Reader, top: str) -> None:
        self.sources = ZipSources()
        self._root = root
        self._read = read
        self._top = top

    def follow(self, name: str, place: Place | None) -> None:
        """Take a module and the packages around it; a finding where there is no such module."""
        if not self._find(name):
            self.sources.findings.append(faults.missing_module(place, name, f"{name.replace('.', '/')}.py"))

    def take(self, file: str, name: str) -> None:
        """Take a file, and everything that it imports."""
        if file in self.sources.texts:
            return
        text = ""
        try:
            text = self._read(file)
            tree = ast.parse(text, file)
        except faults.UNREAD as error:
            self.sources.findings.append(faults.unread(file, error, None, text))
            return
        self.sources.texts[file] = text
        package = name if file.endswith("/__init__.py") else name.rpartition(".")[0]
        for each in _imports(tree, file, package):
            self._follow_import(each)

    def _follow_import(self, each: _Import) -> None:
        if each.module.startswith("."):
            self.sources.findings += [] if each.prepared else [zip_faults.beyond_the_top(each.place, each.module)]
        elif each.module.partition(".")[0] != self._top:
            self.sources.outside += [] if each.prepared else [(each.module, each.place)]
        else:
            absent = [name for name in each.perhaps if not self._find(name)]
            there = self._find(each.module)
            if each.prepared:
                return
            if there:
                self._check_names(each, absent)
            elif len(absent) == len(each.perhaps):
                self.follow(each.module, each.place)

    def _check_names(self, each: _Import, absent: list[str]) -> None:
        """WF606 for names that are no modules, and that their module does not define either."""
        names = [name.rpartition(".")[2] for name in absent]
        file = find_file(each.module, self._read)
        known = self._names(each.module, file) if file else frozenset()
        if known is not None:
            missing = [name for name in names if name not in known and not name.startswith("__")]
            self.sources.findings += [faults.missing_name(each.place, each.module, name, known) for name in missing]

    def _names(self, name: str, file: str) -> Set[str] | None:
        text = self.sources.texts.get(file)
        return None if text is None else names_of(name, file, text)

    def _find(self, name: str) -> bool:
        """Whether there is such a module or folder of modules; it is taken, after the packages around it."""
        file = find_file(name, self._read)
        if file is None and not (self._root / name.replace(".", "/")).is_dir():
            return False
        around, _, _ = name.rpartition(".")
        if around:
            self._find(around)
        if file is not None:
            self.take(file, name)
        return True


def _imports(node: ast.AST, file: str, package: str, prepared: bool = False) -> Iterator[_Import]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield _Import(alias.name, (), Place(file, node.lineno, node.col_offset + 1), prepared)
        case ast.ImportFrom():
            yield _import_from(node, file, package, prepared)
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            for otherwise in node.orelse:
                yield from _imports(otherwise, file, package, prepared)
        case _:
            careful: set[ast.AST] = set(node.body) if isinstance(node, ast.Try) and expects_absence(node) else set()
            for child in ast.iter_child_nodes(node):
                if isinstance(child, _HOLD_STATEMENTS):
                    yield from _imports(child, file, package, prepared or child in careful)


def _import_from(node: ast.ImportFrom, file: str, package: str, prepared: bool) -> _Import:
    module = node.module or ""
    parts = package.split(".") if package else []
    if node.level > len(parts):
        # As it is written: there is no absolute name for it.
        module = "." * node.level + module
    elif node.level:
        around = parts[: len(parts) - node.level + 1]
        module = ".".join([*around, *([module] if module else [])])
    perhaps = tuple(f"{module}.{alias.name}" for alias in node.names if alias.name != "*")
    return _Import(module, perhaps, Place(file, node.lineno, node.col_offset + 1), prepared)
