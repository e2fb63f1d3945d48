"""A file of requirements, each pinned to one version with the hashes of its files. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import zip_faults
from workflow_dsl.source import Place

LOWEST_PYTHON = "3.11"
"""Pins hold from here on: for Lambda, and for every Python on which a local run can be."""

_PINNED = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*==\s*([^\s*,;=]+)\s*(?:;(.*))?")
_HASH = re.compile(r"hash[= ](sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the file: `name` in its normal form, `marker` as "sys_platform == 'win32'" or nothing."""

    name: str
    version: str
    extras: tuple[str, ...]
    marker: str
    hashes: tuple[str, ...]
    place: Place

    @property
    def pin(self) -> str:
        """For pip, without the marker and the extras: what these ask for is pinned in lines of its own."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash={each}" for each in self.hashes)])

    @property
    def normal(self) -> str:
        """The same text for the same requirement, however it was written."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}=={self.version};{self.marker} {' '.join(self.hashes)}"


def read_requirements(text: str, file: str) -> tuple[tuple[Requirement, ...], list[Finding]]:
    """The requirements of a file, sorted, and a finding (WF615) for each line that is none or is not pinned.

    Source: https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode
    """
    found: list[Requirement] = []
    findings: list[Finding] = []
    for number, line in _lines(text):
        read = _read(line, Place(file, number, 1))
        if isinstance(read, Requirement):
            found.append(read)
        else:
            findings.append(read)
    return tuple(sorted(found, key=lambda each: each.normal)), findings


def pin_command(file: str) -> str:
    """The command that writes the file, for every machine and every Python that can need it."""
    wanted = PurePosixPath(file).with_suffix(".in")
    return f"uv pip compile {wanted} --universal --python-version {LOWEST_PYTHON} --generate-hashes -o {file}"


def normal_name(name: str) -> str:
    """Source: https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, continued ones joined, with the number of their first.

    A comment ends what is continued, as for pip, unless hashes come after it.
    """
    parts: list[str] = []
    first, paused = 1, False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        bare = re.sub(r"(^|\s)#.*$", "", line).strip()
        if parts and line.lstrip().startswith("#"):
            paused = True
            continue
        if paused and not bare.startswith("--hash"):
            yield first, " ".join(parts)
            parts = []
        first, paused = first if parts else number, False
        written = bare.removesuffix("\\").strip()
        parts += [written] if written else []
        if parts and not bare.endswith("\\"):
            yield first, " ".join(parts)
            parts = []


def _read(line: str, place: Place) -> Requirement | Finding:
    written, *options = re.split(r"\s+--", line)
    pinned = _PINNED.fullmatch(written)
    hashes = [found[1] for option in options if (found := _HASH.fullmatch(option.strip()))]
    command = pin_command(place.file)
    if pinned is None:
        return zip_faults.not_pinned(place, written, command)
    if not hashes or len(hashes) < len(options):
        return zip_faults.without_hash(place, written, command)
    name, extras, version, marker = pinned.groups()
    return Requirement(
        name=normal_name(name),
        version=version,
        extras=tuple(sorted(normal_name(extra.strip()) for extra in (extras or "").split(",") if extra.strip())),
        marker=" ".join((marker or "").split()),
        hashes=tuple(sorted(hashes)),
        place=place,
    )
