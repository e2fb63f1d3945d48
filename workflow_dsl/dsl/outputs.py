"""What a workflow becomes, for other tools: made by parts of this package that the DSL itself knows nothing of.

They are named and not imported, as the commands are: defining a workflow must not wait for what makes a stack of it."""

from importlib import import_module
from typing import Any

_MAKERS = "workflow_dsl.pipeline.library"


def made(workflow: Any, maker: str) -> str:
    """The text that a maker makes of a workflow. Raises FindingsError with everything that is wrong with it."""
    text: str = getattr(import_module(_MAKERS), maker)(workflow)
    return text
