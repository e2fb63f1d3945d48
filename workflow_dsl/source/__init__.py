"""Places in files: of a call in a user's Python, and of a value in a JSON or YAML text.

In: a stack frame, or a text. Out: `Place`. Touches: the source files of modules already loaded (through the standard
library's linecache, only when a place is resolved); no other file.
"""

from workflow_dsl.source.callsite import CallSite, capture
from workflow_dsl.source.document import Document, Path, Places, TextSyntaxError
from workflow_dsl.source.json_places import JsonPlaces, read_json
from workflow_dsl.source.place import Place
from workflow_dsl.source.yaml_places import YamlPlaces, read_yaml

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
    "read_json",
    "read_yaml",
]
