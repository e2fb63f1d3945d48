"""Expressions: stand-ins for values that only an execution has.

To a type checker `validate.output.amount_minor` is an int; at definition time it is an `Expression` that records its
path. Comparing, adding and indexing give new expressions; whatever would need the value now is refused (WF205)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NoReturn, cast

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.dsl import nodes, types
from workflow_dsl.dsl.advice import instead_of_operand
from workflow_dsl.dsl.comparisons import Side, compare
from workflow_dsl.dsl.members import item, member
from workflow_dsl.dsl.misuse import refuse, report_misuse
from workflow_dsl.source import CallSite, capture

MARK = "<expression "


class Expression:
    """A recorded value and its type, without public members, so that every name can be a contract's field."""

    __slots__ = ("_wf_node", "_wf_type")

    _wf_node: nodes.Node
    _wf_type: Any

    def __init__(self, node: nodes.Node, annotation: Any) -> None:
        object.__setattr__(self, "_wf_node", node)
        object.__setattr__(self, "_wf_type", annotation)

    def __getattr__(self, name: str) -> "Expression":
        if name.startswith("_"):
            raise AttributeError(name)
        return _found(member(self._wf_node, self._wf_type, name))

    def __getitem__(self, index: Any) -> "Expression":
        if isinstance(index, slice):
            raise refuse("[:]", "slice")
        return _found(item(self._wf_node, self._wf_type, node_of(index), type_of(index)))

    def __eq__(self, other: object) -> "Expression":  # type: ignore[override]
        return _compare("=", self, other)

    def __ne__(self, other: object) -> "Expression":  # type: ignore[override]
        return _compare("!=", self, other)

    def __lt__(self, other: object) -> "Expression":
        return _compare("<", self, other)

    def __le__(self, other: object) -> "Expression":
        return _compare("<=", self, other)

    def __gt__(self, other: object) -> "Expression":
        return _compare(">", self, other)

    def __ge__(self, other: object) -> "Expression":
        return _compare(">=", self, other)

    def __add__(self, other: object) -> "Expression":
        return _add(self, other)

    def __radd__(self, other: object) -> "Expression":
        return _add(other, self)

    def __sub__(self, other: object) -> "Expression":
        return _calculate("-", self, other)

    def __rsub__(self, other: object) -> "Expression":
        return _calculate("-", other, self)

    def __mul__(self, other: object) -> "Expression":
        return _calculate("*", self, other)

    def __rmul__(self, other: object) -> "Expression":
        return _calculate("*", other, self)

    def __truediv__(self, other: object) -> "Expression":
        return _calculate("/", self, other)

    def __rtruediv__(self, other: object) -> "Expression":
        return _calculate("/", other, self)

    def __floordiv__(self, other: object) -> "Expression":
        return _calculate("//", self, other)

    def __rfloordiv__(self, other: object) -> "Expression":
        return _calculate("//", other, self)

    def __mod__(self, other: object) -> "Expression":
        return _calculate("%", self, other)

    def __rmod__(self, other: object) -> "Expression":
        if isinstance(other, str):
            return cast(Expression, report_misuse("% formatting", "str"))
        return _calculate("%", other, self)

    def __neg__(self) -> "Expression":
        return _calculate("-", 0, self)

    def __str__(self) -> str:
        return report_misuse("str() or an f-string", "str")

    def __format__(self, specification: str) -> str:
        return report_misuse("an f-string or format()", "str")

    def __bool__(self) -> NoReturn:
        raise refuse("if, and, or, not, in or a chained comparison", "bool")

    def __len__(self) -> NoReturn:
        raise refuse("len()", "len")

    def __iter__(self) -> Iterator[Any]:
        raise refuse("a loop or unpacking", "iter")

    def __contains__(self, item: object) -> NoReturn:
        raise refuse("a test with in", "in")

    def __hash__(self) -> int:
        raise refuse("a dictionary key or a set", "hash")

    def __int__(self) -> NoReturn:
        raise refuse("int()", "number")

    def __float__(self) -> NoReturn:
        raise refuse("float()", "number")

    def __index__(self) -> NoReturn:
        raise refuse("an index or a range", "number")

    def __round__(self, digits: int = 0) -> NoReturn:
        raise refuse("round()", "number")

    def __abs__(self) -> NoReturn:
        raise refuse("abs()", "number")

    def __call__(self, *values: object, **named: object) -> NoReturn:
        raise refuse("a call", "call")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise refuse("an assignment", "set")

    def __setitem__(self, name: object, value: object) -> NoReturn:
        raise refuse("an assignment", "set")

    def __copy__(self) -> "Expression":
        return self

    def __deepcopy__(self, memo: object) -> "Expression":
        return self

    def __repr__(self) -> str:
        return f"{MARK}of type {types.describe(self._wf_type)}>"


class _Nothing(Expression):
    """Stands in for what was reported already, so that nothing more is said of it."""

    __slots__ = ()

    def __call__(self, *values: object, **named: object) -> "_Nothing":  # type: ignore[override]
        return self


def expression(node: nodes.Node, annotation: Any) -> Any:
    """A stand-in, typed as Any so that a property can give it the type that its reader sees."""
    return Expression(node, annotation)


def node_of(value: object) -> nodes.Node:
    """The node of an expression, or of a value of the definition: a constant, or a structure that holds expressions.

    Raises FindingsError (WF209) for a value that does not end.
    """
    try:
        return _node(value)
    except RecursionError:
        problem = "the value holds itself, or is nested too deep"
        raise FindingsError(_finding("WF209", problem, "give a value that ends")) from None


def node_at(value: object, site: CallSite, argument: str) -> nodes.Node | None:
    """The node of an argument; None where its value does not end, which is reported at its place."""
    try:
        return node_of(value)
    except FindingsError as error:
        report(*(replace(finding, place=site.argument(argument)) for finding in error.findings))
        return None


def _node(value: object) -> nodes.Node:
    if isinstance(value, Expression):
        return value._wf_node
    if isinstance(value, Mapping):
        return nodes.Structure({key: _node(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return nodes.Structure([_node(item) for item in value], tuple(type_of(item) for item in value))
    return nodes.Constant(value)


def type_of(value: object) -> Any:
    """The type of an expression or of a value of the definition. A class is no value: of its type nothing is known."""
    if isinstance(value, Expression):
        return value._wf_type
    return Any if isinstance(value, type) else type(value)


def _found(found: tuple[nodes.Node, Any] | None) -> Expression:
    return _Nothing(nodes.Constant(None), Any) if found is None else Expression(*found)


def _compare(operator: nodes.Operator, left: object, right: object) -> Expression:
    return Expression(compare(operator, *(Side(node_of(side), type_of(side)) for side in (left, right))), bool)


def _finding(code: str, problem: str, instead: str) -> Finding:
    return Finding(code, Severity.ERROR, problem, instead, capture().place)


def _calculate(operator: nodes.Operator, left: object, right: object) -> Expression:
    both_whole = all(types.is_assignable(type_of(side), int) for side in (left, right)) and operator != "/"
    refused = [side for side in (left, right) if not types.is_number(type_of(side)) and type_of(side) is not Any]
    if refused:
        _refuse_operand(operator, refused[0])
    return Expression(nodes.Binary(operator, node_of(left), node_of(right)), int if both_whole else float)


def _add(left: object, right: object) -> Expression:
    if types.is_text(type_of(left)) or types.is_text(type_of(right)):
        for side in (left, right):
            if not types.is_text(type_of(side)) and type_of(side) is not Any:
                _refuse_operand("+", side, to_text=True)
        return Expression(nodes.Binary("&", node_of(left), node_of(right)), str)
    return _calculate("+", left, right)


def _refuse_operand(operator: str, side: object, *, to_text: bool = False) -> None:
    annotation = type_of(side)
    problem = f"{operator} does not take {types.describe(annotation)}"
    report(_finding("WF203", problem, instead_of_operand(annotation, to_text=to_text)))
