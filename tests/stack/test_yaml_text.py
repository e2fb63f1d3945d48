from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_dsl.stack.yaml_text import write_yaml


class LongForms(yaml.SafeLoader):
    """Reads the short forms of the intrinsic functions as their long forms, as CloudFormation does."""


def _long_form(loader: LongForms, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {"Ref" if suffix == "Ref" else f"Fn::{suffix}": value}


LongForms.add_multi_constructor("!", _long_form)


def read(text: str) -> Any:
    return yaml.load(text, LongForms)


texts = st.text(max_size=12) | st.text(alphabet="ab:# '\"{}[],&*!|>%@`-?\n\\ \t.$/0~=", max_size=12)
scalars = texts | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=20
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(texts, values, max_size=4), st.integers(0, 4))
def test_another_reader_of_yaml_reads_the_value_that_was_written(value: dict[str, Any], open_levels: int) -> None:
    assert read(write_yaml(value, open_levels)) == value


@pytest.mark.parametrize(
    "text", ["yes", "No", "null", "~", "1", "1e3", "2012-10-17", "12:30", "0x1f", ".5", "=", "<<", ""]
)
def test_a_text_that_yaml_takes_for_something_else_is_quoted(text: str) -> None:
    assert read(write_yaml({"A": text, "B": [text], text: 1})) == {"A": text, "B": [text], text: 1}


def test_code_stands_as_it_was_written() -> None:
    code = 'import json\n\n\ndef handler(event, context):\n    return {"a": [1]}  # comment\n'

    assert write_yaml({"Code": {"ZipFile": code}}) == (
        "Code:\n  ZipFile: |\n    import json\n\n\n"
        '    def handler(event, context):\n        return {"a": [1]}  # comment\n'
    )


def test_intrinsic_functions_have_their_short_forms() -> None:
    value = {
        "A": {"Ref": "Table"},
        "B": {"Fn::GetAtt": ["Table", "Arn"]},
        "C": {"Fn::If": ["IsProd", {"Ref": "X"}, {"Ref": "AWS::NoValue"}]},
        "D": {"Fn::Sub": "arn:${AWS::Partition}:x"},
        "E": [{"Fn::Sub": "${A}, ${B}"}],
    }

    text = write_yaml(value, 1)

    assert text == (
        "A: !Ref Table\nB: !GetAtt [Table, Arn]\nC: !If [IsProd, !Ref X, !Ref AWS::NoValue]\n"
        "D: !Sub arn:${AWS::Partition}:x\nE: [!Sub '${A}, ${B}']\n"
    )
    assert read(text) == value


def test_a_function_given_a_function_keeps_its_long_form() -> None:
    """A tag may not follow a tag: `!Base64 !Sub x` is not YAML."""
    value = {"A": {"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}, "B": {"Fn::Select": {"Ref": "X"}}}

    assert read(write_yaml(value, 1)) == value


def test_what_fits_on_a_line_is_on_one_line() -> None:
    long = [{"Name": f"Dimension{number}", "Value": "x" * 30} for number in range(3)]

    text = write_yaml({"Short": {"a": [1, 2]}, "Long": long}, 1)

    assert text.splitlines()[0] == "Short: {a: [1, 2]}"
    assert text.splitlines()[1:3] == ["Long:", f"- {{Name: Dimension0, Value: {'x' * 30}}}"]


@pytest.mark.parametrize("value", [{}, [], None, 1, True, "a", "", "a b" * 50, "a\nb", [1], {"a": 1}, {"Ref": "A"}])
@pytest.mark.parametrize("length", [110, 117, 118, 130])
def test_what_follows_a_long_key_is_not_lost(value: Any, length: int) -> None:
    whole = {"k" * length: value}

    assert read(write_yaml(whole)) == whole


def test_what_json_has_not_is_refused() -> None:
    with pytest.raises(TypeError, match="JSON has no set"):
        write_yaml({"A": {"B": {1, 2}}})
