"""Writing definitions."""

from __future__ import annotations

from workflow_dsl.asl.encode import write_json
from workflow_dsl.asl.machine import StateMachine


def write(machine: StateMachine) -> str:
    """The machine as JSON: fields in the order of reading, two spaces, UTF-8 as it is, a final newline.

    The same machine gives the same text on every computer.
    """
    return write_json(machine.to_json())
