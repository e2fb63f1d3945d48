"""What folding refuses, each with its code and what to write instead."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from workflow_dsl.diagnostics import Finding, Severity, suggest
from workflow_dsl.source import Place

OR_ZIP = 'or give the function packaging="zip"'
"""Where nothing else is in the way: a zip holds modules as they are."""

UNREAD = (OSError, SyntaxError, ValueError, RecursionError, MemoryError)
"""What reading a source and parsing it raises."""


def _fault(code: str, place: Place | None, message: str, instead: str) -> Finding:
    return Finding(code, Severity.ERROR, message, instead, place)


def star_import(place: Place, module: str) -> Finding:
    """`from x import *`."""
    message = f'"from {module} import *" hides which names it binds'
    return _fault("WF601", place, message, f"import each name that is used, {OR_ZIP}")


def relative_import(place: Place, dots: int, module: str) -> Finding:
    """`from .x import y`."""
    written = "." * dots + module
    instead = f"name the module in full, from the top-level folder, {OR_ZIP}"
    return _fault("WF602", place, f'relative import of "{written}"', instead)


def whole_module(place: Place, module: str) -> Finding:
    """`import lambdas.x`, or `from lambdas import x`."""
    message = f'"{module}" is imported as a whole, and a folded source has no modules'
    return _fault("WF603", place, message, f'write "from {module} import ...", {OR_ZIP}')


def two_meanings(place: Place, name: str, other: Place) -> Finding:
    """One name that two modules bind to different things."""
    message = f'"{name}" means something else at {other.file}:{other.line}, and a folded source is one module'
    return _fault("WF604", place, message, f"give one of the two another name, {OR_ZIP}")


def missing_module(place: Place | None, module: str, file: str) -> Finding:
    """No file for a module."""
    return _fault("WF605", place, f'no module "{module}": there is no file {file}', "mend the name or add the file")


def missing_name(place: Place | None, module: str, name: str, known: Iterable[str]) -> Finding:
    """A name that its module does not define at the top."""
    near = suggest(name, known)
    instead = f'did you mean "{near}"?' if near else "define it at the top of that module or mend the name"
    return _fault("WF606", place, f'"{module}" does not define "{name}"', instead)


def unread(file: str, error: Exception, place: Place | None, text: str) -> Finding:
    """One of `UNREAD`, which a source raised. `place` is where it is named; `text` is what was read of it."""
    match error:
        case OSError():
            problem = f"{file} cannot be read: {error.strerror or error}"
            return _fault("WF607", place or Place(file, 1, 1), problem, "make it a file that can be read")
        case UnicodeDecodeError():
            at = Place.of_byte(file, error.object, error.start)
            return _fault("WF607", at, f"this is not Python: {error}", "save it as UTF-8")
        case SyntaxError(lineno=int() as line):
            at = Place(file, line, error.offset or 1)
            here = f"{sys.version_info.major}.{sys.version_info.minor}"
            instead = "mend the syntax, or compile with the Python that it is written for"
            return _fault("WF607", at, f"this is not Python {here}, which reads it here: {error.msg}", instead)
        case SyntaxError() | ValueError():
            at = Place.of_byte(file, text.encode(), max(text.encode().find(b"\0"), 0))
            return _fault("WF607", at, f"this is not Python: {error}", "take it out")
    return _fault("WF607", Place(file, 1, 1), "it is nested too deep for Python", "write it in several statements")


def too_large(place: Place, size: int, limit: int) -> Finding:
    """More source than Lambda takes inline."""
    message = f"the folded source has {size:,} bytes, and Lambda takes {limit:,} inline"
    return _fault("WF608", place, message, f"leave something out, {OR_ZIP}")


def import_cycle(place: Place, modules: Iterable[str]) -> Finding:
    """Modules that import each other."""
    chain = " -> ".join(modules)
    instead = f"move what both need into a third module, {OR_ZIP}"
    return _fault("WF609", place, f"modules import each other: {chain}", instead)


def buried_import(place: Place, module: str) -> Finding:
    """A module of the same folder imported in a function, a class or a block."""
    message = f'"{module}" is imported inside a block, and its code is folded in at the top'
    return _fault("WF610", place, message, f"move the import to the top of the module, {OR_ZIP}")


def file_of_module(place: Place) -> Finding:
    """`__file__` in code that will be part of another file."""
    message = '"__file__" is the folded file in Lambda, not this module'
    return _fault(
        "WF611",
        place,
        message,
        'read the data from the environment, or give the function its files, as files=["lambdas/shop/rates.json"]',
    )


def not_on_lambda(place: Place, module: str, instead: str) -> Finding:
    """A module that neither Lambda's runtime nor the layer of Powertools holds."""
    return _fault("WF612", place, f'"{module}" is not there on Lambda', instead)


def no_function(place: Place, module: str, name: str, kind: str) -> Finding:
    """A handler that is something else than a function."""
    message = f'"{module}.{name}" is {kind}, and Lambda calls a function with an event and a context'
    return _fault("WF613", place, message, "name a function: def handler(event, context)")
