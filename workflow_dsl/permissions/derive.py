"""The statements of every role of a program."""

from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.permissions.adjust import Adjustments
from workflow_dsl.permissions.functions import function_statements
from workflow_dsl.permissions.machine import machine_statements
from workflow_dsl.permissions.statement import Statement, machine_id
from workflow_dsl.program import Program


def derive_statements(program: Program, adjustments: Adjustments | None = None) -> dict[str, tuple[Statement, ...]]:
    """The statements that each role needs, by the logical id of the state machine or function that has the role.

    One statement for each need, in the order of the definition; `merge_statements` makes them fewer. Raises
    FindingsError when the adjustments widen what they should narrow, or are for no role.
    """
    derived = {machine_id(program): tuple(machine_statements(program))}
    for function in program.functions:
        derived[function.logical_id] = tuple(function_statements(program, function))
    if adjustments is None:
        return derived
    own = {target.logical_id for each in derived.values() for statement in each for target in statement.resources}
    misplaced = list(adjustments.misplaced(derived, own | {each.logical_id for each in program.resources}))
    if misplaced:
        raise FindingsError(*misplaced)
    return {owner: adjustments.apply(owner, statements) for owner, statements in derived.items()}
