"""Keys of JSON are any text: what is read and written under one is the same in every interpreter of JSONata."""

import json

import jsonata as other
import pytest
import sfnx.testing

from workflow_dsl import Pass, Workflow, jsonata
from workflow_dsl.asl.jsonata import parse
from workflow_dsl.compiler.jsonata_text import jsonata_text
from workflow_dsl.dsl import nodes

BACK_QUOTED = ["a`b", "`", "``", "€`'\"\\"]
KEYS = [
    *BACK_QUOTED,
    "",
    "it's",
    'so "called"',
    "back\\slash",
    "new\nline",
    "tab\t",
    "\x00",
    "\u2028",
    "ü",
    "😀",
    "a b",
    "a.b",
    "a.$",
    "1a",
    "$x",
    "%",
    "**",
    "and",
    "null",
    "true",
    "__proto__",
    "constructor",
    "length",
    "{% 1 %}",
]


def field_text(key: str, *default: str) -> str:
    """The field of whatever comes from outside, as JSONata."""
    return jsonata_text(nodes.Field(nodes.Context(()), key, default), lambda node: "$")


@pytest.mark.parametrize("key", KEYS)
def test_a_field_of_any_name_is_read(key: str) -> None:
    text = field_text(key)

    parse(text)
    assert other.Jsonata(text).evaluate({key: "found", "other": "wrong"}) == "found"


@pytest.mark.parametrize("key", KEYS)
def test_a_field_of_any_name_that_is_left_out_reads_as_its_default(key: str) -> None:
    assert other.Jsonata(field_text(key, "default")).evaluate({"other": "wrong"}) == "default"


@pytest.mark.parametrize("key", KEYS)
def test_values_travel_under_any_name_through_an_execution(key: str) -> None:
    workflow = Workflow("W", input=dict[str, str])
    first = Pass("First", value={key: workflow.input[key], "made": jsonata("$x", x={key: workflow.input[key]})})
    text = jsonata("$x", x={"key": key, "joined": "it's " + workflow.input[key]})
    last = Pass("Last", value={"read": first.output[key], "inner": first.output["made"][key], "text": text, key: [key]})
    workflow.steps = [first, last]

    execution = sfnx.testing.run(json.loads(workflow.to_asl()), {key: "found"})

    expected = {"read": "found", "inner": "found", "text": {"key": key, "joined": "it's found"}, key: [key]}
    assert execution.output == expected


@pytest.mark.parametrize("key", BACK_QUOTED)
def test_a_back_quote_in_a_name_is_looked_up_as_text(key: str) -> None:
    assert field_text(key).startswith("$lookup($, ")
