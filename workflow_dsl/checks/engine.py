"""Rules over a subject: hits become findings with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from workflow_dsl import asl
from workflow_dsl.checks.derived_permissions import check_permissions
from workflow_dsl.checks.placeholders import check_placeholders
from workflow_dsl.checks.places import place_in_definition
from workflow_dsl.checks.rule import AnyRule, Hit
from workflow_dsl.checks.services.unknown_action import UnknownAction
from workflow_dsl.checks.subject import Function, ReadSource, Subject
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.permissions import Adjustments
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, LambdaFunction
from workflow_dsl.source import Place, Places

PlaceOf = Callable[[Hit], Place]


def check_subject(subject: Subject) -> Iterator[tuple[AnyRule, Hit]]:
    """What every rule about state machines finds."""
    for group in _groups(subject):
        # Compiling must not wait for rules that have nothing to say: of the other query language, of handlers.
        for rule in import_module(f"workflow_dsl.checks.groups.{group}_rules").RULES:
            for hit in rule.check(subject):
                yield rule, hit


def _groups(subject: Subject) -> Iterator[str]:
    yield "machine"
    if not subject.compiled:
        yield "foreign"
    if any(not state.is_jsonata for state in subject.states):
        yield "jsonpath"
    if subject.read is not None:
        yield "handler"


def check_program(
    program: Program, read: ReadSource | None = None, adjustments: Adjustments | None = None
) -> list[Finding]:
    """What is wrong with a compiled workflow, sorted, each finding at the Python that wrote it.

    `read` gives the sources of handlers by their path below the project's root; without it they are not looked into.
    `adjustments` are those of the stack's permissions.
    Suppressions are not applied: `workflow_dsl.checks.suppress` does that.
    """
    subject = subject_of(program, read)
    hits = list(check_subject(subject))
    found = findings_of(hits, lambda hit: place_in_definition(hit.path, program))
    states = {asl.StatePath(hit.path[:-1]) for rule, hit in hits if isinstance(rule, UnknownAction)}
    unknown = {program.sources[state] for state in states & program.sources.keys()}
    more = (*check_permissions(program, adjustments, unknown), *check_placeholders(program, subject))
    return sorted({*found, *more})


def check_definition(text: str, *, file: str, express: bool = False) -> list[Finding]:
    """What is wrong with a definition, JSON or YAML, sorted. `file` is its name, for messages; nothing is opened."""
    try:
        machine = asl.read(text, file=file)
    except FindingsError as error:
        return list(error.findings)
    places = asl.read_document(text, file=file).places
    return findings_of(check_subject(Subject(machine, express=express, size=len(text.encode()))), in_document(places))


def subject_of(program: Program, read: ReadSource | None = None) -> Subject:
    """A compiled workflow as rules see it."""
    functions = {
        name: _function(substitution.resource)
        for name, substitution in program.substitutions.items()
        if isinstance(substitution.resource, LambdaFunction)
    }
    return Subject(program.machine, program.name, input=program.input, functions=functions, read=read, compiled=True)


def findings_of(hits: Iterable[tuple[AnyRule, Hit]], place: PlaceOf) -> list[Finding]:
    """The hits as findings, each once, sorted."""
    found = [Finding(rule.code, rule.severity, hit.message, hit.instead, hit.place or place(hit)) for rule, hit in hits]
    return sorted(set(found))


def in_document(places: Places) -> PlaceOf:
    """Places of a text that was read."""

    def place(hit: Hit) -> Place:
        if hit.offset is not None:
            return places.inside(hit.path, hit.offset)
        return places.key_place(hit.path) if hit.of_key else places.place(hit.path)

    return place


def _function(resource: AnyFunction) -> Function:
    return Function(
        resource.name,
        resource.handler,
        resource.input,
        resource.output,
        int(resource.timeout.total_seconds()),
        resource.site,
        resource.requirements is not None,
    )
