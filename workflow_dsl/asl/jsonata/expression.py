"""Expressions as values."""

from __future__ import annotations

from functools import cached_property

from workflow_dsl.asl.jsonata.analysis import ContextRead, FunctionCall, Reads, StatesField, VariableRead, analyse
from workflow_dsl.asl.jsonata.nodes import Node
from workflow_dsl.asl.jsonata.parser import parse_expression


class Expression:
    """A JSONata expression that parses; offsets count characters of `text` from 0."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root

    @property
    def names_read(self) -> tuple[VariableRead, ...]:
        """The variables that have to come from outside, `$states` left out, in the order of the text."""
        return tuple(self._reads.variables)

    @property
    def states_fields(self) -> tuple[StatesField, ...]:
        """The paths of `$states` that are read, in the order of the text."""
        return tuple(self._reads.states)

    @property
    def functions_called(self) -> tuple[FunctionCall, ...]:
        """The functions called by name that the expression does not define itself, in the order of the text."""
        return tuple(self._reads.calls)

    @property
    def context_reads(self) -> tuple[ContextRead, ...]:
        """The reads of a context that Step Functions does not give: AWS refuses the state machine for each."""
        return tuple(self._reads.context)

    @cached_property
    def _reads(self) -> Reads:
        return analyse(self.root)


def parse(text: str) -> Expression:
    """The expression, given without `{%` and `%}`. Raises JsonataSyntaxError."""
    return Expression(text, parse_expression(text))


def inner_text(value: str) -> str:
    """The expression inside of `{% ... %}`, its spaces kept: an offset in it is two more in the value."""
    return value[2:-2]
