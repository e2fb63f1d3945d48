"""Use cases, as functions that return values: compile, check, run, import, and explain who may do what.

In: what the command line or another tool was given. Out: values and findings; nothing here prints or exits.
"""

from typing import TYPE_CHECKING

from workflow_dsl.lazy import lazily

if TYPE_CHECKING:
    from workflow_dsl.pipeline.stack_folder import compile_stack, find_leftovers
else:
    __getattr__ = lazily(__name__, {"stack_folder": ("compile_stack", "find_leftovers")})

__all__ = ["compile_stack", "find_leftovers"]
