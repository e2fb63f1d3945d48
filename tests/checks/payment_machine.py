"""The payment workflow as the checks see it, to be spoilt by one fault at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from workflow_dsl import asl
from workflow_dsl.checks.engine import check_subject, subject_of
from workflow_dsl.checks.subject import Subject
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import read_source
from workflow_dsl.program import Program
from workflow_dsl.project import find_definitions, load_definition

ROOT = Path(__file__).parents[2]
States = dict[str, Any]
Fault = Callable[[States], None]


@cache
def payment_program() -> Program:
    """The program of definitions/payments."""
    workflow, _, findings = load_definition(find_definitions(["payments"], ROOT)[0])
    assert workflow is not None, findings
    return compile_workflow(workflow)


@cache
def good_subject() -> Subject:
    """The payment workflow, as it is."""
    return replace(subject_of(payment_program(), read_source(ROOT)), compiled=False)


@cache
def _good_text() -> str:
    return json.dumps(payment_program().machine.to_json())


def good_machine() -> dict[str, Any]:
    """Its definition as JSON, fresh."""
    machine: dict[str, Any] = json.loads(_good_text())
    return machine


def codes_of(fault: Fault) -> set[str]:
    """The codes that are found after a fault was put into the states."""
    machine = good_machine()
    before = copy.deepcopy(machine)
    fault(machine["States"])
    assert machine != before, "the fault changed nothing"
    return codes_of_machine(machine)


def codes_of_machine(machine: dict[str, Any], **changed: Any) -> set[str]:
    """The codes that are found in a definition that replaces the payment workflow's."""
    try:
        subject = replace(good_subject(), machine=asl.from_json(machine), **changed)
    except FindingsError as error:
        return {finding.code for finding in error.findings}
    return {rule.code for rule, _ in check_subject(subject)}
