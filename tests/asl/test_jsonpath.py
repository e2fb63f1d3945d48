"""Paths, intrinsic functions and payload templates, looked into without being run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.asl.corpus import ABSENT, accepted_states, samples
from workflow_dsl import asl
from workflow_dsl.asl import jsonpath
from workflow_dsl.asl.jsonpath import IntrinsicCall, JsonPath, Literal, PathSyntaxError, parse_dynamic, parse_path


@pytest.mark.parametrize(
    ("text", "root", "fields", "is_reference"),
    [
        ("$", "$", (), True),
        ("$$", "$$", (), True),
        ("$$.Execution.Id", "$$", ("Execution", "Id"), True),
        ("$order", "$order", (), True),
        ("$order.lines[0].id", "$order", ("lines", 0, "id"), True),
        ("$.detail-type", "$", ("detail-type",), True),
        ("$['a b']['it\\'s'].c", "$", ("a b", "it's", "c"), True),
        ('$["x"]', "$", ("x",), True),
        ("$.ünï[-1]", "$", ("ünï", -1), True),
        ("$.[0].body ", "$", (0, "body"), True),
        ("$.items[*].id", "$", ("items",), False),
        ("$.items[1:3]", "$", ("items",), False),
        ("$.items[0,2]", "$", ("items",), False),
        ("$['a','b']", "$", (), False),
        ("$..id", "$", (), False),
        ("$.a..*", "$", ("a",), False),
        ("$.*", "$", (), False),
        ("$.items[?(@.price > 3 && @['a)'] == ')')].id", "$", ("items",), False),
        ("$.items.length()", "$", ("items",), False),
    ],
)
def test_a_path_says_what_it_reads(text: str, root: str, fields: tuple[str | int, ...], is_reference: bool) -> None:
    assert parse_path(text) == JsonPath(text, root, fields, is_reference)


def test_a_path_knows_its_variable() -> None:
    assert parse_path("$order.id").variable == "order"
    assert parse_path("$.id").variable is None
    assert parse_path("$$.id").variable is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("x", 0),
        (".guid", 0),
        ("$...", 1),
        ("$$23", 2),
        ("$.", 1),
        ("$.a[", 3),
        ("$.a[x]", 3),
        ("$.a b", 3),
        ("$[?(@.x", 1),
        ("$23", 1),
    ],
)
def test_a_text_that_is_no_path_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(PathSyntaxError) as refused:
        parse_path(text)
    assert refused.value.offset == offset


def test_a_call_has_its_arguments() -> None:
    call = parse_dynamic("States.Format( 'a \\'{}\\'' , $.x['y, z'], States.MathAdd(-1, 2.5), true,null)")
    assert call == IntrinsicCall(
        "States.Format",
        (
            Literal("a '{}'", 15),
            JsonPath("$.x['y, z']", "$", ("x", "y, z"), True),
            IntrinsicCall("States.MathAdd", (Literal(-1, 56), Literal(2.5, 60)), 41),
            Literal(True, 66),
            Literal(None, 71),
        ),
        0,
    )
    assert isinstance(call, IntrinsicCall)
    assert [each.name for each in call.calls] == ["States.Format", "States.MathAdd"]
    assert [path.text for path in call.paths] == ["$.x['y, z']"]


def test_a_call_may_have_no_arguments() -> None:
    assert parse_dynamic("States.UUID()") == IntrinsicCall("States.UUID", (), 0)
    assert parse_dynamic("$.x") == parse_path("$.x")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("States.Format", 0),
        ("States.Format(", 14),
        ("States.Format('a'", 17),
        ("States.Format('a',)", 18),
        ('States.Format("a")', 14),
        ("States.Format('a' 'b')", 18),
        ("States.Format('a') x", 18),
        ("States.Format($.)", 15),
        (" States.Format('a')", 0),
        ("States.Array(" * 11 + ")" * 11, 130),
    ],
)
def test_a_text_that_is_no_call_is_refused_at_its_place(text: str, offset: int) -> None:
    with pytest.raises(PathSyntaxError) as refused:
        parse_dynamic(text)
    assert refused.value.offset == offset


def test_the_dynamic_fields_of_a_template_are_found() -> None:
    template = {"a.$": "$.x", "a": 1, "b": [{"c.$": 23}, {"d": {"e.$": "$$"}}], "f": "$.g"}
    found = [(field.path, field.name, field.value, field.repeats) for field in jsonpath.dynamic_fields(template)]
    assert found == [
        (("a.$",), "a", "$.x", True),
        (("b", 0, "c.$"), "c", 23, False),
        (("b", 1, "d", "e.$"), "e", "$$", False),
    ]


def test_the_table_knows_every_function_of_the_manual() -> None:
    table = jsonpath.intrinsic_table()
    assert len(table) == 18
    assert (table["States.MathRandom"].least, table["States.MathRandom"].most) == (2, 3)
    assert table["States.Format"].most is None


@pytest.mark.skipif(not samples(), reason=ABSENT)
def test_templates_that_aws_accepted_are_without_fault() -> None:
    count = 0
    for field in _accepted_fields():
        found = parse_dynamic(field.value)
        assert not field.repeats
        for call in found.calls if isinstance(found, IntrinsicCall) else ():
            function = jsonpath.intrinsic_table()[call.name]
            assert function.least <= len(call.arguments)
            assert function.most is None or len(call.arguments) <= function.most
        count += 1
    assert count > 300


def _accepted_fields() -> Iterator[jsonpath.DynamicField]:
    for state in accepted_states("JSONPath"):
        yield from _templates(state)


def _templates(state: asl.State) -> Iterator[jsonpath.DynamicField]:
    for name in ("Parameters", "ResultSelector", "ItemSelector", "Assign"):
        template: Any = getattr(state, name, None)
        yield from jsonpath.dynamic_fields(template)


@given(st.text(alphabet="$.[]()'\"ab0-*?@:, States", max_size=16))
def test_no_text_brings_it_down(text: str) -> None:
    """Whatever the text, it is a path or a call, or it is refused inside of the text."""
    try:
        offset = 0 if parse_dynamic(text) else -1
    except PathSyntaxError as error:
        offset = error.offset
    assert 0 <= offset <= len(text)
