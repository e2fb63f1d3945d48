"""The project on disk: definitions in, outputs out.

In: names of definitions, or paths. Out: loaded workflows, findings for what cannot be loaded, files written whole or
not at all. Touches: the file system, and Python's module table (a definition is Python, and loading it runs it)."""

from typing import TYPE_CHECKING

from workflow_dsl.lazy import lazily
from workflow_dsl.project.definitions import Definition, find_definitions, find_named, find_root
from workflow_dsl.project.errors import TargetError

# Finding a definition is for every command, `--help` among them; running it needs the whole language.
if TYPE_CHECKING:
    from workflow_dsl.project.loading import LoadedDefinition, load_beside, load_definition
    from workflow_dsl.project.outputs import stale_files, write_files
else:
    names = ("LoadedDefinition", "load_beside", "load_definition")
    __getattr__ = lazily(__name__, {"loading": names, "outputs": ("stale_files", "write_files")})

__all__ = [
    "Definition",
    "LoadedDefinition",
    "TargetError",
    "find_definitions",
    "find_named",
    "find_root",
    "load_beside",
    "load_definition",
    "stale_files",
    "write_files",
]
