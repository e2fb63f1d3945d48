"""Rules over a template and over the state machines in it."""

from __future__ import annotations

from workflow_dsl import asl
from workflow_dsl.checks.engine import check_subject, findings_of, in_document
from workflow_dsl.checks.groups.template_rules import RULES
from workflow_dsl.checks.subject import Subject
from workflow_dsl.checks.template import Machine, TemplateSubject
from workflow_dsl.diagnostics import Finding, FindingsError
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
        return []
    inside = _Inside(places, machine)
    try:
        states = asl.from_json(machine.definition, places=inside)
    except FindingsError as error:
        return list(error.findings)
    subject = Subject(states, machine.resource.id, machine.express, functions=template.functions_of(machine))
    return findings_of(check_subject(subject), in_document(inside))


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
