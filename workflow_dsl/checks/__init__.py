"""Check a workflow: a program, a definition or a template -> findings.

In: a `Program`, or a text that was read. Out: findings with code, severity, place, problem and what to write instead.
A rule is a file in one of the families; it yields the path of a fault, and the engine turns paths into places in files.
The same rules serve what was written in Python and what was imported. Nothing here opens a file: the sources of
handlers and the lines of suppressions are asked for by a function that the caller gives. Templates are checked by
`workflow_dsl.checks.template_engine`, which compiling need not load.
"""

from workflow_dsl.checks.engine import check_definition, check_program
from workflow_dsl.checks.suppression import Settings, suppress

__all__ = ["Settings", "check_definition", "check_program", "suppress"]
