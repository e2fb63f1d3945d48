"""Why each role may do what it may: a program -> its roles, each statement with what needs it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workflow_dsl.asl import Task, walk
from workflow_dsl.permissions import Adjustments, Statement, derive_statements, machine_id
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction, Trigger
from workflow_dsl.stack.names import role_id


@dataclass(frozen=True, slots=True)
class ExplainedRole:
    """The role of `owner`, a state machine or a function; `used_by` says which states and triggers call a function."""

    logical_id: str
    owner: str
    kind: str
    used_by: tuple[str, ...]
    statements: tuple[Statement, ...]


def explain_roles(program: Program, adjustments: Adjustments | None = None) -> list[ExplainedRole]:
    """The roles of a program, the state machine's first, each statement as it was derived: one for each need."""
    derived = derive_statements(program, adjustments)
    roles = [_role(program.name, "state machine", (), derived[machine_id(program)])]
    for function in program.functions:
        users = (*(f'state "{name}"' for name in calling_states(program, function)), *_triggers(program, function))
        roles.append(_role(function.name, "function", users, derived[function.logical_id]))
    return roles


def calling_states(program: Program, function: AnyFunction) -> Iterator[str]:
    """The states that call a function, by their names or, inside of others, their ways."""
    called = f"${{{function.logical_id}}}"
    for path, state in walk(program.machine):
        if isinstance(state, Task) and called in (state.Resource, *_texts(state.Arguments), *_texts(state.Parameters)):
            yield str(path)


def triggers_of(program: Program, function: AnyFunction) -> list[Trigger]:
    """What runs a function without the state machine."""
    return [trigger for trigger in program.triggers if trigger.function == function]


def _role(owner: str, kind: str, used_by: Iterable[str], statements: Iterable[Statement]) -> ExplainedRole:
    return ExplainedRole(role_id(owner), owner, kind, tuple(used_by), tuple(statements))


def _triggers(program: Program, function: AnyFunction) -> Iterator[str]:
    for trigger in triggers_of(program, function):
        yield f'{type(trigger).__name__} "{trigger.name}"'


def _texts(arguments: Any) -> Iterator[str]:
    if isinstance(arguments, dict):
        yield from (value for value in arguments.values() if isinstance(value, str))
