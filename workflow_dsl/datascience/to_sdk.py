"""A workflow of ours as a workflow of the SDK."""

import json
import re
from collections.abc import Mapping
from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.datascience.build import Builder
from workflow_dsl.datascience.sayable import find_unsayable
from workflow_dsl.datascience.sdk import Sdk, load_sdk
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.dsl.workflow import Workflow
from workflow_dsl.program import Program

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_.:-]+)\}")


def to_sdk(
    workflow: Workflow[Any], *, role: str, values: Mapping[str, str] | None = None, client: Any = None, **settings: Any
) -> Any:
    """A `stepfunctions.workflow.Workflow` with the same state machine; `role` is the ARN of the role that it runs as.

    `values` are the ARNs and names of the resources by their logical ids, as {"LambdaFunctionCharge": "arn:..."}.
    `client` and the other settings go to the SDK's `Workflow`. Raises FindingsError (WF807) with everything that the
    SDK cannot say: JSONata, variables, distributed maps and all else that came after its last release; SdkMissingError.
    """
    sdk = load_sdk()
    program = compile_workflow(workflow)
    machine = _filled(program, values or {})
    findings = find_unsayable(program, machine)
    if findings:
        raise FindingsError(*findings)
    graph = _graph(sdk, program, machine)
    name = settings.pop("name", program.name)
    return sdk.workflow.Workflow(name, definition=graph, role=role, client=client, **settings)


def _graph(sdk: Sdk, program: Program, machine: asl.StateMachine) -> Any:
    """The SDK's graph of the machine; it writes the same."""
    try:
        graph = sdk.states.Graph(Builder(sdk).build(machine), **_settings(machine))
        made = json.loads(graph.to_json())
    except (TypeError, ValueError) as error:
        raise FindingsError(
            _finding(program, f"the Data Science SDK refuses it: {error}", "write it otherwise")
        ) from error
    except RecursionError as error:
        problem = (
            f"the Data Science SDK follows flows by recursion, and {len(machine.States)} states are too many for it"
        )
        raise FindingsError(_finding(program, problem, "split the workflow")) from error
    if made != machine.to_json():
        raise FindingsError(_finding(program, "the SDK would write another state machine", "please report it"))
    return graph


def _settings(machine: asl.StateMachine) -> dict[str, Any]:
    names = {"Comment": "comment", "TimeoutSeconds": "timeout_seconds", "Version": "version"}
    return {name: getattr(machine, field) for field, name in names.items() if machine.given(field)}


def _filled(program: Program, values: Mapping[str, str]) -> asl.StateMachine:
    """The machine with the values of its placeholders. Raises FindingsError where one is missing."""
    text = asl.write(program.machine)
    missing = sorted({name for name in _PLACEHOLDER.findall(text) if name not in values})
    if missing:
        shown = ", ".join(f'"{name}": "arn:..."' for name in missing)
        problem = f"the SDK knows no stack, and {', '.join(missing)} has no value"
        raise FindingsError(_finding(program, problem, f"give values={{{shown}}}"))
    filled = _PLACEHOLDER.sub(lambda found: json.dumps(values[found[1]])[1:-1], text)
    return asl.read(filled, file="state-machine.asl.json")


def _finding(program: Program, problem: str, instead: str) -> Finding:
    place = next((site.place for site in program.sources.values()), None)
    return Finding("WF807", Severity.ERROR, problem, instead, place)
