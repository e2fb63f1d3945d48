"""WF226."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel

from workflow_dsl.asl.jsonata import nodes
from workflow_dsl.checks.contracts import json_kind, kind_of, literal_values
from workflow_dsl.checks.data.expressions import expressions
from workflow_dsl.checks.data.types import UNKNOWN, Types, types_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest


class Outcome(BaseModel, extra="forbid", defer_build=True):
    """What the example's function gives."""

    status: Literal["PAID", "REFUSED"]


_FUNCTIONS = {"Charge": Function("Charge", output=Outcome)}


def _states(condition: str) -> Any:
    choice = {"Type": "Choice", "Choices": [{"Condition": condition, "Next": "Done"}], "Default": "Failed"}
    charge = task(Assign={"charge": "{% $states.result.Payload %}"}, Next="Route")
    return states(functions=_FUNCTIONS, Charge=charge, Route=choice)


class ComparisonNeverTrue(Rule):
    """A comparison with a value that the other side can never have."""

    code = "WF226"
    severity = Severity.ERROR
    why = "It is decided before the execution begins: the route that it guards is dead, or always taken."
    source = "https://docs.jsonata.org/comparison-operators"
    valid = (_states("{% $charge.status = 'PAID' %}"),)
    invalid = (_states("{% $charge.status = 'PAYED' %}"), _states("{% $charge.status = 1 %}"))

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at each `=` and `!=` that compares a path with a constant."""
        if subject.input is None and not subject.functions:
            return
        types = types_of(subject)
        for state, text, expression in expressions(subject):
            pending: list[nodes.Node] = [expression.root]
            while pending:
                node = pending.pop()
                pending.extend(nodes.children(node))
                problem = _problem(types, state, node)
                if problem is not None:
                    yield Hit(text.path, f'"{state.name}": {problem[0]}', problem[1])


def _problem(types: Types, state: StateAt, node: nodes.Node) -> tuple[str, str] | None:
    match node:
        case nodes.Binary(_, ("=" | "!="), left, nodes.Literal(_, value)):
            other = left
        case nodes.Binary(_, ("=" | "!="), nodes.Literal(_, value), right):
            other = right
        case _:
            return None
    found = types.of_node(state, other)
    if found is UNKNOWN or value is None:
        return None
    allowed = literal_values(found)
    if allowed is not None and value not in allowed:
        near = suggest(str(value), [str(each) for each in allowed])
        options = ", ".join(str(each) for each in allowed)
        return (
            f"the value is never {value!r}, but one of {options}",
            f"did you mean {near!r}?" if near else "compare with one of them",
        )
    kind = json_kind(found)
    if kind is not None and kind != kind_of(value):
        return f"a {kind} is compared with {value!r}, which it never equals", f"compare with a {kind}"
    return None
