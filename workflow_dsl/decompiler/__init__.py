"""Decompile a state machine: Amazon States Language -> the Python that a person would have written for it.

In: a `StateMachine`, its name and the parameters that it speaks of. Out: `Source`, the text of a definition that
compiles to the same machine, with notes of what could not be made nicer; or the faults of its flow. Pure: nothing here
opens a file."""

from workflow_dsl.decompiler.check_flow import check_flow
from workflow_dsl.decompiler.decompile import decompile
from workflow_dsl.decompiler.module import Source
from workflow_dsl.decompiler.parameters import Placeholder, python_name

__all__ = ["Placeholder", "Source", "check_flow", "decompile", "python_name"]
