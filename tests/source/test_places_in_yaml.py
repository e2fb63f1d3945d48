"""YAML texts: values as JSON would have them, and where they stand."""

import pytest

from workflow_dsl.source import Place, TextSyntaxError, read_yaml

TEXT = """\
# a comment
StartAt: Wait
States:
  Wait: {Type: Wait, Seconds: 3, End: true}
  "Until":
    Timestamp: 2016-03-14T01:59:00Z
    Choices:
      - yes
      - Next: No
"""


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def test_values_and_keys_have_their_places() -> None:
    places = read_yaml(TEXT, file="x.yaml").places
    assert _at(places.place(("States", "Wait", "Seconds"))) == (4, 31)
    assert _at(places.key_place(("States", "Wait", "Seconds"))) == (4, 22)
    assert _at(places.key_place(("States", "Until"))) == (5, 3)
    assert _at(places.place(("States", "Until", "Choices", 1))) == (9, 9)
    assert _at(places.place(("States", "Until", "Nowhere"))) == (6, 5)


def test_only_what_json_has_is_more_than_a_string() -> None:
    """`Next: No` names a state, and a time stamp is no date."""
    document = read_yaml(TEXT, file="x.yaml")
    assert document.value["States"]["Wait"] == {"Type": "Wait", "Seconds": 3, "End": True}
    until = document.value["States"]["Until"]
    assert until == {"Timestamp": "2016-03-14T01:59:00Z", "Choices": ["yes", {"Next": "No"}]}
    numbers = read_yaml("[2, 2.0, -1, 1e3, .5, ~, null, '2', \"true\", 0x1F, 1_000]", file="x.yaml").value
    assert [repr(number) for number in numbers] == [
        *("2", "2.0", "-1", "1000.0", "0.5", "None", "None", "'2'", "'true'", "'0x1F'", "'1_000'"),
    ]


def test_anchors_and_merge_keys_are_followed() -> None:
    text = "base: &b {MaxAttempts: 3, BackoffRate: 2}\nuse: {<<: *b, BackoffRate: 1.5}\nagain: *b\n"
    value = read_yaml(text, file="x.yaml").value
    assert value["use"] == {"MaxAttempts": 3, "BackoffRate": 1.5}
    assert value["again"] == value["base"]


def test_short_tags_of_cloudformation_become_their_long_form() -> None:
    text = "a: !Ref Table\nb: !GetAtt Function.Arn\nc: !Sub 'x-${Y}'\nd: !Join [',', [a, !Ref B]]\n"
    assert read_yaml(text, file="t.yaml").value == {
        "a": {"Ref": "Table"},
        "b": {"Fn::GetAtt": ["Function", "Arn"]},
        "c": {"Fn::Sub": "x-${Y}"},
        "d": {"Fn::Join": [",", ["a", {"Ref": "B"}]]},
    }


def test_a_repeated_key_is_reported_where_it_is_repeated() -> None:
    document = read_yaml("States:\n  A: {Type: Pass}\n  A: {Type: Fail}\n", file="x.yaml")
    assert [(path, _at(place)) for path, place in document.duplicates] == [(("States", "A"), (3, 3))]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1", 2), ("a: 1\n b: 2", 2), ("a: *nobody", 1), ("a: 1\n---\nb: 1", 2), ("? [a]\n: b", 1), ("a: &a [*a]", 1)],
)
def test_a_text_that_is_not_one_yaml_document_is_refused_at_its_place(text: str, line: int) -> None:
    with pytest.raises(TextSyntaxError) as refused:
        read_yaml(text, file="x.yaml")
    assert refused.value.place.line == line


def test_no_depth_is_too_deep() -> None:
    depth = 3_000
    document = read_yaml("[" * depth + "1" + "]" * depth, file="x.yaml")
    assert document.places.place((0,) * depth) == Place("x.yaml", 1, depth + 1)


def test_a_character_of_a_string_on_one_line_has_its_place() -> None:
    places = read_yaml("a: xyz\nb: 'xyz'\nc: 'x''z'\nd: |\n  xyz\n", file="x.yaml").places
    assert [places.inside((key,), 2).column for key in "abcd"] == [6, 7, 4, 4]
