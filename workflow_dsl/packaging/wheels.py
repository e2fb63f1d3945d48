"""What a wheel puts on Python's path, read from its archive; nothing is unpacked and nothing runs.

Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

from workflow_dsl.packaging.archive import Entry, entry_of
from workflow_dsl.packaging.fetching import PackageError
from workflow_dsl.packaging.requirements import normal_name

_ON_THE_PATH = ("purelib", "platlib", "data")
_METADATA = re.compile(r"[^/]+\.dist-info/METADATA")


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: `name` in its normal form, its files by their paths, what it `needs` as its metadata write it."""

    name: str
    entries: Mapping[str, Entry]
    needs: tuple[str, ...]

    @property
    def modules(self) -> frozenset[str]:
        """The top-level modules that it brings."""
        tops = {path.partition("/")[0] for path in self.entries if path.endswith((".py", ".so")) or "/" in path}
        return frozenset(top.partition(".")[0] for top in tops if not top.endswith(".dist-info"))

    @property
    def size(self) -> int:
        """Bytes, unpacked."""
        return sum(entry.size for entry in self.entries.values())


def read_wheel(file: Path) -> Wheel:
    """The wheel in a file. Compiled Python is left out: it belongs to one version, and bears a time.

    Raises PackageError for a file that is no wheel.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            found = dict(_installed_entries(archive, file))
            told = _metadata(archive, file)
    except zipfile.BadZipFile as error:
        raise _no_wheel(file, f"it cannot be read: {error}") from error
    return Wheel(normal_name(told["Name"] or ""), found, tuple(told.get_all("Requires-Dist", [])))


def _installed_entries(archive: zipfile.ZipFile, file: Path) -> Iterator[tuple[str, Entry]]:
    for info in archive.infolist():
        path = "" if info.is_dir() else _installed(info.filename)
        if path.startswith("/") or ".." in path.split("/"):
            raise _no_wheel(file, f"{info.filename} is not below the folder of modules")
        if path and not path.endswith(".pyc"):
            yield path, entry_of(archive, info)


def _metadata(archive: zipfile.ZipFile, file: Path) -> Message:
    name = next((name for name in archive.namelist() if _METADATA.fullmatch(name)), None)
    if name is None:
        raise _no_wheel(file, "it has no METADATA")
    return HeaderParser().parsestr(archive.read(name).decode("utf-8", errors="replace"))


def _no_wheel(file: Path, problem: str) -> PackageError:
    return PackageError(f"{file.name} is no wheel: {problem}; pin another version of it")


def _installed(path: str) -> str:
    """Where an installer puts a file, from the folder of modules; nothing for commands and headers."""
    top, _, rest = path.partition("/")
    if not top.endswith(".data"):
        return path
    scheme, _, inside = rest.partition("/")
    return inside if scheme in _ON_THE_PATH else ""
