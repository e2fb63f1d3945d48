"""A workflow as text for other tools: `workflow.to_asl()`, `workflow.to_template()`, and the picture in a notebook."""

import sys
from pathlib import Path
from typing import Any

from workflow_dsl.compiler import compile_workflow
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.graph import render_svg
from workflow_dsl.pipeline.compile import CompiledMachine, CompiledProgram, check_machine, compile_template
from workflow_dsl.pipeline.stack_page import resource_names
from workflow_dsl.project import Definition, find_root
from workflow_dsl.stack import PLAIN, StackOptions


def asl_text(workflow: Workflow[Any]) -> str:
    """The state machine as Amazon States Language. Raises FindingsError with everything that is wrong with it."""
    return _compiled(workflow).asl


def template_text(workflow: Workflow[Any]) -> str:
    """The CloudFormation template of the whole stack, with the code of its functions, which lie below the project of
    the file that declares the workflow. Raises FindingsError.
    """
    return compile_template(_compiled(workflow))


def graph_svg(workflow: Workflow[Any]) -> str:
    """The graph of the state machine. Raises FindingsError with everything that is wrong with it."""
    program = compile_workflow(workflow)
    return render_svg(program.machine, name=program.name, names=resource_names(program))


def _compiled(workflow: Workflow[Any]) -> CompiledMachine:
    file = Path(workflow.site.file)
    definition = Definition(str(workflow.name), file, find_root(file))
    return check_machine(definition, CompiledProgram(workflow, compile_workflow(workflow), _options(workflow)))


def _options(workflow: Workflow[Any]) -> StackOptions:
    """The options that stand beside the workflow in its module, as `compile` takes them."""
    modules = [
        module for module in list(sys.modules.values()) if getattr(module, "__file__", None) == workflow.site.file
    ]
    values = (value for module in modules for value in vars(module).values())
    return next((value for value in values if isinstance(value, StackOptions)), PLAIN)
