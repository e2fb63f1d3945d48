"""Compile definitions: a definition -> findings, or its program, its state machine and its template."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler import check_workflow, compile_workflow
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.pipeline.checking import check_compiled
from workflow_dsl.pipeline.function_code import function_code
from workflow_dsl.program import Program
from workflow_dsl.project import Definition, load_definition
from workflow_dsl.source import Place
from workflow_dsl.stack import PLAIN, StackOptions, Template, build_template, write_template

# Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
LARGEST_DEFINITION = 1_048_576

STACKS_FOLDER = "infra"
"""Where the folders of compiled stacks are, below the project."""
ASL_FILE = "state-machine.asl.json"
TEMPLATE_FILE = "template.yaml"
GRAPH_FILE = "graph.svg"
PAGE_FILE = "README.md"


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A definition as a program: the workflow as written, what the compiler made of it, the options of its stack."""

    workflow: Workflow[Any]
    program: Program
    options: StackOptions


@dataclass(frozen=True, slots=True)
class CompiledMachine:
    """A definition as a state machine: the workflow as written, the program, its Amazon States Language, what the
    checks advise, and the options of its stack."""

    definition: Definition
    workflow: Workflow[Any]
    program: Program
    asl: str
    advice: tuple[Finding, ...] = ()
    options: StackOptions = PLAIN


def compile_program(definition: Definition) -> CompiledProgram:
    """Load one definition and compile it, for `compile` and `check` alike.

    Raises FindingsError with everything that is wrong with the definition, before any rule looks at the machine.
    """
    loaded = load_definition(definition)
    workflow, findings = loaded.workflow, loaded.findings
    if findings or workflow is None:
        findings += check_workflow(workflow) if workflow is not None else []
        raise FindingsError(*dict.fromkeys(findings))
    return CompiledProgram(workflow, compile_workflow(workflow), loaded.options)


def compile_machine(definition: Definition, *, handlers: bool = False) -> CompiledMachine:
    """Load and compile one definition; with `handlers` the rules read the sources of its functions too.

    Raises FindingsError with everything that is wrong with it.
    """
    return check_machine(definition, compile_program(definition), handlers=handlers)


def check_machine(definition: Definition, compiled: CompiledProgram, *, handlers: bool = False) -> CompiledMachine:
    """The state machine of a program that the rules let pass, and what they advise.

    Raises FindingsError, also for a definition larger than the service takes.
    """
    program = compiled.program
    checked = check_compiled(program, definition.root, compiled.options.adjustments, handlers=handlers)
    if any(finding.severity is Severity.ERROR for finding in checked):
        raise FindingsError(*checked)
    text = definition_text(program.machine)
    size = len(text.encode())
    if size > LARGEST_DEFINITION:
        raise FindingsError(_too_large(size, definition))
    return CompiledMachine(definition, compiled.workflow, program, text, tuple(checked), compiled.options)


def compile_template(machine: CompiledMachine) -> str:
    """The text of the template, with the handlers' code. Raises FindingsError for handlers that cannot be folded."""
    return write_template(assemble(machine.program, machine.definition.root, machine.options))


def assemble(program: Program, root: Path, options: StackOptions) -> Template:
    """The template, with the code of the functions below `root`. Raises FindingsError for what cannot be built."""
    return build_template(program, function_code(program, root, options), options)


def definition_text(machine: asl.StateMachine) -> str:
    """The machine as JSON, indented for its readers; without spaces where these would make it too large to create."""
    text = asl.write(machine)
    if len(text.encode()) <= LARGEST_DEFINITION:
        return text
    return json.dumps(machine.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n"


def _too_large(size: int, definition: Definition) -> Finding:
    problem = (
        f"the definition is {size:,} bytes of Amazon States Language, and the service takes {LARGEST_DEFINITION:,}"
    )
    instead = "split the workflow: start a second state machine for a part of it"
    return Finding("WF501", Severity.ERROR, problem, instead, Place(str(definition.file), 1, 1))
