"""Code of a function as the emulator's custom runtime takes it. Pure: source or zip -> zip, always the same bytes."""

from __future__ import annotations

import io
import shlex
import zipfile
from pathlib import Path

RUNTIME = "provided.al2023"

_HATCH = Path(__file__).with_name("hatch.py")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def bundle(source: str, *, handler: str, python: str) -> bytes:
    """A zip of the module that `handler` names and a bootstrap that has it run by AWS's runtime client under `python`.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(_entry("bootstrap", 0o755), _bootstrap(python))
        archive.writestr(_entry(f"{handler.rpartition('.')[0]}.py", 0o644), source)
    return target.getvalue()


def bundle_zip(content: bytes, *, python: str) -> bytes:
    """The same for code that is a zip already. It starts by itself: what it brings must not be imported before it."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(_entry("bootstrap", 0o755), _bootstrap(python, "--alone"))
    return target.getvalue()


def _bootstrap(python: str, *arguments: str) -> str:
    command = shlex.join([python, "-IS", str(_HATCH), *arguments])
    return f"#!/bin/sh\nexec {command}\n"


def _entry(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = mode << 16
    entry.create_system = 3
    return entry
