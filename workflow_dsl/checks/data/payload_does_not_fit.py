"""WF225."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from workflow_dsl.asl import is_expression, is_substitution
from workflow_dsl.checks.contracts import (
    forbids_others,
    is_contract,
    json_kind,
    kind_of,
    literal_values,
    one,
    wire_fields,
)
from workflow_dsl.checks.data.types import UNKNOWN, types_of
from workflow_dsl.checks.functions import arguments_of, function_of
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Function, StateAt, Subject
from workflow_dsl.diagnostics import Severity, suggest


class Order(BaseModel, extra="forbid", defer_build=True):
    """What the example's function takes."""

    orderId: str  # noqa: N815 - as it travels
    amount: int


_FUNCTIONS = {"Charge": Function("Charge", input=Order)}


def _charge(**payload: Any) -> dict[str, Any]:
    return task(Arguments={"FunctionName": "${Charge}", "Payload": payload})


class PayloadDoesNotFit(Rule):
    """A payload that the contract of the function refuses."""

    code = "WF225"
    severity = Severity.ERROR
    why = "The handler refuses the event, every time: the mistake is found here instead of in the logs."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html"
    valid = (states(functions=_FUNCTIONS, Charge=_charge(orderId="{% $states.input.id %}", amount=100)),)
    invalid = (
        states(functions=_FUNCTIONS, Charge=_charge(orderId="{% $states.input.id %}")),
        states(functions=_FUNCTIONS, Charge=_charge(orderid="{% $states.input.id %}", orderId="1", amount=100)),
        states(functions=_FUNCTIONS, Charge=_charge(orderId="1", amount="100")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare what is passed with the model of the handler's event."""
        for state, task_ in subject.tasks:
            function = function_of(subject, task_)
            payload = arguments_of(task_).get("Payload") if function is not None else None
            if function is not None and is_contract(function.input) and isinstance(payload, dict) and state.is_jsonata:
                yield from _check(subject, state, function.input, payload)


def _check(subject: Subject, state: StateAt, model: type[BaseModel], payload: dict[str, Any]) -> Iterator[Hit]:
    fields = wire_fields(model)
    path = state.at("Arguments", "Payload")
    missing = [name for name, field in fields.items() if field.is_required() and name not in payload]
    if missing:
        message = f'"{state.name}" does not pass {", ".join(missing)}, which {model.__name__} needs'
        yield Hit(path, message, f'add "{missing[0]}" to the payload')
    for name, value in payload.items():
        field = fields.get(name)
        if field is None and forbids_others(model):
            near = suggest(name, fields)
            instead = f"did you mean {near}?" if near else f"it has {', '.join(fields)}"
            yield Hit(
                (*path, name), f'"{state.name}" passes {name}, and {model.__name__} has no such field', instead, True
            )
        elif field is not None:
            problem = _misfit(subject, state, value, field.annotation)
            if problem is not None:
                message = f'"{state.name}" passes {problem} as {name} of {model.__name__}'
                yield Hit((*path, name), message, f"pass {_wanted(field.annotation)}")


def _misfit(subject: Subject, state: StateAt, value: Any, wanted: Any) -> str | None:
    """What is wrong with a value, where that is certain."""
    kind, allowed = json_kind(wanted), literal_values(wanted)
    if is_expression(value):
        found = types_of(subject).of_text(state, value)
        given = None if found is UNKNOWN else json_kind(found)
        values = None if found is UNKNOWN else literal_values(found)
        if given is not None and kind is not None and given != kind:
            return f"a {given}"
        if values is not None and allowed is not None and not set(values) & set(allowed):
            return f"one of {', '.join(map(str, values))}"
        return None
    if isinstance(value, str) and ("${" in value or is_substitution(value)):
        return None
    if allowed is not None and value is not None and not isinstance(value, dict | list) and value not in allowed:
        return repr(value)
    given = kind_of(value)
    return f"{value!r:.40}" if kind is not None and given is not None and given != kind else None


def _wanted(annotation: Any) -> str:
    values = literal_values(annotation)
    if values is not None:
        return f"one of {', '.join(map(str, values))}"
    return f"a {json_kind(annotation)}" if json_kind(annotation) else str(one(annotation))
