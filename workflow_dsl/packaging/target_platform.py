"""Where a zip runs: on Lambda, or on this machine for local runs."""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LOWEST_GLIBC = {"x86_64": 5, "aarch64": 17}
"""The glibc 2.x of the oldest wheels that there are for a machine.

Source: https://peps.python.org/pep-0600/
"""
_OLD_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}


@dataclass(frozen=True, slots=True)
class Platform:
    """`name` for people; `tag` tells it from others in keys; `pip` are the arguments with which pip chooses wheels for
    it; `markers` are the variables of environment markers, where they are not this machine's.

    Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
    """

    name: str
    tag: str
    pip: tuple[str, ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)


def lambda_platform(architecture: str, python: str) -> Platform:
    """Lambda: `architecture` is "x86_64" or "arm64", `python` as "3.13"."""
    machine: str = _facts()["machines"]["value"][architecture]
    chosen = [part for tag in _tags(machine) for part in ("--platform", tag)]
    version = ["--python-version", python, "--implementation", "cp", "--abi", f"cp{python.replace('.', '')}"]
    return Platform(
        name=f"Lambda's Python {python} on {architecture}",
        tag=f"lambda-{architecture}-python{python}",
        pip=(*chosen, *version),
        markers=_markers(machine, python),
    )


def this_machine() -> Platform:
    """The Python that runs this, on this machine."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    # It tells a Python with threads, or for another C library, from its brothers of the same version.
    binary = sysconfig.get_config_var("SOABI") or sysconfig.get_config_var("EXT_SUFFIX")
    return Platform(
        name=f"Python {version} on this machine",
        tag=f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}-{binary}",
    )


def _tags(machine: str) -> Iterator[str]:
    """The newest first, as installers prefer them."""
    newest = int(_facts()["glibc"]["value"].partition(".")[2])
    for minor in range(newest, LOWEST_GLIBC[machine] - 1, -1):
        yield f"manylinux_2_{minor}_{machine}"
        if minor in _OLD_NAMES:
            yield f"{_OLD_NAMES[minor]}_{machine}"


def _markers(machine: str, python: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }


@cache
def _facts() -> dict[str, Any]:
    text = Path(__file__).with_name("lambda_platform.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
