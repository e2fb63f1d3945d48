"""The project on disk: definitions in, outputs out.

In: names of definitions, or paths. Out: loaded workflows, findings for what cannot be loaded, files written whole or
not at all. Touches: the file system, and Python's module table (a definition is Python, and loading it runs it)."""

from workflow_dsl.project.definitions import Definition, find_definitions, find_root
from workflow_dsl.project.errors import TargetError
from workflow_dsl.project.loading import LoadedDefinition, load_beside, load_definition, load_workflow
from workflow_dsl.project.outputs import stale_files, write_files

__all__ = [
    "Definition",
    "LoadedDefinition",
    "TargetError",
    "find_definitions",
    "find_root",
    "load_beside",
    "load_definition",
    "load_workflow",
    "stale_files",
    "write_files",
]
