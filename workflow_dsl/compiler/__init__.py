"""Compile a workflow: DSL -> Program, or everything that is wrong with it.

In: a `Workflow`. Out: a `Program` with one state for each step, of exactly its name, the same for the same definition
on every machine. The passes are a tuple in `compile.py`, each a file of its own. Pure: nothing here opens a file.
"""

from workflow_dsl.compiler.compile import check_workflow, compile_workflow

__all__ = ["check_workflow", "compile_workflow"]
