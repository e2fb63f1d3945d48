"""Handlers and the modules they import, as text that needs no package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.availability import find_absent
from workflow_dsl.packaging.clashes import find_clashes
from workflow_dsl.packaging.entry import entry_faults
from workflow_dsl.packaging.limits import limit
from workflow_dsl.packaging.linking import Linked, Name, link
from workflow_dsl.packaging.loading import Reader, load_modules
from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.rendering import render_part, render_whole
from workflow_dsl.source import Place

LAZY_ANNOTATIONS = "__future__"


class FoldedSource(NamedTuple):
    """The `text` of a module that Lambda will name `index`, the `handler` in it, and the `modules` it was made of."""

    text: str
    handler: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedSources:
    """Several handlers whose common modules are written once.

    `parts` maps the name of a module ("lambdas.payments.contracts"; "__future__" for the import of that name) to its
    text; `functions` maps a handler as it was asked for to the names of its parts, in order.
    """

    parts: Mapping[str, str]
    functions: Mapping[str, tuple[str, ...]]

    SEPARATOR = "\n\n"

    def text(self, handler: str) -> str:
        """What Lambda runs for this handler: its parts, joined by `SEPARATOR`."""
        return self.SEPARATOR.join(self.parts[part] for part in self.functions[handler])


def fold_handler(handler: str, read: Reader, *, docstrings: bool = False, place: Place | None = None) -> FoldedSource:
    """The source of `handler` ("lambdas.payments.store.handler") with what it needs from its top folder ("lambdas").

    `read` gives the text of a file by its name from the project's root ("lambdas/payments/store.py"), or raises
    FileNotFoundError; `place` is where the handler is named, for findings about it. Definitions that the handler cannot
    reach are left out; so are docstrings, unless asked for or read by the code, and comments to linters. Assignments
    that nothing reads are left out even if their value calls something. The text behaves as the modules did, but for
    `__name__` ("index") and the `__init__` files of packages, which do not run.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html

    Raises FindingsError, with every fault of these modules (WF601 to WF613).
    """
    linked = _link([handler], read, place)
    start = _split(handler)
    _refuse([*find_clashes(linked), *find_absent(linked, read)])
    text = render_whole(linked, docstrings or _reads_docstrings(linked))
    _refuse(_too_large(text, linked.modules[start[0]]))
    return FoldedSource(text, index_handler(handler), tuple(module.name for module in linked.kept()))


def fold_handlers(handlers: Sequence[str], read: Reader, *, docstrings: bool = False) -> SharedSources:
    """The sources of several handlers, as `fold_handler` makes them, with each module written once.

    A module keeps what any of the handlers needs from it.

    Raises FindingsError, with every fault of these modules (WF601 to WF613).
    """
    linked = _link(handlers, read, None)
    closures = {handler: linked.closure(_split(handler)[0]) for handler in handlers}
    clashes = [finding for closure in closures.values() for finding in find_clashes(closure)]
    _refuse([*clashes, *find_absent(linked, read)])
    documented = docstrings or _reads_docstrings(linked)
    parts = {module.name: render_part(linked, module, documented) for module in linked.kept()}
    functions = {handler: tuple(module.name for module in closure.kept()) for handler, closure in closures.items()}
    for handler, closure in closures.items():
        if any(module.lazy_annotations for module in closure.kept()):
            parts[LAZY_ANNOTATIONS] = "from __future__ import annotations\n"
            functions[handler] = (LAZY_ANNOTATIONS, *functions[handler])
    sources = SharedSources(parts, functions)
    for handler in handlers:
        _refuse(_too_large(sources.text(handler), linked.modules[_split(handler)[0]]))
    return sources


def index_handler(handler: str) -> str:
    """The handler as Lambda calls it in inline code: "index.handler" for "lambdas.payments.store.handler"."""
    return f"index.{_split(handler)[1]}"


def _split(handler: str) -> Name:
    module, _, function = handler.rpartition(".")
    return module, function


def _link(handlers: Sequence[str], read: Reader, place: Place | None) -> Linked:
    starts = [_split(handler) for handler in handlers]
    modules, findings = load_modules([module for module, _ in starts], read, place)
    findings.extend(finding for start in starts for finding in entry_faults(modules, start, place))
    _refuse(findings)
    return link(modules, starts)


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise FindingsError(*dict.fromkeys(findings))


def _reads_docstrings(linked: Linked) -> bool:
    return any("__doc__" in line for module in linked.kept() for line in module.lines)


def _too_large(text: str, module: Module) -> list[Finding]:
    size, most = len(text.encode()), limit("inline_code_bytes")
    return [faults.too_large(Place(module.file, 1, 1), size, most)] if size > most else []
