"""What the roles of a compiled workflow would be allowed, before there is a template to look at."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

from workflow_dsl.checks.stack.policies import needs_resource
from workflow_dsl.diagnostics import Finding, FindingsError, Severity
from workflow_dsl.permissions import ANYTHING, Adjustments, Statement, derive_statements
from workflow_dsl.program import Program
from workflow_dsl.source import CallSite

_INSTEAD: Final = (
    "name a resource of the stack in the step, add grants=[table.grant(...)] to it, or narrow what is no resource of "
    "the stack: StackOptions(adjustments=Adjustments(narrow=...)); an action for which IAM takes no resource is left "
    "with # wf: ignore[WF711] and a reason"
)


def check_permissions(
    program: Program, adjustments: Adjustments | None = None, unknown: Set[CallSite] = frozenset()
) -> Iterator[Finding]:
    """WF711 at each step whose call the machine's role may make on everything, for all that the author narrowed.

    Of a step that calls an `unknown` action that is told already, and what it may do shows when the action is mended.
    Adjustments that are wrong themselves are told where the template is built.
    """
    try:
        derived = derive_statements(program, adjustments)
    except FindingsError:
        return
    for statement in (each for statements in derived.values() for each in statements):
        if set(statement.sites) - unknown and ANYTHING in statement.resources:
            yield from _found(statement)


def _found(statement: Statement) -> Iterator[Finding]:
    actions = [action for action in statement.actions if needs_resource(action)]
    if actions:
        message = f"the machine's role may {', '.join(actions)} on everything, since {statement.reason}"
        yield Finding("WF711", Severity.WARNING, message, _INSTEAD, statement.places[0])
