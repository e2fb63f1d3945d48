"""Packaging: Lambda handlers and the modules they import, as readable source that fits into a template.

In: the names of handlers and a function that reads source files. Out: a `FoldedSource` (one text) or `SharedSources`
(each module once, and which of them each handler needs), or findings with the file and line of the author's own module.
Touches: `read_source` opens files below its root; the rest only what it is given.

What Lambda runs is one module named `index`. Folding keeps the order in which Python would have run the modules, leaves
out what the handler cannot reach, and refuses whatever could behave differently in one namespace:

| code | refused |
|---|---|
| WF601 | `from x import *` |
| WF602 | a relative import |
| WF603 | a module of the same folder imported as a whole (`import lambdas.x`, `from lambdas import x`) |
| WF604 | one name with two meanings in two modules |
| WF605 | a module that does not exist |
| WF606 | a name that its module does not define |
| WF607 | a source that is not Python |
| WF608 | a source larger than Lambda takes inline |
| WF609 | modules that import each other |
| WF610 | a module of the same folder imported anywhere but at the top |
| WF611 | `__file__`, which points elsewhere in Lambda |
| WF612 | a module that neither Lambda's runtime nor the layer of Powertools holds |
| WF613 | a handler that is no function |
"""

from workflow_dsl.packaging.folding import FoldedSource, SharedSources, fold_handler, fold_handlers, index_handler
from workflow_dsl.packaging.reading import read_source

__all__ = ["FoldedSource", "SharedSources", "fold_handler", "fold_handlers", "index_handler", "read_source"]
