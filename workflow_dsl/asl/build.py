"""From JSON values to objects of the language: the innermost first, so that no depth is too deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from workflow_dsl.asl.choice import Choice
from workflow_dsl.asl.choice_rule import RULE_KINDS, And, Condition, Not, Or
from workflow_dsl.asl.comparison import Comparison
from workflow_dsl.asl.fault import Fault, faults_of
from workflow_dsl.asl.fault_codes import FaultCode
from workflow_dsl.asl.machine import STATE_TYPES, Branch, Map, Parallel, Processor, StateMachine, StatesFields
from workflow_dsl.asl.model import AslObject, JSONata, JSONPath
from workflow_dsl.asl.query_language import QueryLanguageName
from workflow_dsl.asl.rule_fields import RuleFields
from workflow_dsl.asl.shown import shown
from workflow_dsl.asl.state import StateFields
from workflow_dsl.asl.succeed import Succeed
from workflow_dsl.diagnostics import suggest
from workflow_dsl.source import Path

# Stand for an object that was refused, so that the object around it is looked at all the same.
_REFUSED_STATE: Final = Succeed.model_construct()
_REFUSED_RULE: Final = Condition.model_construct(set(), Condition=True)


@dataclass(slots=True)
class _Job:
    """One value to make an object of. `kind` is None for a state, whose kind its Type tells."""

    path: Path
    value: Any
    kind: type[AslObject] | None
    language: QueryLanguageName
    parts: list[_Job] | None = None
    made: AslObject | None = None


def build(value: Any) -> tuple[StateMachine | None, list[Fault]]:
    """The machine that a JSON value describes, or everything that is wrong with the objects of it."""
    builder = _Builder(value)
    machine = builder.run()
    return (None if builder.faults else machine), builder.faults


class _Builder:
    def __init__(self, value: Any) -> None:
        language = value.get("QueryLanguage") if isinstance(value, dict) else None
        self._machine_language: QueryLanguageName = JSONata if language == JSONata else JSONPath
        self._root = _Job((), value, StateMachine, self._machine_language)
        self.faults: list[Fault] = []

    def run(self) -> StateMachine | None:
        pending = [self._root]
        while pending:
            job = pending[-1]
            if job.parts is None:
                job.parts = list(self._parts(job))
                pending.extend(reversed(job.parts))
            else:
                pending.pop()
                self._make(job)
        made = self._root.made
        return made if isinstance(made, StateMachine) else None

    def _parts(self, job: _Job) -> Iterator[_Job]:
        value = job.value
        if not isinstance(value, dict):
            return
        if job.kind is None:
            self._take_state(job)
        if job.kind is not None:
            yield from _parts_of(job, job.kind, self._machine_language)

    def _take_state(self, job: _Job) -> None:
        """Find out the kind of a state, and the query language in which it is written."""
        name = job.value.get("Type")
        job.kind = STATE_TYPES.get(name) if isinstance(name, str) else None
        own = job.value.get("QueryLanguage")
        job.language = own if own in (JSONata, JSONPath) else self._machine_language
        if own == JSONPath and self._machine_language == JSONata:
            message = "a JSONPath state in a JSONata state machine"
            instead = 'write the state in JSONata, or take "QueryLanguage" from the machine to the JSONata states'
            self._fault((*job.path, "QueryLanguage"), FaultCode.OTHER_QUERY_LANGUAGE, message, instead)

    def _make(self, job: _Job) -> None:
        if not isinstance(job.value, dict):
            self._fault(job.path, FaultCode.WRONG_TYPE, f"{shown(job.value)} is not an object", "write an object")
        elif job.kind is None:
            self._refuse_type(job)
        else:
            self._validate(job, job.kind)

    def _validate(self, job: _Job, kind: type[AslObject]) -> None:
        value = _with_parts(job)
        try:
            job.made = kind.model_validate(value, context={"language": job.language})
        except ValidationError as error:
            self.faults.extend(faults_of(error, kind, job.path, value, job.language))

    def _refuse_type(self, job: _Job) -> None:
        if "Type" not in job.value:
            self._fault(job.path, FaultCode.MISSING_FIELD, 'a state has no "Type"', 'write "Type": "Task" or another')
            return
        given = job.value["Type"]
        near = suggest(given, STATE_TYPES) if isinstance(given, str) else None
        instead = f'did you mean "{near}"?' if near else f"write one of {', '.join(STATE_TYPES)}"
        self._fault(
            (*job.path, "Type"), FaultCode.UNKNOWN_STATE_TYPE, f"there is no state type {shown(given)}", instead
        )

    def _fault(self, path: Path, code: FaultCode, message: str, instead: str) -> None:
        self.faults.append(Fault(path, code, message, instead))


def _parts_of(job: _Job, kind: type[AslObject], machine_language: QueryLanguageName) -> Iterator[_Job]:
    """The parts of a value that can nest without end; all others pydantic builds by itself."""
    value = job.value
    if issubclass(kind, StatesFields) and isinstance(value.get("States"), dict):
        for name, state in value["States"].items():
            yield _Job((*job.path, "States", name), state, None, machine_language)
    elif kind is Map:
        for field in ("ItemProcessor", "Iterator"):
            if field in value:
                yield _Job((*job.path, field), value[field], Processor, machine_language)
    elif kind is Parallel:
        yield from _listed(job, "Branches", Branch, machine_language)
    elif kind is Choice:
        yield from _listed(job, "Choices", None, job.language)
    elif kind in (And, Or):
        yield from _listed(job, kind.__name__, None, job.language)
    elif kind is Not and "Not" in value:
        yield _rule((*job.path, "Not"), value["Not"], job.language)


def _listed(job: _Job, field: str, kind: type[AslObject] | None, language: QueryLanguageName) -> Iterator[_Job]:
    values = job.value.get(field)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        path = (*job.path, field, index)
        yield _rule(path, value, language) if kind is None else _Job(path, value, kind, language)


def _rule(path: Path, value: Any, language: QueryLanguageName) -> _Job:
    kinds = (kind for name, kind in RULE_KINDS.items() if isinstance(value, dict) and name in value)
    return _Job(path, value, next(kinds, Comparison), language)


def _with_parts(job: _Job) -> dict[str, Any]:
    """The value with its parts in place; the value that was given stays as it is."""
    value = dict(job.value)
    copied: set[str] = set()
    for part in job.parts or ():
        field, *inside = part.path[len(job.path) :]
        name = str(field)
        if not inside:
            value[name] = _object_of(part)
            continue
        if name not in copied:
            copied.add(name)
            value[name] = value[name].copy()
        value[name][inside[0]] = _object_of(part)
    return value


def _object_of(part: _Job) -> AslObject:
    if part.made is not None:
        return part.made
    kind = part.kind
    if kind is not None and issubclass(kind, RuleFields):
        return _REFUSED_RULE
    if kind is None or issubclass(kind, StateFields):
        return _REFUSED_STATE
    return kind.model_construct(StartAt="-", States={"-": _REFUSED_STATE})
