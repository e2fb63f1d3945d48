"""Environment markers: what of the requirements, and of what these need, is for a platform.

pip asks markers of the Python that it runs under, also when it fetches for another platform; so they are asked here.
Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow_dsl.packaging.fetching import PackageError
from workflow_dsl.packaging.requirements import Requirement, normal_name
from workflow_dsl.packaging.target_platform import Platform

_MISSING = "packaging is not installed, and it reads the libraries of functions; pip install 'workflow-dsl[deploy]'"


def those_for(platform: Platform, requirements: Sequence[Requirement]) -> list[Requirement]:
    """The requirements whose markers hold on the platform. Raises PackageError for a marker that is none."""
    environment = _environment(platform)
    return [each for each in requirements if not each.marker or _holds(each, environment)]


def needs_of(metadata: Sequence[str], extras: Sequence[str], platform: Platform) -> Iterator[str]:
    """The normal names of what a wheel's metadata ask for on the platform, with these extras."""
    environment = _environment(platform)
    for text in metadata:
        # pip has read it before: what is no requirement never comes so far.
        needed = _library("requirements").Requirement(text)
        marker = needed.marker
        if marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)):
            yield normal_name(needed.name)


def _environment(platform: Platform) -> dict[str, str]:
    found = {name: str(value) for name, value in _library("markers").default_environment().items()}
    return {**found, **platform.markers, "extra": ""}


def _holds(requirement: Requirement, environment: Mapping[str, str]) -> bool:
    try:
        return bool(_library("markers").Marker(requirement.marker).evaluate(dict(environment)))
    except ValueError as error:
        problem = str(error).splitlines()[0]
        raise PackageError(f"{requirement.place.file}:{requirement.place.line}: {problem}") from error


def _library(name: str) -> Any:
    """A module of the library `packaging`, which only those need who build zips."""
    from importlib import import_module

    try:
        return import_module(f"packaging.{name}")
    except ImportError as error:
        raise PackageError(_MISSING) from error
