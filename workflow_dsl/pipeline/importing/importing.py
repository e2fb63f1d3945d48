"""The use case: read, check, decompile, prove."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path as FilePath

from workflow_dsl import asl
from workflow_dsl.checks.engine import check_subject, findings_of, in_document
from workflow_dsl.checks.subject import Subject
from workflow_dsl.decompiler import check_flow, decompile, python_name
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.naming import Names, upper_camel
from workflow_dsl.pipeline.importing.found import Fixed, Found, fault
from workflow_dsl.pipeline.importing.intrinsics import Intrinsics, holds_intrinsics
from workflow_dsl.pipeline.importing.proof import differs
from workflow_dsl.pipeline.importing.sources import find_sources
from workflow_dsl.source import Path, Place, Places

_LONGEST = 78
"""Characters of a workflow's name: a machine's may have 80, and a stack's name and a hyphen come before it (WF502)."""
# The language itself, the flow and the data. A retrier without effect can be imported and mended afterwards, and what a
# service takes may have changed since a table was made.
_REFUSED = ("WF0", "WF1", "WF2", "WF410")
# A name for a variable that AWS's manual does not allow, and that tools take for valid.
_TOLD = frozenset({"WF222"})


@dataclass(frozen=True, slots=True)
class Imported:
    """One definition: its name, where it came from, its Python, and what could not be made nicer. It was compiled again
    and is the same state machine. `faults` are those that do not keep it from being imported.
    """

    name: str
    module: str
    origin: str
    text: str
    notes: tuple[str, ...]
    states: int
    faults: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Batch:
    """What was imported, what is wrong with the rest, and the files that hold no state machine."""

    imported: list[Imported] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[FilePath] = field(default_factory=list)


def import_sources(paths: Sequence[FilePath]) -> Batch:
    """Every state machine of these files and folders, as Python. Raises TargetError for a path that cannot be read."""
    sources = find_sources(paths)
    batch = Batch(findings=list(sources.findings), skipped=sources.skipped)
    # A module of the standard library would be imported in place of a definition of its name.
    names = Names({*sys.stdlib_module_names, "workflow_dsl"})
    for found in sources.found:
        module = names.claim(python_name(found.name))
        try:
            batch.imported.append(_imported(found, module))
        except FindingsError as error:
            batch.findings.extend(error.findings)
        except RecursionError:
            place = found.whole or Place(found.origin, 1, 1)
            problem = "the definition nests values or conditions deeper than Python can follow"
            batch.findings.append(fault("WF805", problem, "nest them less deep", place))
    return batch


def import_text(text: str, *, file: str, name: str | None = None) -> Imported:
    """One definition in Amazon States Language, JSON or YAML. Raises FindingsError with all that is wrong with it.

    `file` is the text's name, for messages; nothing is opened. `name` becomes the workflow's.
    """
    found = Found(name or FilePath(file).stem, file, asl.read_document(text, file=file))
    return _imported(found, python_name(found.name))


def _imported(found: Found, module: str) -> Imported:
    """The definition as Python. Where it is not Amazon States Language, but would be one if CloudFormation had put in
    the values of its functions, these become parameters.
    """
    try:
        return _proved(found, module)
    except FindingsError:
        if found.whole is not None or not holds_intrinsics(found.document.value):
            raise
        return _proved(_resolved(found), module)


def _resolved(found: Found) -> Found:
    intrinsics = Intrinsics()
    document = found.document._replace(value=intrinsics.resolve(found.document.value))
    return replace(found, document=document, placeholders=intrinsics.placeholders, notes=tuple(intrinsics.notes))


def _proved(found: Found, module: str) -> Imported:
    machine, faults = _machine(found)
    left: dict[Path, list[str]] = {}
    for path, finding in faults:
        left.setdefault(path, []).append(finding.code)
    name = upper_camel(found.name)[:_LONGEST] or "Workflow"
    origin = FilePath(found.origin).name
    write = partial(decompile, machine, name=name, origin=origin, placeholders=found.placeholders, left=left)
    source = write(reads_outputs=True)
    difference = differs(source.text, machine, f"{module}.py")
    if difference is not None:
        source = write()
        difference = differs(source.text, machine, f"{module}.py")
    if difference is not None:
        problem = f"the Python of this state machine would not compile to the same: {difference}"
        place = found.whole or Place(found.origin, 1, 1)
        raise FindingsError(fault("WF806", problem, "nothing is written; please report it", place))
    states = sum(1 for _ in asl.walk(machine))
    return Imported(
        name,
        module,
        found.origin,
        source.text,
        (*found.notes, *source.notes),
        states,
        tuple(fault for _, fault in faults),
    )


def _machine(found: Found) -> tuple[asl.StateMachine, list[tuple[Path, Finding]]]:
    """The machine, sound in itself and in its flow, and what is wrong with it beyond the language."""
    document = found.document
    findings = [
        fault("WF002", f'"{path[-1]}" stands twice in the same object', "keep one of them, or rename one", place)
        for path, place in document.duplicates
    ]
    places = document.places
    machine: asl.StateMachine | None = None
    try:
        machine = asl.from_json(document.value, places=None if isinstance(places, Fixed) else places)
    except FindingsError as error:
        findings.extend(_at(finding, found) for finding in error.findings)
    faults: list[tuple[Path, Finding]] = []
    if machine is not None:
        findings.extend(check_flow(machine, places))
        said = {finding.code for finding in findings}
        faults = [each for each in _faults(machine, places) if each[1].code not in said]
        findings.extend(each for _, each in faults if each.code.startswith(_REFUSED) and each.code not in _TOLD)
    if machine is None or findings:
        raise FindingsError(*dict.fromkeys(findings))
    return machine, faults


def _faults(machine: asl.StateMachine, places: Places) -> list[tuple[Path, Finding]]:
    """Errors that only the whole machine shows, its expressions, its errors, what its tasks call; each with the path of
    its state.
    """
    states = {path.json_path for path, _ in asl.walk(machine)}
    hits = [(rule, hit) for rule, hit in check_subject(Subject(machine)) if rule.severity is Severity.ERROR]
    return [
        (_state_of(hit.path, states), finding)
        for rule, hit in hits
        for finding in findings_of([(rule, hit)], in_document(places))
    ]


def _state_of(path: Path, states: set[Path]) -> Path:
    ends = range(len(path), -1, -1)
    return next((path[:end] for end in ends if path[:end] in states), ())


def _at(finding: Finding, found: Found) -> Finding:
    """A finding of a text that cannot be followed into stands where the text stands, and names the path."""
    if finding.place is not None or found.whole is None:
        return finding
    return Finding(finding.code, finding.severity, finding.message, finding.instead, found.whole)
