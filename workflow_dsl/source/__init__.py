"""Places in files: of a call in a user's Python, and of a value in a JSON or YAML text.

In: a stack frame, or a text. Out: `Place`. Touches: the source files of modules already loaded (through the standard
library's linecache, only when a place is resolved); no other file.
"""

from typing import TYPE_CHECKING

from workflow_dsl.lazy import lazily
from workflow_dsl.source.callsite import CallSite, capture, capture_author, is_library
from workflow_dsl.source.document import Document, Path, Places, TextSyntaxError
from workflow_dsl.source.place import Place

# Calls have places in every definition; texts only where one is read.
if TYPE_CHECKING:
    from workflow_dsl.source.json_places import JsonPlaces, read_json
    from workflow_dsl.source.yaml_places import YamlPlaces, read_yaml
else:
    readers = {"json_places": ("JsonPlaces", "read_json"), "yaml_places": ("YamlPlaces", "read_yaml")}
    __getattr__ = lazily(__name__, readers)

__all__ = [
    "CallSite",
    "Document",
    "JsonPlaces",
    "Path",
    "Place",
    "Places",
    "TextSyntaxError",
    "YamlPlaces",
    "capture",
    "capture_author",
    "is_library",
    "read_json",
    "read_yaml",
]
