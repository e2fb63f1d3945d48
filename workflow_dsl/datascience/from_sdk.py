"""A workflow of the SDK as a workflow of ours."""

import json
from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler import check_flow, decompile
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.naming import upper_camel

_LONGEST = 80


def from_sdk(workflow: Any) -> Workflow[Any]:
    """The workflow that a `stepfunctions.workflow.Workflow` describes; compiled, it is the same state machine.

    Raises FindingsError for a definition that is not Amazon States Language.
    """
    module: dict[str, Any] = {"__name__": "imported_definition"}
    exec(compile(source_from_sdk(workflow), f"{workflow.name}.py", "exec"), module)
    found: Workflow[Any] = module["workflow"]
    return found


def source_from_sdk(workflow: Any) -> str:
    """The Python of that workflow, to be saved as a definition and gone on with. Raises FindingsError."""
    machine = asl.from_json(json.loads(workflow.definition.to_json()))
    findings = check_flow(machine, None)
    if findings:
        raise FindingsError(*findings)
    name = upper_camel(str(workflow.name))[:_LONGEST] or "Workflow"
    return decompile(machine, name=name, origin="the Data Science SDK").text
