"""Rules over a subject: hits become findings with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from workflow_dsl import asl
from workflow_dsl.checks.places import place_in_definition
from workflow_dsl.checks.registry import RULES, TEMPLATE_RULES
from workflow_dsl.checks.rule import AnyRule, Hit
from workflow_dsl.checks.subject import Function, ReadSource, Subject
from workflow_dsl.checks.template import Machine, TemplateSubject
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.program import Program
from workflow_dsl.resources import LambdaFunction
from workflow_dsl.source import Document, Path, Place, Places

PlaceOf = Callable[[Path, bool], Place]


def check_subject(subject: Subject) -> Iterator[tuple[AnyRule, Hit]]:
    """What every rule about state machines finds."""
    for rule in RULES:
        for hit in rule.check(subject):
            yield rule, hit


def check_program(program: Program, read: ReadSource | None = None) -> list[Finding]:
    """What is wrong with a compiled workflow, sorted, each finding at the Python that wrote it.

    `read` gives the sources of handlers by their path below the project's root; without it they are not looked into.
    Suppressions are not applied: `workflow_dsl.checks.suppress` does that.
    """
    subject = subject_of(program, read)
    return _findings(check_subject(subject), lambda path, _: place_in_definition(path, program.sources, program.file))


def check_definition(document: Document, *, file: str, size: int | None = None, express: bool = False) -> list[Finding]:
    """What is wrong with a definition that was read from a text. `size` is the text's, in bytes."""
    try:
        machine = asl.from_json(document.value, places=document.places)
    except FindingsError as error:
        return list(error.findings)
    hits = check_subject(Subject(machine, name=file, express=express, size=size))
    return _findings(hits, _in_document(document.places))


def check_template(document: Document) -> list[Finding]:
    """What is wrong with a template, and with the state machines in it."""
    template = TemplateSubject(document.value)
    place = _in_document(document.places)
    hits = [(rule, hit) for rule in TEMPLATE_RULES for hit in rule.check(template)]
    findings = _findings(hits, place)
    for machine in template.machines:
        findings += _check_machine(template, machine, document.places)
    return sorted(set(findings))


def subject_of(program: Program, read: ReadSource | None = None) -> Subject:
    """A compiled workflow as rules see it."""
    functions = {
        name: _function(substitution.resource)
        for name, substitution in program.substitutions.items()
        if isinstance(substitution.resource, LambdaFunction)
    }
    return Subject(program.machine, program.name, input=program.input, functions=functions, read=read)


def _check_machine(template: TemplateSubject, machine: Machine, places: Places) -> list[Finding]:
    if not isinstance(machine.definition, dict):
        return []
    inside = _Inside(places, machine)
    try:
        states = asl.from_json(machine.definition, places=inside)
    except FindingsError as error:
        return list(error.findings)
    subject = Subject(states, machine.resource.id, machine.express, functions=template.functions_of(machine))
    return _findings(check_subject(subject), _in_document(inside))


class _Inside:
    """Places of a definition within a template; all one where the template has it as one string."""

    def __init__(self, places: Places, machine: Machine) -> None:
        self._places = places
        self._machine = machine

    def place(self, path: Path) -> Place:
        return self._places.place(self._whole(path))

    def key_place(self, path: Path) -> Place:
        return self._places.key_place(self._whole(path))

    def _whole(self, path: Path) -> Path:
        return self._machine.inside if self._machine.is_text else (*self._machine.inside, *path)


def _findings(hits: Iterable[tuple[AnyRule, Hit]], place: PlaceOf) -> list[Finding]:
    found = [
        Finding(rule.code, rule.severity, hit.message, hit.instead, hit.place or place(hit.path, hit.of_key))
        for rule, hit in hits
    ]
    return sorted(set(found))


def _in_document(places: Places) -> PlaceOf:
    return lambda path, of_key: places.key_place(path) if of_key else places.place(path)


def _function(resource: LambdaFunction[Any, Any]) -> Function:
    return Function(
        resource.name,
        resource.handler,
        resource.input,
        resource.output,
        int(resource.timeout.total_seconds()),
        resource.site,
    )
