"""Rules over a template and over the state machines in it."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.checks.engine import check_subject, findings_of, in_document
from workflow_dsl.checks.groups.template_rules import RULES
from workflow_dsl.checks.subject import Subject
from workflow_dsl.checks.template import Machine, TemplateSubject
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.source import Document, Path, Place, Places


def check_template(document: Document) -> list[Finding]:
    """What is wrong with a template that was read, and with the state machines in it, sorted."""
    template = TemplateSubject(document.value)
    hits = [(rule, hit) for rule in RULES for hit in rule.check(template)]
    found = findings_of(hits, in_document(document.places))
    for machine in template.machines:
        found += _check_machine(template, machine, document.places)
    return sorted(set(found))


def _check_machine(template: TemplateSubject, machine: Machine, places: Places) -> list[Finding]:
    if not isinstance(machine.definition, dict):
        return list(_unreadable(machine, places))
    inside = _Inside(places, machine)
    try:
        states = asl.from_json(machine.definition, places=inside)
    except FindingsError as error:
        return list(error.findings)
    subject = Subject(states, machine.resource.id, machine.express, functions=template.functions_of(machine))
    return findings_of(check_subject(subject), in_document(inside))


def _unreadable(machine: Machine, places: Places) -> Iterator[Finding]:
    place = places.place(machine.inside)
    problem = machine.unreadable
    if problem is not None:
        message = f"the definition of {machine.resource.id} is not JSON: {problem}"
        yield Finding("WF001", Severity.ERROR, message, "write valid JSON", place)
    elif machine.definition is not None or isinstance(machine.written, int | float | list):
        message = f"the definition of {machine.resource.id} is no object"
        yield Finding("WF005", Severity.ERROR, message, "write an object, or its JSON", place)


class _Inside:
    """Places of a definition within a template; all one where the template has it as one string."""

    def __init__(self, places: Places, machine: Machine) -> None:
        self._places = places
        self._machine = machine

    def place(self, path: Path) -> Place:
        return self._places.place(self._whole(path))

    def key_place(self, path: Path) -> Place:
        return self._places.key_place(self._whole(path))

    def inside(self, path: Path, offset: int) -> Place:
        if self._machine.is_text:
            return self._places.place(self._machine.inside)
        return self._places.inside(self._whole(path), offset)

    def _whole(self, path: Path) -> Path:
        return self._machine.inside if self._machine.is_text else (*self._machine.inside, *path)
