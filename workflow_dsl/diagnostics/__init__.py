"""Findings: what is wrong with a workflow, where, and what to write instead.

In: nothing. Out: `Finding`, `FindingsError`, `suggest`. Touches: nothing (rendering asks for the current folder).
"""

from workflow_dsl.diagnostics.finding import Finding, FindingsError, Severity
from workflow_dsl.diagnostics.suggestion import suggest

__all__ = ["Finding", "FindingsError", "Severity", "suggest"]
