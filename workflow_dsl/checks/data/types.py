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
from workflow_dsl.checks.subject import StateAt, Subject

UNKNOWN: Final = Any


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
        # Twice, so that a variable made of another is known whatever the order of the states.
        for _ in range(2):
            found: dict[str, list[Any]] = {}
            for state in subject.states:
                self._collect(state, found)
            self._variables = {name: _agreed(types) for name, types in found.items()}

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
            case ("states", "input", *rest) if self._is_first(state):
                return self._subject.input or UNKNOWN, tuple(rest)
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

    def _is_first(self, state: StateAt) -> bool:
        scope = state.scope
        return scope.holder is None and scope.start == state.name and not scope.entries()[state.name]

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
