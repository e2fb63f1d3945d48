"""What is wrong with one object of a definition, and how pydantic's errors say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflow_dsl.asl.catcher import Catcher
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.item_batcher import ItemBatcher
from workflow_dsl.asl.item_reader import ItemReader, ReaderConfig
from workflow_dsl.asl.model import AslObject
from workflow_dsl.asl.processor_config import ProcessorConfig
from workflow_dsl.asl.query_language import QueryLanguageName
from workflow_dsl.asl.result_writer import ResultWriter, WriterConfig
from workflow_dsl.asl.retrier import Retrier
from workflow_dsl.asl.shown import shown
from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.source import Path, Places

_PARTS: Final[dict[str, type[AslObject]]] = {
    "Retry": Retrier,
    "Catch": Catcher,
    "ItemReader": ItemReader,
    "ReaderConfig": ReaderConfig,
    "ItemBatcher": ItemBatcher,
    "ResultWriter": ResultWriter,
    "WriterConfig": WriterConfig,
    "ProcessorConfig": ProcessorConfig,
}
_KINDS: Final = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "an object",
    "model_type": "an object",
    "tuple_type": "an array",
    "list_type": "an array",
}


class Fault(NamedTuple):
    """`path` leads to the value, of which with `of_key` the key is at fault."""

    path: Path
    code: FaultCode
    message: str
    instead: str
    of_key: bool = False

    def finding(self, places: Places | None) -> Finding:
        """The fault as a finding, at its place when the text is known, otherwise with its path in the message."""
        message = _subject(self.path, named=places is None) + self.message
        place = None
        if places is not None:
            place = places.key_place(self.path) if self.of_key else places.place(self.path)
        return Finding(self.code.value, Severity.ERROR, message, self.instead, place)


def faults_of(
    error: ValidationError, kind: type[AslObject], path: Path, value: Any, language: QueryLanguageName
) -> Iterator[Fault]:
    """What is wrong with `value`, which stands at `path` and should be of this kind, given what pydantic found."""
    seen: set[Path] = set()
    refused: set[str] = set()
    for details in error.errors(include_url=False):
        if details.get("ctx", {}).get("found_by") != kind.__name__:
            refused.add(str(details["loc"][0]))
        fault = _fault(details, kind, path, value)
        # The alternatives of a union each report: once for a place is enough.
        if details["type"].startswith("WF") or fault.path not in seen:
            seen.add(fault.path)
            yield fault
    if refused:
        # Pydantic stops at the fields: what the object knows of itself has still to be said.
        for problem in kind.problems_beside(value, refused, language):
            yield Fault((*path, *problem.at), *problem[1:])


def _fault(details: ErrorDetails, kind: type[AslObject], path: Path, value: Any) -> Fault:
    at = _real(details["loc"], value)
    here = (*path, *at)
    if details["type"].startswith("WF"):
        context = details["ctx"]
        return Fault(here, FaultCode(details["type"]), context["message"], context["instead"], context["of_key"])
    if details["type"] == "extra_forbidden":
        return unknown_field(here, _owner(at[:-1], kind))
    if details["type"] == "missing":
        name = details["loc"][-1]
        owner = _owner(at, kind)
        return Fault(here, FaultCode.MISSING_FIELD, f'{owner.term} has no "{name}"', f'write "{name}": ...')
    return _mistyped(details, here)


def unknown_field(path: Path, kind: type[AslObject]) -> Fault:
    """A field that objects of this kind do not have."""
    near = suggest(str(path[-1]), kind.model_fields)
    instead = f'did you mean "{near}"?' if near else "remove it"
    return Fault(path, FaultCode.UNKNOWN_FIELD, f'{kind.term} has no field "{path[-1]}"', instead, of_key=True)


def _mistyped(details: ErrorDetails, path: Path) -> Fault:
    found = details["input"]
    if details["type"] == "literal_error":
        wanted = str(details["ctx"]["expected"]).replace("'", '"')
        code = FaultCode.WRONG_VALUE if isinstance(found, str) else FaultCode.WRONG_TYPE
        near = suggest(shown(found), wanted.replace('"', "").replace(" or ", ", ").split(", "))
        instead = f'did you mean "{near}"?' if near else f"write {wanted}"
        return Fault(path, code, f"{shown(found)} is none of the values", instead)
    wanted = _KINDS.get(details["type"], "another value")
    return Fault(path, FaultCode.WRONG_TYPE, f"{shown(found)} is not {wanted}", f"write {wanted}")


def _real(loc: tuple[int | str, ...], value: Any) -> Path:
    """The part of pydantic's location that leads through the value itself; the rest names alternatives of types."""
    at: list[str | int] = []
    for step in loc:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, (list, tuple)) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, AslObject) and isinstance(step, str) and value.given(step):
            value = getattr(value, step)
        else:
            continue
        at.append(step)
    return tuple(at)


def _owner(at: Path, kind: type[AslObject]) -> type[AslObject]:
    return next((_PARTS[step] for step in reversed(at) if isinstance(step, str) and step in _PARTS), kind)


def _subject(path: Path, *, named: bool) -> str:
    """Whose fault it is: the innermost state on the path, and the rest of the path where no place will be shown."""
    last = max((index for index, step in enumerate(path[:-1]) if step == "States"), default=None)
    if last is None:
        subject, rest = "", path
    else:
        subject, rest = f'state "{path[last + 1]}": ', path[last + 2 :]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest) if named else ""
    return f"{subject}{where[1:]}: " if where else subject
