"""Where each value of a JSON text stands."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_dsl.source import JsonPlaces, Place, TextSyntaxError, read_json
from workflow_dsl.source.json_scan import scan_json

TEXT = '{\n  "a": [1, {"é": "x", "y": null}],\n  "b": {}\n}\n'
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def test_a_value_and_its_key_have_their_places() -> None:
    places = JsonPlaces(TEXT, file="x.json")
    assert _at(places.place(())) == (1, 1)
    assert _at(places.place(("a",))) == (2, 8)
    assert _at(places.key_place(("a",))) == (2, 3)
    assert _at(places.place(("a", 1, "y"))) == (2, 28)
    assert _at(places.key_place(("a", 1, "y"))) == (2, 23)
    assert _at(places.key_place(("a", 1))) == (2, 12)


def test_a_value_that_is_not_there_has_the_place_of_what_is_around_it() -> None:
    assert _at(JsonPlaces(TEXT, file="x.json").place(("b", "Next"))) == (3, 8)


def test_a_repeated_key_is_reported_where_it_is_repeated() -> None:
    document = read_json('{"s": {"a": 1,\n "b": 2,\n "a": 3}, "t": [{"k": 1, "k": 2}]}', file="x.json")
    assert document.value == {"s": {"a": 3, "b": 2}, "t": [{"k": 2}]}
    assert [(path, _at(place)) for path, place in document.duplicates] == [
        (("s", "a"), (3, 2)),
        (("t", 0, "k"), (3, 26)),
    ]


def test_a_text_without_repeated_keys_reports_none() -> None:
    assert read_json(TEXT, file="x.json").duplicates == ()


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ('{"a": 1,}', 1, 9),
        ("[1 2]", 1, 4),
        ('{"a": NaN}', 1, 7),
        ('{"a" 1}', 1, 6),
        ("{1: 2}", 1, 2),
        ('{"a":\n tru}', 2, 2),
        ("[1]\n\n]", 3, 1),
        ('["a', 1, 2),
        ("[01]", 1, 3),
        ("[1]}", 1, 4),
        ('["\t"]', 1, 3),
    ],
)
def test_a_text_that_is_not_json_is_refused_at_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(TextSyntaxError) as refused:
        read_json(text, file="x.json")
    assert refused.value.place == Place("x.json", line, column)


def test_no_depth_is_too_deep() -> None:
    depth = 5_000
    text = '{"a": [' * depth + "1" + "]}" * depth
    document = read_json(text, file="deep.json")
    assert document.places.place(("a", 0) * depth) == Place("deep.json", 1, 7 * depth + 1)


def test_a_long_text_has_its_places() -> None:
    text = json.dumps([{"name": "x" * 20, "values": [1, 2.5, None, True]}] * 4_000, indent=1)
    place = JsonPlaces(text, file="x.json").place((3_999, "values", 3))
    assert text.splitlines()[place.line - 1].strip() == "true"


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_the_scanner_reads_what_the_standard_library_reads(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert json.dumps(scan_json(text).value) == json.dumps(json.loads(text))


@given(st.text(alphabet='{}[]:,"ab1.-e \n\\u0', max_size=12))
def test_the_scanner_refuses_what_the_standard_library_refuses(text: str) -> None:
    def outcome(read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except json.JSONDecodeError:
            return "refused"

    assert outcome(lambda text: scan_json(text).value) == outcome(json.loads)


def test_a_character_of_a_string_has_its_place() -> None:
    text = r'{"a": "x\n\u0041\ud83d\ude00yz", "b": 1}'
    places = JsonPlaces(text, file="x.json")
    assert [places.inside(("a",), offset).column for offset in range(7)] == [8, 9, 11, 17, 29, 30, 31]
    assert places.inside(("a",), 99).column == 31
    assert places.inside(("b",), 3).column == 39
    assert len(json.loads(text)["a"]) == 6
