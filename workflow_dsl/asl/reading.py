"""Reading definitions."""

from __future__ import annotations

from typing import Any

from workflow_dsl.asl.build import build
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.machine import StateMachine
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.source import Document, Place, Places, TextSyntaxError, read_json, read_yaml


def read(text: str, *, file: str) -> StateMachine:
    """The state machine that a JSON or YAML text describes. `file` is its name, for messages; nothing is opened.

    Raises FindingsError with all that is wrong, each with its line and column.
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
    """
    document = read_document(text, file=file)
    return _checked(document.value, document.places, _repetitions(document))


def from_json(value: Any, *, places: Places | None = None) -> StateMachine:
    """The state machine that a JSON value describes; `places` tells where the value was read, if it was.

    Raises FindingsError with all that is wrong; without `places` each message says the path.
    """
    return _checked(value, places, [])


def read_document(text: str, *, file: str) -> Document:
    """The value of a JSON or YAML text with its places. Raises FindingsError when it is neither."""
    yaml = not file.lower().endswith(".json") and text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[")
    try:
        return read_yaml(text, file=file) if yaml else read_json(text.lstrip("\ufeff"), file=file)
    except TextSyntaxError as error:
        language = "YAML" if yaml else "JSON"
        raise FindingsError(
            _syntax(f"not {language}: {error.problem}", f"write valid {language}", error.place)
        ) from error


def _checked(value: Any, places: Places | None, findings: list[Finding]) -> StateMachine:
    machine, faults = build(value)
    findings = findings + [fault.finding(places) for fault in faults]
    if machine is None or findings:
        raise FindingsError(*findings)
    return machine


def _repetitions(document: Document) -> list[Finding]:
    return [
        Finding(
            FaultCode.REPEATED_KEY.value,
            Severity.ERROR,
            f'"{path[-1]}" stands twice in the same object, and only the last one counts',
            "keep one of them, or give it another name",
            place,
        )
        for path, place in document.duplicates
    ]


def _syntax(message: str, instead: str, place: Place) -> Finding:
    return Finding(FaultCode.SYNTAX.value, Severity.ERROR, message, instead, place)
