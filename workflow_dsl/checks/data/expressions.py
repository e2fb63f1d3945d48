"""The JSONata expressions of a machine, each parsed once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from workflow_dsl.asl import is_expression
from workflow_dsl.asl.jsonata import Expression, JsonataSyntaxError, inner_text, parse
from workflow_dsl.checks.strings import Text
from workflow_dsl.checks.subject import StateAt, Subject


@lru_cache(maxsize=65536)
def parsed(text: str) -> Expression | JsonataSyntaxError:
    """The expression of `{% ... %}`, or why it is none."""
    try:
        return parse(inner_text(text))
    except JsonataSyntaxError as error:
        return error


def written(subject: Subject) -> Iterator[tuple[StateAt, Text, Expression | JsonataSyntaxError]]:
    """Every expression of the JSONata states."""
    for state, texts in subject.texts:
        if state.is_jsonata:
            for text in texts:
                if is_expression(text.value):
                    yield state, text, parsed(text.value)


@lru_cache(maxsize=2)
def expressions(subject: Subject) -> tuple[tuple[StateAt, Text, Expression], ...]:
    """Every expression that parses."""
    return tuple((state, text, found) for state, text, found in written(subject) if isinstance(found, Expression))


def paths_read(expression: Expression) -> list[tuple[str, ...]]:
    """What an expression reads from outside: variables and `$states`, each with the fields that follow it."""
    fields = [("states", *read.fields) for read in expression.states_fields]
    return fields + [(read.name, *read.fields) for read in expression.names_read]


def shown(text: str, at: int) -> str:
    """The part of an expression around an offset, for a message."""
    inside = inner_text(text)
    begin = max(0, at - 12)
    part = inside[begin : at + 24].strip()
    return part if begin == 0 and len(inside) <= at + 24 else f"...{part}..."
