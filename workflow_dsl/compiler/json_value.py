"""Values of a definition as JSON values."""

import math
import sys
from collections.abc import Mapping
from datetime import date, time
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_jsonable_python

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.context import CaughtError, ContextObject, ExecutionContext, MachineContext, StateContext
from workflow_dsl.dsl.expression import MARK
from workflow_dsl.resources import LambdaFunction, Parameter, Resource

_OF_SEVERAL = (CaughtError, ContextObject, ExecutionContext, MachineContext, StateContext)


class NotJsonError(ValueError):
    """The value has no form in JSON; the message says what to write instead, behind a semicolon. `argument` is where
    it stands in the step, where that is known.
    """

    code = "WF209"
    argument: tuple[str | int, ...] = ()


class WrongKeyError(NotJsonError):
    """The value of a key is of a kind that its table does not have."""

    code = "WF203"


class OtherLanguageError(NotJsonError):
    """The value is written in the query language that its state does not have."""

    code = "WF208"


def json_value(value: Any) -> Any:
    """The value as JSON has it; a resource becomes its substitution. Raises NotJsonError."""
    if isinstance(value, Resource):
        return "${" + substitution_key(value) + "}"
    if isinstance(value, Declaration):
        raise NotJsonError(f"{_declared(value)} is no value; read its output, or its input for a flow")
    if isinstance(value, BaseModel):
        return _dumped(value)
    if isinstance(value, Enum):
        return json_value(value.value)
    if isinstance(value, Mapping):
        return {key_text(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return _scalar(value)


def verbatim_value(value: Any) -> Any:
    """The value exactly as it is. Raises NotJsonError where it is no JSON value."""
    json_value(value)
    return value


def substitution_key(resource: Resource) -> str:
    """The name by which the definition speaks of a resource."""
    return (resource.placeholder if isinstance(resource, Parameter) else None) or resource.logical_id


def stands_for(resource: Resource) -> str:
    """What the substitution of a resource gives: the ARN of a function, the `Ref` of anything else."""
    return "Arn" if isinstance(resource, LambdaFunction) else "Ref"


def key_text(key: object) -> str:
    """The key of an object; only text is one. Raises NotJsonError."""
    if isinstance(key, Enum):
        return key_text(key.value)
    if isinstance(key, str):
        return whole_text(key)
    raise NotJsonError(f"{key!r} is a key and not text; JSON knows only text as keys")


def _declared(value: Declaration) -> str:
    kind, name = type(value).__name__, getattr(value, "name", None)
    return f'{kind}("{name}")' if isinstance(name, str) else f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"


def _dumped(value: BaseModel) -> Any:
    try:
        return value.model_dump(mode="json", by_alias=True)
    except (PydanticSerializationError, ValueError) as error:
        raise NotJsonError(f"this {type(value).__name__} has no form in JSON ({error}); write a dictionary") from error


def whole_text(value: str) -> str:
    """The text itself. Raises NotJsonError for one that no file can hold."""
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise NotJsonError("the text has half of a character in it, which no file can hold; write the whole character")
    return value


def _scalar(value: Any) -> Any:
    if isinstance(value, str) and MARK in value:
        raise NotJsonError(
            'the text holds the printed form of an expression; join text with +, as "pay-" + request.payment_id'
        )
    if isinstance(value, float) and not math.isfinite(value):
        raise NotJsonError(f"{value} is no number that JSON can say; write a finite one")
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        raise NotJsonError("a whole number of more than 308 digits is none to whoever reads JSON; write it as text")
    if value is None or isinstance(value, int | float | bool):
        return value
    if isinstance(value, date | time | UUID):
        return to_jsonable_python(value)
    if isinstance(value, _OF_SEVERAL):
        raise NotJsonError("it has several values; read one of them, as caught.error or context.execution.arn")
    raise NotJsonError(
        f"a {type(value).__name__} has no form in JSON; give text, a number, a list, a dictionary or a contract"
    )
