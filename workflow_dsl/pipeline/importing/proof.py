"""Whether a definition means what it was imported from."""

import json
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
    ours, theirs = canonical(compiled.to_json()), canonical(machine.to_json())
    if ours == theirs:
        return None
    at = next((index for index, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), 0)
    return f"{ours[max(0, at - 40) : at + 40]} instead of {theirs[max(0, at - 40) : at + 40]}"


def canonical(value: Any) -> str:
    """One text for equal JSON values: 2 and 2.0 are told apart, the order of keys is not."""
    return json.dumps(value, sort_keys=True)
