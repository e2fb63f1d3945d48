"""Steps that are declared and stand in no flow: most likely forgotten, and with them what they would have done."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.dsl.steps import Flow, Map, Parallel, Step
from workflow_dsl.dsl.workflow import Workflow


def unplaced_steps(module: ModuleType, workflow: Workflow[Any]) -> Iterator[Finding]:
    """WF101 for each step that a name of the module stands for and that the workflow does not reach."""
    placed = {id(step) for step in _steps_of(workflow)}
    for name, step in vars(module).items():
        if isinstance(step, Step) and id(step) not in placed and step.site.file == module.__file__:
            problem = f'step "{step.name}" ({name}) stands in no flow'
            instead = "add it to steps=[...] or to a route, or delete it"
            yield Finding("WF101", Severity.ERROR, problem, instead, step.place())


def _steps_of(workflow: Workflow[Any]) -> Iterator[Step]:
    pending: list[Flow[Any]] = [workflow]
    seen: set[int] = set()
    while pending:
        flow = pending.pop()
        if id(flow) in seen:
            continue
        seen.add(id(flow))
        for step in (*flow.steps, *(step for route in flow.routes for step in route.steps or ())):
            yield step
            if isinstance(step, Map) and isinstance(step.each, Flow):
                pending.append(step.each)
            elif isinstance(step, Parallel):
                pending.extend(step.branches or ())
