"""One statement at the top of a module: the names it binds, the names it needs, and whether it may be left out."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PARTS = (ast.Attribute, ast.Subscript)
_BUILTINS = frozenset(dir(builtins))
_QUOTED = re.compile(r"""["'][\w.\[\], |"']*["']""")
_WORD = re.compile(r"\w+")
_LOOKS_LIKE_TYPE = re.compile(r"[\w.\[\], |\"']+")


class Need(Enum):
    """When a statement is kept: for the names it BINDS, for the names it TOUCHES, or ALWAYS."""

    BINDS = "binds"
    TOUCHES = "touches"
    ALWAYS = "always"


_NEEDS = list(Need)


@dataclass(frozen=True, eq=False)
class Statement:
    """Lines `first` to `last` (from 1) of a module, with the comments above them; `text` is without these.

    `touches` are the names that it changes without binding them: `table` in `table["key"] = 1` and in `table.load()`,
    and those of decorators, since a function that registers itself with an object belongs to that object.
    """

    first: int
    last: int
    text: str
    binds: frozenset[str]
    uses: frozenset[str]
    need: Need
    touches: frozenset[str]
    is_definition: bool
    nodes: tuple[ast.stmt, ...]

    @cached_property
    def parts(self) -> tuple[ast.AST, ...]:
        """All nodes within, the contexts of names left out. Walking takes longer than all else: ask the text first."""
        return tuple(_parts(self.nodes))

    @cached_property
    def imports(self) -> tuple[ast.Import | ast.ImportFrom, ...]:
        """The imports within."""
        if "import" not in self.text:
            return ()
        return tuple(part for part in self.parts if isinstance(part, ast.Import | ast.ImportFrom))


def read_statement(nodes: tuple[ast.stmt, ...], text: str, first: int, last: int) -> Statement:
    """The statement that these nodes (more than one where `;` joins them) write in lines `first` to `last`."""
    binds, uses = _names(text)
    return Statement(
        first=first,
        last=last,
        text=text,
        binds=frozenset(binds),
        uses=frozenset(uses),
        need=max((_need(node) for node in nodes), key=_NEEDS.index),
        touches=frozenset().union(*map(_touched, nodes)),
        is_definition=isinstance(nodes[0], _DEFINITIONS),
        nodes=nodes,
    )


def with_quoted_types(statement: Statement, known: Set[str]) -> Statement:
    """The statement with what its quoted types name among its uses; `known` are the names of its module."""
    quoted = _WORD.findall(" ".join(_QUOTED.findall(statement.text)))
    if not any((name in known or name in _BUILTINS) and name not in statement.uses for name in quoted):
        return statement
    return replace(statement, uses=statement.uses | _forward_references(statement.parts))


def start_of(node: ast.stmt) -> int:
    """The first line of a node, its decorators included."""
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _names(text: str) -> tuple[set[str], set[str]]:
    table = symtable.symtable(text, "<statement>", "exec")
    binds = {symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)}
    uses = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    for inner in _inner_tables(table):
        for symbol in inner.get_symbols():
            if symbol.is_declared_global() and symbol.is_assigned():
                binds.add(symbol.get_name())
            if symbol.is_global() or (inner.get_type() == "class" and symbol.is_referenced()):
                uses.add(symbol.get_name())
    return binds, uses


def _parts(nodes: tuple[ast.stmt, ...]) -> Iterator[ast.AST]:
    """All nodes, as ast.walk gives them but in a third of its time: it looks into the contexts of names as well."""
    waiting: list[ast.AST] = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                waiting.extend(each for each in value if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST) and field != "ctx":
                waiting.append(value)


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _inner_tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner_tables(child)


def _need(node: ast.stmt) -> Need:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Assign() | ast.AnnAssign():
            return Need.TOUCHES if _touched(node) else Need.BINDS
        case ast.AugAssign() | ast.Expr(value=ast.Call(func=ast.Attribute())):
            return Need.TOUCHES if _touched(node) else Need.ALWAYS
        case ast.Pass():
            return Need.BINDS
        case _ if type(node).__name__ == "TypeAlias":
            return Need.BINDS
        case _:
            return Need.ALWAYS


def _touched(node: ast.stmt) -> frozenset[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            owners = [_root(decorator) for decorator in node.decorator_list]
        case ast.Assign(targets=targets):
            owners = [_root(leaf) for target in targets for leaf in ast.walk(target) if isinstance(leaf, _PARTS)]
        case ast.AnnAssign(target=target) if isinstance(target, _PARTS):
            owners = [_root(target)]
        case ast.AugAssign(target=target):
            owners = [_root(target)]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            owners = [_root(owner)]
        case _:
            owners = []
    return frozenset(owner.id for owner in owners if isinstance(owner, ast.Name))


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _forward_references(parts: tuple[ast.AST, ...]) -> set[str]:
    """Names inside quoted types: in annotations, in brackets (`list["Item"]`), in a call (`cast("Item", value)`)."""
    found: set[str] = set()
    for part in parts:
        for place in _type_places(part):
            for leaf in ast.walk(place):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    found |= _names_in_text(leaf.value)
    return found


def _type_places(part: ast.AST) -> list[ast.expr]:
    match part:
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            return [annotation]
        case ast.FunctionDef(returns=ast.expr() as returns) | ast.AsyncFunctionDef(returns=ast.expr() as returns):
            return [returns]
        case ast.Subscript(slice=index):
            return [index]
        case ast.Call(args=[first, *_]) if isinstance(first, ast.Constant):
            return [first]
        case ast.keyword(arg="bound", value=bound):
            return [bound]
        case _:
            return []


def _names_in_text(text: str) -> set[str]:
    if not _LOOKS_LIKE_TYPE.fullmatch(text):
        return set()
    try:
        parsed = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return set()
    return {leaf.id for leaf in ast.walk(parsed) if isinstance(leaf, ast.Name)}
