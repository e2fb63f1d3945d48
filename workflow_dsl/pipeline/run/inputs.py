"""Read the input of an execution: a file, or standard input, as JSON that fits the workflow's contract."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workflow_dsl.pipeline.run.errors import RunInputError
from workflow_dsl.source import Document, TextSyntaxError, read_json


def read_input(source: str, contract: Any) -> dict[str, Any]:
    """The JSON object in a file (`-`: standard input). Raises RunInputError: a line with its place for each problem."""
    text = _read_text(source)
    file = "standard input" if source == "-" else source
    try:
        document = read_json(text, file=file)
    except TextSyntaxError as error:
        raise RunInputError(f"{error.place}: not JSON: {error.problem}; write one JSON object") from error
    if not isinstance(document.value, dict):
        raise RunInputError(f"{file}: the input of an execution is a JSON object, not {_kind(document.value)}")
    if contract is not None:
        _check(document, contract)
    return document.value


def _read_text(source: str) -> str:
    try:
        if source == "-":
            return sys.stdin.read().removeprefix("\ufeff")
        return Path(source).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        instead = "name a file with one JSON object, or - for standard input"
        raise RunInputError(f"{source}: there is no such file; {instead}") from error
    except OSError as error:
        raise RunInputError(f'"{source}" cannot be read: {error.strerror}; name a file with one JSON object') from error
    except UnicodeDecodeError as error:
        given = "standard input" if source == "-" else source
        raise RunInputError(f"{given} is not UTF-8; write it as UTF-8") from error


def _check(document: Document, contract: Any) -> None:
    try:
        # As JSON: a strict contract takes text for a time or a Decimal there, and not in Python.
        TypeAdapter(contract).validate_json(json.dumps(document.value))
    except ValidationError as error:
        problems = [_problem(document, contract, one) for one in error.errors(include_url=False)]
        raise RunInputError("\n".join(problems)) from error


def _problem(document: Document, contract: Any, error: Any) -> str:
    path = tuple(error["loc"])
    place = document.places.place(path)
    named = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    message = error["msg"].removeprefix("Value error, ")
    return f"{place}: $" + f"{named}: {message}; see {getattr(contract, '__name__', contract)}"


def _kind(value: Any) -> str:
    names = {list: "an array", str: "a string", int: "a number", float: "a number", bool: "a boolean"}
    return names.get(type(value), "null")
