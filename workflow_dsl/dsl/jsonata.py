"""The escape: an expression written in JSONata itself."""

import re
from typing import Any, TypeVar, overload

from workflow_dsl.declaration import report
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl import types
from workflow_dsl.dsl.expression import expression, node_at
from workflow_dsl.dsl.given_type import given_type
from workflow_dsl.dsl.nodes import Constant, Text
from workflow_dsl.source import capture

Value = TypeVar("Value")

# A string literal, a back-quoted name, a comment, a regular expression (behind what no division follows) or a variable:
# only the last is a reading of one of the names.
TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|/\*.*?\*/"""
    r"|(?:^|[(,\[{;:?=~<>&|])\s*/(?!\*)(?:\[(?:[^\]\\]|\\.)*\]|[^/\\]|\\.)+/"
    r"|\$(?P<name>[A-Za-z_]\w*)",
    re.DOTALL,
)

WORDS = frozenset({"and", "or", "in", "true", "false", "null", "function"})
"""Words of the language: no field of such a name can be written behind a dot."""


@overload
def jsonata(text: str, *, type: type[Value], **names: object) -> Value: ...
@overload
def jsonata(text: str, **names: object) -> Any: ...
def jsonata(text: Any, *, type: Any = Any, **names: object) -> Any:
    """An expression in JSONata, in which `$name` stands for the value given as `name`.

    `jsonata("$uppercase($currency)", type=str, currency=request.currency)`. The text is written as it is, without `{%
    %}`. Give `type` so that contracts can be checked; without it anything goes. With a type of lists it stays a list
    where JSONata, which filtered or mapped one, would give its only item, or nothing. Raises or reports WF210 for a
    name that the text does not use.
    Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
    """
    site, kind = capture(), given_type(type, "jsonata")
    if not isinstance(text, str):  # a definition need not have met a type checker
        report(_finding("jsonata needs its text in quotes", 'write jsonata("$count($items)", items=...)'))
        return expression(Text("null", {}), kind)
    used = {match["name"] for match in TOKEN.finditer(text)}
    for name in names:
        if name not in used:
            problem = f"the JSONata text does not use ${name}"
            report(
                Finding(
                    "WF210", Severity.ERROR, problem, f"write ${name} in the text, or drop {name}=", site.argument(name)
                )
            )
    if text.strip().startswith("{%"):
        report(_finding("the JSONata text stands in {% %} already", "leave {% and %} out"))
    read = {name: node_at(value, site, name) or Constant(None) for name, value in names.items()}
    return expression(Text(_as_list(text) if types.is_list(kind) else text, read), kind)


def _as_list(text: str) -> str:
    """The items that the text gives, none, one or more, as a list; a variable and a constructor are one already. A
    bracket at the beginning need not be that of the one at the end: `[$a, $b][$ > 1]`.
    """
    bare = text.strip()
    is_constructor = bare.startswith("[") and bare.find("]") == len(bare) - 1
    return text if is_constructor or (bare.startswith("$") and bare[1:].isidentifier()) else f"[({text})]"


def wrapped(text: str) -> str:
    """The expression as a definition has it: "{% ... %}", with white space on each side."""
    before, after = ("" if edge.isspace() else " " for edge in (text[:1], text[-1:]))
    return f"{{%{before}{text}{after}%}}"


def _finding(problem: str, instead: str) -> Finding:
    return Finding("WF103", Severity.ERROR, problem, instead, capture().argument(0))
