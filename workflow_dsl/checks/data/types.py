"""What expressions give, followed from the contracts: the input, the results of functions, and the variables they fill.

A type is an annotation as pydantic reads it; Any where nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel

from workflow_dsl import asl
from workflow_dsl.asl import is_expression
from workflow_dsl.asl.jsonata import Expression, nodes
from workflow_dsl.checks.contracts import step
from workflow_dsl.checks.data.expressions import parsed
from workflow_dsl.checks.functions import function_of, is_lambda
from workflow_dsl.checks.subject import Edge, StateAt, Subject

UNKNOWN: Final = Any
_LONGEST_WAY: Final = 12
_NOT_YET: Final = object()


class ErrorOutput(BaseModel, extra="forbid", defer_build=True):
    """What a catcher hands on.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    """

    Error: str
    Cause: str | None = None


class Types:
    """The types of a machine's variables; of one assigned differently in several places nothing is known."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._variables: dict[str, Any] = {}
        self._inputs: dict[int, Any] = {}
        self._depth = 0
        self._entries: dict[int, dict[str, list[tuple[StateAt, Edge]]]] = {}
        # Twice, so that a variable made of another is known whatever the order of the states.
        for _ in range(2):
            found: dict[str, list[Any]] = {}
            for state in subject.states:
                self._collect(state, found)
            self._variables = {name: _agreed(types) for name, types in found.items()}
            self._inputs.clear()

    @property
    def variables(self) -> Mapping[str, Any]:
        """The type of each variable by its name."""
        return self._variables

    def of_text(self, state: StateAt, value: Any) -> Any:
        """The type of a string that is an expression, when it is a plain path; Any otherwise."""
        if not is_expression(value):
            return UNKNOWN
        expression = parsed(value)
        return self.of_node(state, expression.root) if isinstance(expression, Expression) else UNKNOWN

    def of_node(self, state: StateAt, node: nodes.Node) -> Any:
        """The type of a part of an expression."""
        path = plain_path(node)
        return UNKNOWN if path is None else self.follow(state, path)[0]

    def follow(self, state: StateAt, path: tuple[str, ...]) -> tuple[Any, type[BaseModel] | None, str]:
        """The type at the end of a path that begins with a variable, or the model that has no such field and which."""
        found, rest = self._root(state, path)
        for key in rest:
            found, model = step(found, key)
            if model is not None:
                return UNKNOWN, model, key
            if found is UNKNOWN:
                break
        return found, None, ""

    def _root(self, state: StateAt, path: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
        match path:
            case ("states", "context", "Execution", "Input", *rest):
                return self._subject.input or UNKNOWN, tuple(rest)
            case ("states", "result", *rest):
                return self._result(state, tuple(rest))
            case ("states", "errorOutput", *rest):
                return ErrorOutput, tuple(rest)
            case ("states", "input", *rest):
                return self._input(state), tuple(rest)
            case (name, *rest) if name != "states":
                return self._variables.get(name, UNKNOWN), tuple(rest)
        return UNKNOWN, ()

    def _result(self, state: StateAt, rest: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
        task = state.state
        if not isinstance(task, asl.Task) or not is_lambda(task) or ".waitForTaskToken" in task.Resource:
            return UNKNOWN, ()
        function = function_of(self._subject, task)
        output = UNKNOWN if function is None or function.output is None else function.output
        if ":::lambda:invoke" not in task.Resource:
            return output, rest
        return (output, rest[1:]) if rest[:1] == ("Payload",) else (UNKNOWN, ())

    def _input(self, state: StateAt) -> Any:
        """What the states before hand on, if all hand on the same; of long ways and loops nothing is known."""
        known = self._inputs.get(id(state), _NOT_YET)
        if known is not _NOT_YET:
            return known
        self._inputs[id(state)] = UNKNOWN
        if self._depth < _LONGEST_WAY:
            self._depth += 1
            self._inputs[id(state)] = self._agreed_input(state)
            self._depth -= 1
        return self._inputs[id(state)]

    def _agreed_input(self, state: StateAt) -> Any:
        scope = state.scope
        if scope.holder is not None and scope.start == state.name:
            return UNKNOWN
        if id(scope) not in self._entries:
            self._entries[id(scope)] = scope.entries()
        found = [self._subject.input or UNKNOWN] if scope.start == state.name else []
        found += [self._handed_on(before, edge) for before, edge in self._entries[id(scope)][state.name]]
        return _agreed(found) if found else UNKNOWN

    def _handed_on(self, before: StateAt, edge: Edge) -> Any:
        state: Any = before.state
        holder = state.Catch[edge.number] if edge.kind == "catch" else state
        holder = state.Choices[edge.number] if edge.kind == "choice" else holder
        if not before.is_jsonata:
            return UNKNOWN
        if holder.given("Output"):
            return self.of_text(before, holder.Output)
        if edge.kind == "catch":
            return ErrorOutput
        if isinstance(state, asl.Choice | asl.Pass | asl.Wait):
            return self._input(before)
        return self._result(before, ())[0] if ":::" not in getattr(state, "Resource", ":::") else UNKNOWN

    def _collect(self, state: StateAt, found: dict[str, list[Any]]) -> None:
        for holder in (state.state, *getattr(state.state, "Catch", ()), *getattr(state.state, "Choices", ())):
            for name, value in (getattr(holder, "Assign", None) or {}).items():
                known = self.of_text(state, value) if state.is_jsonata else UNKNOWN
                found.setdefault(name.removesuffix(".$"), []).append(known)


@lru_cache(maxsize=2)
def types_of(subject: Subject) -> Types:
    """The types of a machine, found once."""
    return Types(subject)


def plain_path(node: nodes.Node) -> tuple[str, ...] | None:
    """The variable and the fields of `$variable.field.field`; None for anything else."""
    keys: list[str] = []
    while True:
        match node:
            case nodes.Step(_, left, nodes.Name(_, name)):
                keys.append(name)
                node = left
            case nodes.Variable(_, name) if name not in ("", "$"):
                return (name, *reversed(keys))
            case nodes.Block(_, (only,)):
                node = only
            case _:
                return None


def _agreed(types: list[Any]) -> Any:
    return types[0] if all(each is types[0] for each in types) else UNKNOWN
