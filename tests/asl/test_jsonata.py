"""JSONata expressions, looked into without being run."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asl.corpus import ABSENT, ROOT, accepted_states, samples
from workflow_dsl import asl
from workflow_dsl.asl import jsonata
from workflow_dsl.asl.jsonata import JsonataSyntaxError, parse
from workflow_dsl.decompiler.fields import texts_of

NOT_FOUND = {
    "S0217": "whether % has a parent depends on the whole path; nobody uses it in a state machine",
    "S0401": "signatures of an expression's own functions are skipped",
    "S0402": "signatures of an expression's own functions are skipped",
}
"""Errors of the official suite that are not told here, with the reason."""


def _refused(text: str) -> JsonataSyntaxError | None:
    try:
        parse(text)
    except JsonataSyntaxError as error:
        return error
    return None


@pytest.mark.skipif(not ROOT.is_dir(), reason=ABSENT)
def test_the_official_suite_parses_where_it_should() -> None:
    cases = [json.loads(line) for line in (ROOT / "jsonata_suite" / "cases.jsonl").read_text().splitlines()]
    assert len(cases) > 1_600
    for case in cases:
        code = case.get("code") or (case.get("error") or {}).get("code") or ""
        expected = code.startswith("S") and code not in NOT_FOUND
        assert (_refused(case["expr"]) is not None) == expected or code in NOT_FOUND, case["id"]


@pytest.mark.skipif(not samples(), reason=ABSENT)
def test_expressions_of_definitions_that_aws_accepted_are_without_fault() -> None:
    count = 0
    for text in _accepted_expressions():
        expression = parse(jsonata.inner_text(text))
        assert expression.context_reads == ()
        for call in expression.functions_called:
            function = jsonata.function_table()[call.name]
            given_arguments = call.arguments + call.piped
            assert function.least <= given_arguments
            assert function.most is None or given_arguments <= function.most
        count += 1
    assert count > 100


def _accepted_expressions() -> list[str]:
    states = [state for state in accepted_states("JSONata") if not isinstance(state, asl.Map | asl.Parallel)]
    return [text for state in states for text in texts_of(state.to_json()) if asl.is_expression(text)]


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("", "S0207", 0),
        ("$x +", "S0207", 4),
        ("$sum($x", "S0203", 7),
        ("$sum($x]", "S0202", 7),
        ("$x $y", "S0201", 3),
        ("420.", "S0207", 4),
        ("1.5.x", "S0213", 0),
        ('"open', "S0101", 0),
        (r'"\x"', "S0103", 1),
        (r'"\u12"', "S0104", 1),
        ("`open", "S0105", 0),
        ("/* open", "S0106", 0),
        ("1e999", "S0102", 0),
        ("$match($x, /open)", "S0302", 11),
        ("$match($x, //)", "S0301", 11),
        ("x := 1", "S0212", 2),
        ("function(1){2}", "S0208", 9),
        ("$x{'a': 1}{'b': 2}", "S0210", 10),
        ("$x{'a': 1}[0]", "S0209", 10),
        ("$x@y", "S0214", 2),
        ("$x[0]@$y", "S0215", 5),
        ("[1..]", "S0211", 4),
        ("{'a' 1}", "S0202", 5),
        ("?", "S0211", 0),
        ("(" * 500 + ")" * 500, "U1001", 120),
    ],
)
def test_a_text_that_is_no_jsonata_is_refused_at_its_place(text: str, code: str, offset: int) -> None:
    error = _refused(text)
    assert error is not None
    assert (error.code, error.offset) == (code, offset)


def _variables(text: str) -> list[str]:
    return [".".join((read.name, *read.fields)) for read in parse(text).names_read]


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("$order", ["order"]),
        ("$order.lines[0].price", ["order.lines.price"]),
        ("$order[0]", ["order"]),
        ("$order.`line items`.'a b'", ["order.line items.a b"]),
        ("$order.lines[id = $wanted.id].price", ["order.lines.price", "wanted.id"]),
        ("$order.(a & $b)", ["order", "b"]),
        ("$order.lines^(>price)[0].id", ["order.lines.id"]),
        ("$order.lines{id: $sum(price)}.x", ["order.lines"]),
        ("$order.lines#$i.{'n': $i}", ["order.lines"]),
        ("$states.input.id", []),
        ("($a := $b; $a + $c)", ["b", "c"]),
        ("$f := function($x){ $x * $y }", ["y"]),
        ("$map($items, function($v, $i){ $v.price + $i + $tax })", ["items", "tax"]),
        ("$reduce($items, function($a, $b){($c := $a; $c + $b + $c)})", ["items"]),
        ("$name ~> $uppercase", ["name"]),
        ("$map($names, $uppercase)", ["names"]),
        ("{'a': $a, $b: [$c..$d]}", ["a", "b", "c", "d"]),
        ("$a ? -$b : $c", ["a", "b", "c"]),
        ("$order ~> |lines|{'price': $price}, ['tax']|", ["order", "price"]),
        ("$a ?: $b ?? $c", ["a", "b", "c"]),
        ("(1; ($inner := 2); $inner)", ["inner"]),
    ],
)
def test_the_variables_are_those_that_come_from_outside(text: str, variables: list[str]) -> None:
    assert _variables(text) == variables


def test_the_fields_of_states_are_read_as_paths() -> None:
    expression = parse(
        "$states.input.order.id & $states.context.Execution.Id & $states.errorOutput.Error & $states.input"
    )
    assert [found.fields for found in expression.states_fields] == [
        ("input", "order", "id"),
        ("context", "Execution", "Id"),
        ("errorOutput", "Error"),
        ("input",),
    ]
    assert expression.text[expression.states_fields[2].at :].startswith("$states.errorOutput")


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("$sum($x)", [("sum", 1, False)]),
        ("$now()", [("now", 0, False)]),
        ("$x ~> $join(',')", [("join", 1, True)]),
        ("$substring(?, 0, 3)", [("substring", 3, False)]),
        ("($f := function(){1}; $f() + $g())", [("g", 0, False)]),
        ("$x.$uppercase(name)", [("uppercase", 1, False)]),
    ],
)
def test_functions_are_listed_with_their_arguments(text: str, calls: list[tuple[str, int, bool]]) -> None:
    found = [(call.name, call.arguments, call.piped) for call in parse(text).functions_called]
    assert found == calls


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("name", ["name"]),
        ("$.name", ["$"]),
        ("$$.name", ["$$"]),
        ("$x[$$.y]", ["$$"]),
        ("name.first", ["name"]),
        ("$sum(prices)", ["prices"]),
        ("{'a': b}", ["b"]),
        ("*", ["*"]),
        ("foo(1)", ["foo"]),
        ("$x.name", []),
        ("$x[price > 3]", []),
        ("$x.($.a)", []),
        ("$x.lines^(price)", []),
        ("'name'", []),
        ("$filter($x, function($v){ $v.ok })", []),
    ],
)
def test_a_read_of_a_context_that_is_not_there_is_told(text: str, reads: list[str]) -> None:
    assert [read.text for read in parse(text).context_reads] == reads


def test_the_table_knows_the_arity_of_every_function() -> None:
    table = jsonata.function_table()
    assert (table["substring"].least, table["substring"].most, table["substring"].takes_context) == (2, 3, True)
    assert (table["zip"].least, table["zip"].most) == (1, None)
    assert (table["match"].least, table["match"].most) == (2, 3)
    assert (table["partition"].least, table["partition"].most) == (2, 2)
    assert not table["eval"].supported
    assert all(function.supported for name, function in table.items() if name != "eval")


def test_long_chains_are_no_trouble() -> None:
    text = " & ".join(f"$v{number}" for number in range(3_000))
    assert len(parse(text).names_read) == 3_000


@given(st.text(alphabet="$ab.[](){}1'\"+~>:=;,?@#^|%*/ \\`", max_size=14))
def test_no_text_brings_it_down(text: str) -> None:
    """Whatever the text, it is an expression that can be looked into, or it is refused inside of the text."""
    error = _refused(text)
    if error is not None:
        assert 0 <= error.offset <= len(text)
    else:
        assert parse(text).names_read is not None


def test_definitions_are_compiled_without_it() -> None:
    code = "import sys; from workflow_dsl import asl; print('workflow_dsl.asl.jsonata' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
