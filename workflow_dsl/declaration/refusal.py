"""What pydantic says of an argument that does not fit, in the words of those who write definitions."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflow_dsl.diagnostics import suggest

_BOUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_UNITS: Final = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


class Refusal(NamedTuple):
    """An argument, or a part of one, that does not fit: where it is in the call, what was given, pydantic's reason."""

    at: tuple[str | int, ...]
    given: Any
    detail: ErrorDetails


def refusals(error: ValidationError, given: Mapping[str, Any]) -> Iterable[Refusal]:
    """What was refused, each value once: of the kinds that it might be of, each says what is wrong with it as one."""
    found: dict[tuple[str | int, ...], Refusal] = {}
    for detail in error.errors(include_url=False):
        at, value = _reached(given, detail)
        found.setdefault(at, Refusal(at, value, detail))
    # A list of which no item can be used is empty, too.
    parts = {at[:end] for at in found for end in range(len(at))}
    return [each for at, each in found.items() if each.detail["type"] != "too_short" or at not in parts]


def explain(declared: BaseModel, refusal: Refusal) -> tuple[str, str]:
    """The problem, and what to write instead."""
    kind, detail = type(declared).__name__, refusal.detail
    argument = str(refusal.at[0]) if refusal.at else ""
    if detail["type"] == "extra_forbidden":
        names = [field.alias or name for name, field in type(declared).model_fields.items()]
        near, known = suggest(argument, names), ", ".join(names)
        return f"{kind} has no argument {argument}", f"did you mean {near}?" if near else f"it takes {known}"
    if detail["type"] == "missing":
        return f"{kind} needs the argument {argument}", f"write {argument}=, {_wanted(declared, argument)}"
    if detail["type"] == "no_such_attribute":
        near = suggest(argument, type(declared).model_fields)
        return f"{kind} has no attribute {argument}", f"did you mean {near}?" if near else "leave it out"
    if detail["type"] == "frozen_field":
        return f"{kind}.{argument} cannot be changed", f"give it where the {kind} is made"
    if detail["type"] == "value_error":
        problem, _, instead = str(detail["ctx"]["error"]).partition("; ")
        return f"{kind}.{argument}: {problem}" if argument else f"{kind}: {problem}", instead
    return f"{kind}.{argument}: {_problem(declared, refusal)}", f"write {_wanted(declared, argument)}"


def _problem(declared: BaseModel, refusal: Refusal) -> str:
    detail = refusal.detail
    given = shown(refusal.given)
    if detail["type"] == "too_short":
        return "it is empty"
    if detail["type"] in ("tuple_type", "sequence_str") or _is_one_for_several(refusal):
        return f"input should be a list, not {given}"
    if detail["type"] in ("model_type", "model_attributes_type", "is_instance_of"):
        return f"{given} is not what belongs here"
    if detail["type"] in _BOUNDS and isinstance(refusal.given, timedelta):
        name, words = _BOUNDS[detail["type"]]
        constraints = type(declared).model_fields[str(refusal.at[0])].metadata
        # pydantic tells some bounds as Python's repr of them.
        bound = next(
            (each for known in constraints if (each := getattr(known, name, None)) is not None), detail["ctx"][name]
        )
        return f"input should be {words} {_duration(bound)}, not {_duration(refusal.given)}"
    said = detail["msg"][:1].lower() + detail["msg"][1:]
    if detail["type"] in _BOUNDS and isinstance(refusal.given, int | float):
        bound = detail["ctx"][_BOUNDS[detail["type"]][0]]
        return said.replace(f"{bound}", f"{bound:,}") + f", not {refusal.given:,}"
    return f"{said}, not {given}"


def _is_one_for_several(refusal: Refusal) -> bool:
    """Whether pydantic looked into a single value for its items: a model is a sequence of its fields."""
    beyond = refusal.detail["loc"][len(refusal.at) :]
    return bool(beyond) and isinstance(beyond[0], int)


def _reached(given: Mapping[str, Any], detail: ErrorDetails) -> tuple[tuple[str | int, ...], Any]:
    """As far as the place of a fault leads into what was given; what follows are names of types."""
    value: Any = given
    for number, step in enumerate(detail["loc"]):
        if step == "[key]" and number == len(detail["loc"]) - 1:
            return detail["loc"][:number], detail["input"]
        if not isinstance(value, list | tuple | Mapping):
            return detail["loc"][:number], value
        try:
            value = value[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return detail["loc"][: number or 1], detail["input"]
    return detail["loc"], value


def _wanted(declared: BaseModel, argument: str) -> str:
    """What to write for an argument: its field's description, which is therefore part of the messages."""
    field = type(declared).model_fields.get(argument)
    return (field.description if field else None) or "a value of its type"


def shown(value: Any) -> str:
    """What was given, in a message: a plain value as it is, of anything else what it is."""
    if isinstance(value, str | int | float | bool | None):
        return repr(value)
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {value.__name__}".replace("the function <lambda>", "a lambda")
    if type(value).__name__ == "Expression":
        return "an expression"
    kind = type(value).__name__
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


def _duration(value: Any) -> str:
    """A duration in its largest whole unit: "366 days", "90 seconds"."""
    if not isinstance(value, timedelta):
        return str(value)
    seconds = value.total_seconds()
    unit, length = next((each for each in _UNITS if seconds and not seconds % each[1]), _UNITS[-1])
    count = seconds / length
    return f"{count:,g} {unit}{'' if count == 1 else 's'}" if count < 1e6 else f"{count:,.0f} {unit}s"
