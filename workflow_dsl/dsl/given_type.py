"""The `type=` of an expression that is written in the service's own language."""

from typing import Any

from workflow_dsl.declaration import report, type_fault
from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import capture


def given_type(kind: Any, function: str) -> Any:
    """The type that `function` was called with; Any for what is none, which is reported as WF103."""
    fault = type_fault(kind)
    if fault is None:
        return kind
    problem, instead = fault
    report(Finding("WF103", Severity.ERROR, f"{function}: {problem}", instead, capture().argument("type")))
    return Any
