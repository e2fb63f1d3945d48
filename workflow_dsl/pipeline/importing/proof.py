"""Whether a definition means what it was imported from."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.diagnostics import FindingsError


def differs(text: str, machine: asl.StateMachine, file: str) -> str | None:
    """Where the compiled definition differs from the machine, equal as canonical JSON; None when it does not.

    The text was made of the machine's values by the decompiler, so that running it does what a definition does.
    """
    module: dict[str, Any] = {"__name__": "imported_definition"}
    try:
        exec(compile(text, file, "exec"), module)
        compiled = compile_workflow(module["workflow"]).machine
    except FindingsError as error:
        return str(error.findings[0].render())
    except NameError as error:
        return str(error)
    return first_difference(compiled.to_json(), machine.to_json())


def first_difference(ours: Any, theirs: Any) -> str | None:
    """Where two JSON values differ, the order of members aside; None when they do not. 2 and 2.0 differ."""
    pending: list[tuple[str, Any, Any]] = [("", ours, theirs)]
    while pending:
        path, mine, other = pending.pop()
        if type(mine) is not type(other):
            return f"{path or 'it'} is {_shown(mine)} instead of {_shown(other)}"
        if isinstance(mine, dict):
            if mine.keys() != other.keys():
                return f"{path or 'it'} has {sorted(mine)} instead of {sorted(other)}"
            pending.extend((f"{path}.{key}" if path else key, mine[key], other[key]) for key in mine)
        elif isinstance(mine, list):
            if len(mine) != len(other):
                return f"{path} has {len(mine)} items instead of {len(other)}"
            pending.extend((f"{path}[{index}]", *pair) for index, pair in enumerate(zip(mine, other, strict=True)))
        elif mine != other:
            return f"{path} is {_shown(mine)} instead of {_shown(other)}"
    return None


def _shown(value: Any) -> str:
    return f"{value!r:.80}"
