"""What an expression calls and reads."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from workflow_dsl.asl.jsonata import nodes
from workflow_dsl.asl.jsonata.functions import function_table
from workflow_dsl.asl.jsonata.nodes import Node

_ROOT = "$"


class VariableRead(NamedTuple):
    """A variable that the expression does not bind itself; `fields` are the plain names that follow it.

    `$order.lines[0].price` reads `order` with the fields `lines` and `price`. `$states` is not among them.
    """

    name: str
    fields: tuple[str, ...]
    at: int


class StatesField(NamedTuple):
    """A path of `$states`: `$states.input.order.id` is `("input", "order", "id")`."""

    fields: tuple[str, ...]
    at: int


class FunctionCall(NamedTuple):
    """A call by name; `arguments` counts them. `piped`: one more comes in by `~>`."""

    name: str
    arguments: int
    at: int
    piped: bool = False


class ContextRead(NamedTuple):
    """A read of the context where there is none: a bare name, `$`, `*`; or of the root, `$$`, anywhere."""

    text: str
    at: int


class Reads:
    """All that one expression calls and reads, in the order of the text."""

    def __init__(self) -> None:
        self.variables: list[VariableRead] = []
        self.states: list[StatesField] = []
        self.calls: list[FunctionCall] = []
        self.context: list[ContextRead] = []


class _Scope(NamedTuple):
    """`bound`: variables of the expression itself. `inside`: a step of a path or the like gives a context."""

    bound: frozenset[str] = frozenset()
    inside: bool = False
    piped: bool = False


_Visit = tuple[Node, _Scope]


def analyse(root: Node) -> Reads:
    """Walk the tree. No depth is too deep."""
    reads = Reads()
    pending: list[_Visit] = [(root, _Scope(frozenset(_focused(root)) | frozenset(_bound_by(root))))]
    while pending:
        node, scope = pending.pop()
        if not _record_path(node, scope, reads):
            _record(node, scope, reads)
        pending.extend(_parts(node, scope))
    for found in (reads.variables, reads.states, reads.calls, reads.context):
        found.sort(key=lambda each: each.at)
    return reads


def _record(node: Node, scope: _Scope, reads: Reads) -> None:
    match node:
        case nodes.Variable(at, name):
            _record_variable(name, (), at, scope, reads)
        case nodes.Name(at, name) | nodes.Wildcard(at, name) if not scope.inside:
            reads.context.append(ContextRead(name, at))
        case nodes.Call(at, nodes.Variable(_, name), arguments):
            if name and name not in scope.bound:
                reads.calls.append(FunctionCall(name, len(arguments), at, scope.piped))


def _record_variable(name: str, fields: tuple[str, ...], at: int, scope: _Scope, reads: Reads) -> None:
    if name == _ROOT or (name == "" and not scope.inside):
        reads.context.append(ContextRead(f"${name}", at))
    elif name == "states":
        reads.states.append(StatesField(fields, at))
    elif name and name not in scope.bound and (fields or name not in function_table()):
        reads.variables.append(VariableRead(name, fields, at))


def _record_path(node: Node, scope: _Scope, reads: Reads) -> bool:
    """Record `$variable.field.field` as one read; false when the node is no such path."""
    if not isinstance(node, nodes.Path):
        return False
    first, names = _spine(node)
    if not isinstance(first, nodes.Variable):
        return False
    plain = itertools.takewhile(lambda name: name is not None, names)
    _record_variable(first.name, tuple(name for name in plain if name is not None), first.at, scope, reads)
    return True


def _spine(node: Node) -> tuple[Node, list[str | None]]:
    """The first step of a path and the names of the others, None for those that are more than a name."""
    names: list[str | None] = []
    while isinstance(node, nodes.Path):
        match node:
            case nodes.Step(_, left, right):
                if isinstance(right, nodes.Focus):
                    names.clear()
                names.append(_field_name(right))
                node = left
            case nodes.Filter(_, of, _) | nodes.Sort(_, of, _):
                node = of
            case nodes.Group(_, of, _) | nodes.Focus(_, of, _):
                # What follows is a field of what was grouped, or of another step: not of what stands here.
                names.clear()
                node = of
    return node, names[::-1]


def _field_name(node: Node) -> str | None:
    while isinstance(node, nodes.Filter | nodes.Sort | nodes.Focus):
        node = node.of
    if isinstance(node, nodes.Name):
        return node.name
    return node.value if isinstance(node, nodes.Literal) and isinstance(node.value, str) else None


def _parts(node: Node, scope: _Scope) -> Iterator[_Visit]:
    """The nodes below that are still to be visited, each with what is bound and whether there is a context."""
    within = _Scope(scope.bound, inside=True)
    plain = _Scope(scope.bound, scope.inside)
    match node:
        case nodes.Step() | nodes.Filter() | nodes.Sort() | nodes.Focus() | nodes.Group():
            yield from _path_parts(node, plain, within)
        case nodes.Block(_, expressions):
            bound = scope.bound.union(*map(_bound_by, expressions))
            yield from ((each, _Scope(bound, scope.inside)) for each in expressions)
        case nodes.Lambda(_, parameters, body):
            inner = scope.bound | set(parameters) | set(_bound_by(body))
            # A function takes its context from where it is called; of which nothing is known here.
            yield body, _Scope(inner, inside=True)
        case nodes.Call(_, function, arguments):
            if not isinstance(function, nodes.Variable):
                yield function, plain
            yield from ((argument, plain) for argument in arguments)
        case nodes.Binary(_, "~>", left, right):
            yield left, plain
            yield right, _Scope(scope.bound, scope.inside, piped=True)
        case nodes.Transform(_, pattern, update, delete):
            yield pattern, within
            yield from ((each, within) for each in (update, delete) if each is not None)
        case _:
            yield from ((each, plain) for each in nodes.children(node))


def _path_parts(node: Node, plain: _Scope, within: _Scope) -> Iterator[_Visit]:
    """The parts of a path; its first step is left out where the whole path was recorded as one read."""
    while True:
        match node:
            case nodes.Step(_, left, right):
                yield right, within
                node = left
            case nodes.Filter(_, of, predicate):
                if predicate is not None:
                    yield predicate, within
                node = of
            case nodes.Sort(_, of, terms):
                yield from ((term, within) for term in terms)
                node = of
            case nodes.Group(_, of, pairs):
                yield from ((each, within) for each in nodes.flattened(pairs))
                node = of
            case nodes.Focus(_, of, _):
                node = of
            case nodes.Variable():
                return
            case _:
                yield node, plain
                return


def _bound_by(node: Node) -> Iterator[str]:
    """The variables that an expression binds for what stands around it: not those of blocks and functions in it."""
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, nodes.Bind):
            yield found.name
        if not isinstance(found, nodes.Block | nodes.Lambda):
            pending.extend(nodes.children(found))


def _focused(node: Node) -> Iterator[str]:
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, nodes.Focus):
            yield found.name
        pending.extend(nodes.children(found))
