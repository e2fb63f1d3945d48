"""What a zip cannot be made of, each with its code and what to write instead."""

from __future__ import annotations

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Place


def _fault(code: str, place: Place | None, message: str, instead: str) -> Finding:
    return Finding(code, Severity.ERROR, message, instead, place)


def no_file(place: Place | None, path: str, instead: str) -> Finding:
    """A file of requirements that is not there, or a pattern that no file has."""
    return _fault("WF614", place, f"there is no file {path}", instead)


def beyond_the_top(place: Place, written: str) -> Finding:
    """A relative import with more dots than there are packages around it."""
    message = f'relative import of "{written}" leads out of the top-level folder'
    return _fault("WF605", place, message, "name the module in full, from the top-level folder")


def no_utf8_name(place: Place | None, path: str) -> Finding:
    """A file whose name cannot be written into a zip."""
    written = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
    return _fault("WF614", place, f"the name of the file {written} is not UTF-8", "give it another name")


def unreadable(place: Place | None, path: str, error: OSError) -> Finding:
    """A file that is there and cannot be read."""
    problem = error.strerror or str(error)
    return _fault("WF614", place, f"the file {path} cannot be read: {problem}", "make it readable, or leave it out")


def not_pinned(place: Place, written: str, command: str) -> Finding:
    """A line of a file of requirements that is more or less than a name with one version."""
    return _fault("WF615", place, f'"{written}" is not pinned as name==version', f"pin it: {command}")


def without_hash(place: Place, written: str, command: str) -> Finding:
    """A requirement without hashes, or with other options."""
    return _fault("WF615", place, f'"{written}" has no sha256 hashes, or has other options', f"pin it: {command}")


def needs_another(place: Place, name: str, needed: str, platform: str, command: str) -> Finding:
    """A requirement that needs one that the file does not pin."""
    return _fault("WF616", place, f"{name} needs {needed} for {platform}, which is not pinned", f"pin it: {command}")


def unpacked_too_large(place: Place | None, size: int, limit: int, largest: str) -> Finding:
    """More than Lambda unpacks."""
    message = f"the zip has {size:,} bytes unpacked, and Lambda takes {limit:,} beside the layer of Powertools"
    return _fault("WF617", place, message, f"leave something out; the largest parts are {largest}")


def too_many_files(place: Place | None, count: int, limit: int, largest: str) -> Finding:
    """More files than a zip can name."""
    message = f"the zip has {count:,} files, and at most {limit:,} fit"
    return _fault("WF617", place, message, f"leave something out; the largest parts are {largest}")
