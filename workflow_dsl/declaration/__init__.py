"""Declarations: frozen, keyword-only values that know where in the user's Python they were written.

In: the arguments a user wrote. Out: a `Declaration`, or findings with the place of the argument. `collecting` gathers
the findings of a whole definition, so that a user sees every mistake at once; outside of it the first one is raised.
Touches nothing."""

from workflow_dsl.declaration.collect import collecting, report
from workflow_dsl.declaration.contract import Contract, type_fault
from workflow_dsl.declaration.model import Declaration
from workflow_dsl.declaration.refusal import shown

__all__ = ["Contract", "Declaration", "collecting", "report", "shown", "type_fault"]
