"""Packaging: Lambda handlers and the modules they import, as readable source that fits into a template, or as zips.

In: the name of a handler and a function that reads source files. Out: one text, or findings with the file and line of
the author's own module. For a zip: an `Asset` with its name, made without a network, and from it, in
`packaging.build`, the file.
Touches: `read_source` and `plan_asset` open files below their root, `build` a cache and the network; the rest only what
it is given.

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
| WF613 | a handler that is not a function |

A zip holds modules as they are, so it refuses only WF605, WF606, WF607, WF612 and WF613 of these, and

| code | refused |
|---|---|
| WF614 | a file of requirements, or a pattern of files, that is not there or cannot be taken |
| WF615 | a requirement that is not pinned to one version with its hashes |
| WF616 | a requirement that needs another one, which is not pinned |
| WF617 | more than Lambda unpacks |
"""

from typing import TYPE_CHECKING

from workflow_dsl.lazy import lazily
from workflow_dsl.packaging.folding import fold_handler
from workflow_dsl.packaging.reading import read_source

if TYPE_CHECKING:
    from workflow_dsl.packaging.asset import Asset, plan_asset
    from workflow_dsl.packaging.target_platform import Platform, lambda_platform, this_machine
else:
    zips = {"asset": ("Asset", "plan_asset"), "target_platform": ("Platform", "lambda_platform", "this_machine")}
    __getattr__ = lazily(__name__, zips)

__all__ = [
    "Asset",
    "Platform",
    "fold_handler",
    "lambda_platform",
    "plan_asset",
    "read_source",
    "this_machine",
]
