"""The order of the passes."""

from collections.abc import Callable
from typing import Any

from workflow_dsl.compiler.check_assignment import check_assignment
from workflow_dsl.compiler.check_reads import check_reads
from workflow_dsl.compiler.draft import Draft
from workflow_dsl.compiler.link_transitions import link_transitions
from workflow_dsl.compiler.lower import lower
from workflow_dsl.compiler.name_steps import name_steps
from workflow_dsl.compiler.place_variables import place_variables
from workflow_dsl.compiler.read_values import read_values
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.program import Program

Pass = Callable[[Draft], None]

PASSES: tuple[Pass, ...] = (name_steps, link_transitions, read_values, check_reads, place_variables, check_assignment)


def check_workflow(workflow: Workflow[Any]) -> list[Finding]:
    """What is wrong with a workflow of which some declarations were refused already: all that can still be said."""
    return _passed(workflow).findings


def compile_workflow(workflow: Workflow[Any]) -> Program:
    """The program of a workflow. Raises FindingsError with everything that is wrong with it."""
    draft = _passed(workflow)
    if draft.findings:
        raise FindingsError(*draft.findings)
    return lower(draft)


def _passed(workflow: Workflow[Any]) -> Draft:
    draft = Draft(workflow)
    for compile_pass in PASSES:
        compile_pass(draft)
    return draft
