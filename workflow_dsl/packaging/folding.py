"""A handler and the modules it imports, as text that needs no package."""

from __future__ import annotations

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.packaging import faults
from workflow_dsl.packaging.availability import find_absent
from workflow_dsl.packaging.clashes import find_clashes
from workflow_dsl.packaging.entry import entry_faults
from workflow_dsl.packaging.limits import limit
from workflow_dsl.packaging.linking import Linked, Name, link
from workflow_dsl.packaging.loading import Reader, load_modules
from workflow_dsl.packaging.module import Module
from workflow_dsl.packaging.rendering import render_whole
from workflow_dsl.source import Place


def fold_handler(handler: str, read: Reader, *, place: Place | None = None) -> str:
    """The source of `handler` ("lambdas.payments.store.handler") with what it needs from its top folder ("lambdas").

    `read` gives the text of a file by its name from the project's root ("lambdas/payments/store.py"), or raises
    FileNotFoundError; `place` is where the handler is named, for findings about it. Definitions that the handler cannot
    reach are left out; so are docstrings, unless the code reads them, and comments to linters. Assignments
    that nothing reads are left out even if their value calls something. The text behaves as the modules did, but for
    `__name__` ("index") and the `__init__` files of packages, which do not run.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html

    Raises FindingsError, with every fault of these modules (WF601 to WF613).
    """
    start = _split(handler)
    modules, findings = load_modules(start[0], read, place)
    _refuse([*findings, *entry_faults(modules, start, place)])
    linked = link(modules, start)
    _refuse([*find_clashes(linked), *find_absent(linked, read)])
    text = render_whole(linked, _reads_docstrings(linked))
    _refuse(_too_large(text, linked.modules[start[0]]))
    return text


def _split(handler: str) -> Name:
    module, _, function = handler.rpartition(".")
    return module, function


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise FindingsError(*dict.fromkeys(findings))


def _reads_docstrings(linked: Linked) -> bool:
    return any("__doc__" in line for module in linked.kept() for line in module.lines)


def _too_large(text: str, module: Module) -> list[Finding]:
    size, most = len(text.encode()), limit("inline_code_bytes")
    return [faults.too_large(Place(module.file, 1, 1), size, most)] if size > most else []
