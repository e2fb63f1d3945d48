"""The functions that an expression can call without defining them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

# One parameter: a type or a choice of types, what it holds (<...>), and how it may be given.
_PARAMETER: Final = re.compile(r"(?:\([a-z]+\)|[a-z])(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?(?P<mark>[-?+]?)")


class Function(NamedTuple):
    """`least` and `most` count arguments; `most` is None where any number is taken.

    With `takes_context` one argument less is enough where there is a context, as in `name.$uppercase()`.
    """

    name: str
    signature: str
    least: int
    most: int | None
    takes_context: bool
    supported: bool


@cache
def function_table() -> dict[str, Function]:
    """Every function of JSONata and of Step Functions by its name, without the `$`.

    `supported` is false for those that Step Functions leaves out.
    https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
    """
    table = json.loads(Path(__file__).with_name("functions.json").read_text(encoding="utf-8"))
    signatures = {**table["jsonata"], **table["step_functions"]}
    return {name: _function(name, text, name not in table["unsupported"]) for name, text in signatures.items()}


def _function(name: str, signature: str, supported: bool) -> Function:
    parameters = signature[1:-1] if ":" not in signature else _before_result(signature)
    marks = [found["mark"] for found in _PARAMETER.finditer(parameters)]
    least = sum(mark in ("", "-", "+") for mark in marks)
    most = None if "+" in marks else len(marks)
    return Function(name, signature, least, most, "-" in marks, supported)


def _before_result(signature: str) -> str:
    """What stands before the colon that is not inside of angle brackets."""
    depth = 0
    for at, letter in enumerate(signature):
        depth += (letter == "<") - (letter == ">")
        if letter == ":" and depth == 1:
            return signature[1:at]
    return signature[1:-1]
