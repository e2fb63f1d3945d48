"""What an expression says in JSONata is what it would say in Python."""

import operator
from collections.abc import Callable
from typing import Any, cast

import jsonata
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_dsl import all_of, any_of, exists, not_
from workflow_dsl import jsonata as escape
from workflow_dsl.compiler.jsonata_text import jsonata_text
from workflow_dsl.dsl import nodes
from workflow_dsl.dsl.expression import Expression, node_of

DATA = {"a": 7, "b": 3, "c": -2, "text": 'it\'s "so"', "list": [10, 20, 30], "flag": True}


def from_data(key: str, annotation: Any = int) -> Any:
    """An expression that reads one key of DATA."""
    return Expression(nodes.Field(nodes.Context(()), key), annotation)


def text_of(value: object) -> str:
    """The expression as JSONata over DATA, which stands for whatever comes from outside."""
    return jsonata_text(node_of(value), lambda node: "$")


def evaluate(value: object) -> Any:
    """What a JSONata interpreter of others makes of it."""
    return jsonata.Jsonata(text_of(value)).evaluate(DATA)


OPERATORS: list[Callable[[Any, Any], Any]] = [operator.add, operator.sub, operator.mul, operator.floordiv]
leaves = st.one_of(st.sampled_from(["a", "b", "c"]), st.integers(min_value=1, max_value=9))
trees: st.SearchStrategy[Any] = st.recursive(
    leaves, lambda inner: st.tuples(st.sampled_from(OPERATORS), inner, inner), max_leaves=12
)


def build(tree: Any, read: Callable[[str], Any]) -> Any:
    """The value of a tree, with its letters read by `read`."""
    if isinstance(tree, tuple):
        apply, left, right = tree
        return apply(build(left, read), build(right, read))
    return read(tree) if isinstance(tree, str) else tree


@given(trees)
def test_arithmetic_keeps_its_order_of_evaluation(tree: Any) -> None:
    try:
        expected = build(tree, DATA.__getitem__)
    except ZeroDivisionError:
        return

    assert evaluate(build(tree, from_data)) == expected


comparisons = st.tuples(st.sampled_from([operator.lt, operator.le, operator.eq, operator.ne]), leaves, leaves)
conditions: st.SearchStrategy[Any] = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["all", "any"]), inner, inner, inner)
    ),
    max_leaves=8,
)


def state(tree: Any) -> bool:
    """A tree of conditions as the DSL says it."""
    match tree:
        case ("not", inner):
            return not_(state(inner))
        case ("all", *inner):
            return all_of(*map(state, inner))
        case ("any", *inner):
            return any_of(*map(state, inner))
        case (compare, left, right):
            left = from_data(left) if isinstance(left, str) else left
            # Two constants are compared by Python itself, as they are in a definition.
            return cast(bool, compare(left, from_data(right) if isinstance(right, str) else right))
    raise AssertionError(tree)


def decide(tree: Any) -> bool:
    """The same tree, as Python decides it."""
    match tree:
        case ("not", inner):
            return not decide(inner)
        case ("all", *inner):
            return all(map(decide, inner))
        case ("any", *inner):
            return any(map(decide, inner))
        case (compare, left, right):
            values = [DATA[side] if isinstance(side, str) else side for side in (left, right)]
            return bool(compare(*values))
    raise AssertionError(tree)


@given(conditions)
def test_conditions_decide_as_python_would(tree: Any) -> None:
    assert evaluate(state(tree)) == decide(tree)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (from_data("text", str) + "!", 'it\'s "so"!'),
        ("<" + from_data("text", str) + ">", '<it\'s "so">'),
        (from_data("list", list[int])[1], 20),
        (from_data("list", list[int])[-1] + 1, 31),
        (-from_data("a"), -7),
        (from_data("a") / 2, 3.5),
        (from_data("a") % 4, 3),
        (exists(from_data("missing")), False),
        (exists(from_data("a")), True),
        (from_data("flag", bool) == True, True),  # noqa: E712 - an expression is compared, not asked
        (escape("$sum($list) + $a", list=from_data("list"), a=from_data("a")), 67),
        (escape("'$a is not read' & $string($a)", a=from_data("a") + 1), "$a is not read8"),
    ],
)
def test_an_expression_gives_the_value_that_it_says(value: Any, expected: Any) -> None:
    assert evaluate(value) == expected


@given(st.text())
def test_any_text_survives_as_a_literal(text: str) -> None:
    encodable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    assert jsonata.Jsonata(text_of(encodable)).evaluate({}) == encodable


def test_a_field_that_the_contract_lets_out_reads_as_its_default() -> None:
    optional = Expression(nodes.Field(nodes.Context(()), "missing", (5,)), int)

    assert evaluate(cast(Any, optional) + 1) == 6


def test_a_field_that_is_left_out_is_not_there_whatever_stands_in_for_it() -> None:
    optional = Expression(nodes.Field(nodes.Context(()), "missing", (5,)), int)

    assert evaluate(exists(optional)) is False


@pytest.mark.parametrize("key", ["and", "in", "with space", "7up", "a-b", "null"])
def test_a_key_that_is_no_name_of_jsonata_is_quoted(key: str) -> None:
    read = Expression(nodes.Field(nodes.Context(()), key), int)

    assert jsonata.Jsonata(text_of(read)).evaluate({key: 4}) == 4


@pytest.mark.parametrize(("combine", "expected"), [(any_of, True), (all_of, False)])
def test_many_conditions_are_no_deep_expression(combine: Callable[..., bool], expected: bool) -> None:
    """AWS fails an expression of 200 operators in a row: each is nested in the one before."""
    text = text_of(combine(*(from_data("a") == number for number in range(300))))

    deepest = max(len(group.split(f" {'or' if expected else 'and'} ")) for group in text.split("("))
    assert deepest <= 60
    assert jsonata.Jsonata(text).evaluate(DATA) is expected
