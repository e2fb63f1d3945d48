"""The grammar of JSONata, by precedence: https://docs.jsonata.org/path-operators and the reference implementation.

A token that begins an expression has a method in `_PREFIX`, one that continues an expression a method in `_INFIX`; the
number beside it is how strongly it binds to what stands left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from workflow_dsl.asl.jsonata import nodes
from workflow_dsl.asl.jsonata.nodes import Node
from workflow_dsl.asl.jsonata.tokens import JsonataSyntaxError, Kind, Token, Tokens

_Found = TypeVar("_Found")

_DEEPEST: Final = 120
_BINARY: Final = {
    **dict.fromkeys(("*", "/", "%"), 60),
    **dict.fromkeys(("+", "-", "&"), 50),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "~>", "?:", "??"), 40),
    "and": 30,
    "or": 25,
}


def parse_expression(text: str) -> Node:
    """The tree of the text. Raises JsonataSyntaxError."""
    return _Parser(text).parse()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = Tokens(text)
        self._token = self._tokens.next(after_value=False)
        self._depth = 0

    def parse(self) -> Node:
        found = self._expression(0)
        if self._token.kind is not Kind.END:
            raise JsonataSyntaxError("S0201", f"{_shown(self._token)} is not expected here", self._token.offset)
        return found

    def _expression(self, strength: int) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise JsonataSyntaxError("U1001", "the expression is nested too deep", self._token.offset)
        token = self._token
        self._advance(after_value=True)
        left = self._begin(token)
        while strength < _strength(self._token):
            token = self._token
            self._advance(after_value=False)
            left = self._continue(left, token)
        self._depth -= 1
        return left

    def _advance(self, *, after_value: bool) -> None:
        self._token = self._tokens.next(after_value=after_value)

    def _take(self, operator: str, *, after_value: bool = False) -> None:
        if not self._token.is_operator(operator):
            code = "S0203" if self._token.kind is Kind.END else "S0202"
            problem = f'"{operator}" is expected, but there is {_shown(self._token)}'
            raise JsonataSyntaxError(code, problem, self._token.offset)
        self._advance(after_value=after_value)

    def _skip(self, operator: str) -> bool:
        found = self._token.is_operator(operator)
        if found:
            self._advance(after_value=False)
        return found

    def _begin(self, token: Token) -> Node:
        match token.kind:
            case Kind.VALUE:
                return nodes.Literal(token.offset, token.value)
            case Kind.NAME:
                return nodes.Name(token.offset, token.text)
            case Kind.VARIABLE:
                return nodes.Variable(token.offset, token.text)
            case Kind.REGEX:
                return nodes.Regex(token.offset, str(token.value))
            case Kind.END:
                raise JsonataSyntaxError("S0207", "the expression ends too early", token.offset)
            case Kind.OPERATOR:
                return self._begin_operator(token)

    def _begin_operator(self, token: Token) -> Node:
        if token.text in ("and", "or", "in"):
            return nodes.Name(token.offset, token.text)
        if token.text in ("*", "**", "%"):
            return nodes.Wildcard(token.offset, token.text)
        prefix = _PREFIX.get(token.text)
        if prefix is None:
            problem = f"{_shown(token)} cannot begin an expression"
            raise JsonataSyntaxError("S0211", problem, token.offset)
        return prefix(self, token)

    def _continue(self, left: Node, token: Token) -> Node:
        if token.text in _BINARY:
            return nodes.Binary(token.offset, token.text, left, self._expression(_BINARY[token.text]))
        _, infix = _INFIX[token.text]
        return infix(self, left, token)

    # What begins an expression.

    def _negation(self, token: Token) -> Node:
        return nodes.Negation(token.offset, self._expression(70))

    def _array(self, token: Token) -> Node:
        items = tuple(self._separated("]", self._item))
        self._take("]", after_value=True)
        return nodes.ArrayOf(token.offset, items)

    def _item(self) -> Node:
        low = self._expression(0)
        token = self._token
        return nodes.Range(token.offset, low, self._expression(0)) if self._skip("..") else low

    def _block(self, token: Token) -> Node:
        expressions: list[Node] = []
        while not self._token.is_operator(")"):
            expressions.append(self._expression(0))
            if not self._skip(";"):
                break
        self._take(")", after_value=True)
        return nodes.Block(token.offset, tuple(expressions))

    def _object(self, token: Token) -> Node:
        return nodes.ObjectOf(token.offset, self._pairs())

    def _pairs(self) -> tuple[tuple[Node, Node], ...]:
        pairs = tuple(self._separated("}", self._pair))
        self._take("}", after_value=True)
        return pairs

    def _pair(self) -> tuple[Node, Node]:
        key = self._expression(0)
        self._take(":")
        return key, self._expression(0)

    def _transform(self, token: Token) -> Node:
        pattern = self._expression(0)
        self._take("|")
        update = self._expression(0)
        delete = self._expression(0) if self._skip(",") else None
        self._take("|", after_value=True)
        return nodes.Transform(token.offset, pattern, update, delete)

    def _separated(self, end: str, read: Callable[[], _Found]) -> Iterator[_Found]:
        if self._token.is_operator(end):
            return
        yield read()
        while self._skip(","):
            yield read()

    # What continues an expression.

    def _step(self, left: Node, token: Token) -> Node:
        right = self._expression(75)
        for side in (left, right):
            if isinstance(side, nodes.Literal) and not isinstance(side.value, str):
                raise JsonataSyntaxError("S0213", "a number, true, false or null is no step of a path", side.at)
        return nodes.Step(token.offset, left, right)

    def _filter(self, left: Node, token: Token) -> Node:
        if isinstance(left, nodes.Group):
            raise JsonataSyntaxError("S0209", "a filter cannot follow a grouping", token.offset)
        predicate = None if self._token.is_operator("]") else self._expression(0)
        self._take("]", after_value=True)
        return nodes.Filter(token.offset, left, predicate)

    def _group(self, left: Node, token: Token) -> Node:
        if isinstance(left, nodes.Group):
            raise JsonataSyntaxError("S0210", "a step can be grouped only once", token.offset)
        return nodes.Group(token.offset, left, self._pairs())

    def _sort(self, left: Node, token: Token) -> Node:
        self._take("(")
        terms = tuple(self._separated(")", self._term))
        self._take(")", after_value=True)
        return nodes.Sort(token.offset, left, terms)

    def _term(self) -> Node:
        if not self._skip("<"):
            self._skip(">")
        return self._expression(0)

    def _focus(self, left: Node, token: Token) -> Node:
        if token.text == "@" and isinstance(left, nodes.Filter | nodes.Sort):
            code = "S0215" if isinstance(left, nodes.Filter) else "S0216"
            raise JsonataSyntaxError(code, '"@" has to stand before filters and sorting', token.offset)
        right = self._expression(80)
        if not isinstance(right, nodes.Variable):
            problem = f'"{token.text}" has to be followed by a variable'
            raise JsonataSyntaxError("S0214", problem, token.offset)
        return nodes.Focus(token.offset, left, right.name)

    def _bind(self, left: Node, token: Token) -> Node:
        if not isinstance(left, nodes.Variable):
            raise JsonataSyntaxError("S0212", 'only a variable can stand left of ":="', token.offset)
        return nodes.Bind(left.at, left.name, self._expression(9))

    def _conditional(self, left: Node, token: Token) -> Node:
        then = self._expression(0)
        otherwise = self._expression(0) if self._skip(":") else None
        return nodes.Conditional(token.offset, left, then, otherwise)

    def _call(self, left: Node, token: Token) -> Node:
        arguments = tuple(self._separated(")", self._argument))
        self._take(")", after_value=True)
        if isinstance(left, nodes.Name) and left.name in ("function", "λ"):
            return self._lambda(left, arguments)
        return nodes.Call(token.offset, left, arguments)

    def _argument(self) -> Node:
        token = self._token
        if self._skip("?"):
            return nodes.Placeholder(token.offset)
        return self._expression(0)

    def _lambda(self, word: nodes.Name, arguments: tuple[Node, ...]) -> Node:
        parameters = []
        for argument in arguments:
            if not isinstance(argument, nodes.Variable):
                raise JsonataSyntaxError("S0208", "the parameter of a function has to be a variable", argument.at)
            parameters.append(argument.name)
        self._skip_signature()
        self._take("{")
        body = self._expression(0)
        self._take("}", after_value=True)
        return nodes.Lambda(word.at, tuple(parameters), body)

    def _skip_signature(self) -> None:
        depth = 0
        while self._token.is_operator("<") or depth:
            depth += self._token.is_operator("<") - self._token.is_operator(">")
            if self._token.kind is Kind.END:
                raise JsonataSyntaxError("S0203", 'the signature of a function has no ">"', self._token.offset)
            self._advance(after_value=True)


_Prefix = Callable[[_Parser, Token], Node]
_Infix = Callable[[_Parser, Node, Token], Node]

_PREFIX: Final[dict[str, _Prefix]] = {
    "-": _Parser._negation,
    "[": _Parser._array,
    "(": _Parser._block,
    "{": _Parser._object,
    "|": _Parser._transform,
}
_INFIX: Final[dict[str, tuple[int, _Infix]]] = {
    "[": (80, _Parser._filter),
    "(": (80, _Parser._call),
    "@": (80, _Parser._focus),
    "#": (80, _Parser._focus),
    ".": (75, _Parser._step),
    "{": (70, _Parser._group),
    "^": (40, _Parser._sort),
    "?": (20, _Parser._conditional),
    ":=": (10, _Parser._bind),
}


def _strength(token: Token) -> int:
    if token.kind is not Kind.OPERATOR:
        return 0
    infix = _INFIX.get(token.text)
    return _BINARY.get(token.text, 0) if infix is None else infix[0]


def _shown(token: Token) -> str:
    return "the end" if token.kind is Kind.END else f'"{token.text}"'
