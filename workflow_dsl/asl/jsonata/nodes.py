"""The tree of an expression. `at` is the offset of the token that stands for the node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Literal(NamedTuple):
    """A string, a number, true, false or null."""

    at: int
    value: str | int | float | bool | None


class Regex(NamedTuple):
    """`/pattern/flags`."""

    at: int
    pattern: str


class Name(NamedTuple):
    """A field of the context."""

    at: int
    name: str


class Variable(NamedTuple):
    """`$name`; the name is empty for the context, `$`, and `$` for the root, `$$`."""

    at: int
    name: str


class Wildcard(NamedTuple):
    """`*`, `**` or `%`: all fields, all descendants, the parent."""

    at: int
    symbol: str


class Placeholder(NamedTuple):
    """`?` among the arguments of a call: what the call leaves open."""

    at: int


class Negation(NamedTuple):
    """`-x`."""

    at: int
    operand: Node


class Binary(NamedTuple):
    """Two operands: arithmetic, comparison, `&`, `and`, `or`, `in`, `~>`, `?:`, `??`."""

    at: int
    operator: str
    left: Node
    right: Node


class Step(NamedTuple):
    """`left.right`: for each value of the left, the right with that value as its context."""

    at: int
    left: Node
    right: Node


class Filter(NamedTuple):
    """`of[predicate]`; without a predicate, `of[]`, a single value stays an array."""

    at: int
    of: Node
    predicate: Node | None


class Group(NamedTuple):
    """`of{key: value}`."""

    at: int
    of: Node
    pairs: tuple[tuple[Node, Node], ...]


class Sort(NamedTuple):
    """`of^(term, >term)`."""

    at: int
    of: Node
    terms: tuple[Node, ...]


class Focus(NamedTuple):
    """`of@$name` binds each value, `of#$name` its index; for the rest of the path."""

    at: int
    of: Node
    name: str


class ObjectOf(NamedTuple):
    """`{key: value}`."""

    at: int
    pairs: tuple[tuple[Node, Node], ...]


class ArrayOf(NamedTuple):
    """`[item, ...]`."""

    at: int
    items: tuple[Node, ...]


class Range(NamedTuple):
    """`low..high` inside of an array."""

    at: int
    low: Node
    high: Node


class Call(NamedTuple):
    """A function with its arguments."""

    at: int
    function: Node
    arguments: tuple[Node, ...]


class Lambda(NamedTuple):
    """`function($a, $b){ body }`."""

    at: int
    parameters: tuple[str, ...]
    body: Node


class Block(NamedTuple):
    """`(a; b)`: the value of the last; variables bound inside are known inside."""

    at: int
    expressions: tuple[Node, ...]


class Bind(NamedTuple):
    """`$name := value`."""

    at: int
    name: str
    value: Node


class Conditional(NamedTuple):
    """`test ? then : otherwise`."""

    at: int
    test: Node
    then: Node
    otherwise: Node | None


class Transform(NamedTuple):
    """`|pattern|update, delete|`."""

    at: int
    pattern: Node
    update: Node
    delete: Node | None


Path = Step | Filter | Group | Sort | Focus
"""What continues a path, to the right of its first step."""

Node = (
    Literal | Regex | Name | Variable | Wildcard | Placeholder
    | Path | Negation | Binary | ObjectOf | ArrayOf | Range | Call | Lambda | Block | Bind | Conditional | Transform
)  # fmt: skip
"""Every kind of node."""


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, from left to right."""
    if isinstance(node, Path):
        yield from _path_children(node)
    elif isinstance(node, Call | Block | ArrayOf | ObjectOf):
        yield from _listed_children(node)
    else:
        yield from _fixed_children(node)


def _path_children(node: Path) -> Iterator[Node]:
    match node:
        case Step(_, left, right):
            yield from (left, right)
        case Filter(_, of, predicate):
            yield from (of,) if predicate is None else (of, predicate)
        case Group(_, of, pairs):
            yield from (of, *flattened(pairs))
        case Sort(_, of, terms):
            yield from (of, *terms)
        case Focus(_, of, _):
            yield of


def _listed_children(node: Call | Block | ArrayOf | ObjectOf) -> Iterator[Node]:
    match node:
        case Call(_, function, arguments):
            yield from (function, *arguments)
        case Block(_, items) | ArrayOf(_, items):
            yield from items
        case ObjectOf(_, pairs):
            yield from flattened(pairs)


def _fixed_children(node: Node) -> Iterator[Node]:
    match node:
        case Negation(_, operand) | Lambda(_, _, operand) | Bind(_, _, operand):
            yield operand
        case Binary(_, _, left, right) | Range(_, left, right):
            yield from (left, right)
        case Conditional(_, first, second, third) | Transform(_, first, second, third):
            yield from (first, second) if third is None else (first, second, third)


def flattened(pairs: tuple[tuple[Node, Node], ...]) -> Iterator[Node]:
    """Keys and values one after the other."""
    for key, value in pairs:
        yield from (key, value)
