"""One source file of the author, cut into what it imports and what it states."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import NamedTuple

from workflow_dsl.packaging.statement import Statement, read_statement, start_of, with_quoted_types
from workflow_dsl.source import Place


class Imported(NamedTuple):
    """One name that an import binds: `from module import name as bound`; `name` is empty for `import module`."""

    module: str
    name: str
    bound: str
    place: Place

    @property
    def target(self) -> tuple[str, str]:
        """What the name stands for, however it is called."""
        return self.module, self.name


class Module(NamedTuple):
    """A parsed module: `outer` are imports from elsewhere, `inner` of modules to fold in, by the name they bind."""

    name: str
    file: str
    lines: tuple[str, ...]
    statements: tuple[Statement, ...]
    outer: dict[str, Imported]
    inner: dict[str, Imported]
    lazy_annotations: bool
    binds: frozenset[str] = frozenset()

    def place(self, line: int) -> Place:
        """A line of this module."""
        return Place(self.file, line, 1)


@lru_cache(maxsize=64)  # the handlers of a workflow share their contracts
def read_module(name: str, file: str, text: str, top: str) -> tuple[Module, list[ast.ImportFrom | ast.Import]]:
    """The module, and the imports of its own folder (`top`) in the order in which Python would follow them.

    Raises SyntaxError.
    """
    tree = ast.parse(text, file)
    lines = tuple(text.splitlines())
    body = [node for node in tree.body if not _is_only_for_tools(node)]
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    bound = [(imported, _is_inner(node, top)) for node in imports for imported in _imported(node, file)]
    statements = _statements(body, lines)
    binds = frozenset().union(*(statement.binds for statement in statements))
    known = binds.union(imported.bound for imported, _ in bound)
    module = Module(
        name=name,
        file=file,
        lines=lines,
        statements=tuple(with_quoted_types(statement, known) for statement in statements),
        outer={imported.bound: imported for imported, inner in bound if not inner and imported.module != "__future__"},
        inner={imported.bound: imported for imported, inner in bound if inner},
        lazy_annotations=any(imported.target == ("__future__", "annotations") for imported, _ in bound),
        binds=binds,
    )
    return module, [node for node in imports if _is_inner(node, top)]


def _is_inner(node: ast.Import | ast.ImportFrom, top: str) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or _below(node.module or "", top)
    return any(_below(alias.name, top) for alias in node.names)


def _below(module: str, top: str) -> bool:
    return module == top or module.startswith(f"{top}.")


def _imported(node: ast.Import | ast.ImportFrom, file: str) -> list[Imported]:
    place = Place(file, node.lineno, node.col_offset + 1)
    if isinstance(node, ast.ImportFrom):
        return [Imported(node.module or "", alias.name, alias.asname or alias.name, place) for alias in node.names]
    return [Imported(alias.name, "", alias.asname or alias.name.partition(".")[0], place) for alias in node.names]


def _is_only_for_tools(node: ast.stmt) -> bool:
    """Docstrings, `__all__`, `if TYPE_CHECKING:`, `if __name__ == "__main__":` mean nothing to a running function."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AnnAssign(target=ast.Name(id="__all__")):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"), orelse=[]):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()])):
            return True
        case _:
            return False


def _statements(body: list[ast.stmt], lines: tuple[str, ...]) -> list[Statement]:
    found: list[Statement] = []
    for group in _groups(body):
        if all(isinstance(node, ast.Import | ast.ImportFrom) for node in group):
            continue
        first, last = start_of(group[0]), max(node.end_lineno or node.lineno for node in group)
        found.append(read_statement(tuple(group), "\n".join(lines[first - 1 : last]) + "\n", first, last))
    return found


def _groups(body: list[ast.stmt]) -> list[list[ast.stmt]]:
    """Nodes that share a line (`a = 1; b = 2`) stay together."""
    groups: list[list[ast.stmt]] = []
    for node in body:
        if groups and (groups[-1][-1].end_lineno or 0) >= start_of(node):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups
