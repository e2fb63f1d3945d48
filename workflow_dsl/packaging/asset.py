"""A function's zip before it is built: what goes into it, and the name that follows from that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.packaging import faults, zip_faults
from workflow_dsl.packaging.availability import instead_of_absent, on_lambda
from workflow_dsl.packaging.entry import entry_faults
from workflow_dsl.packaging.listing import listed_files
from workflow_dsl.packaging.loading import find_file
from workflow_dsl.packaging.module import read_module
from workflow_dsl.packaging.reading import read_source
from workflow_dsl.packaging.requirements import Requirement, pin_command, read_requirements
from workflow_dsl.packaging.target_platform import Platform
from workflow_dsl.packaging.zip_sources import ZipSources, zip_sources
from workflow_dsl.resources import AnyFunction
from workflow_dsl.source import Place

FOLDER = "functions/"
"""Where zips are, in a bucket and in the folder of what was built."""

_LAYOUT = 2
"""To be counted up when the same inputs make another zip."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A zip that can be built: `files` of the project by their paths, `requirements` from elsewhere, the `platform`.

    `imports` are the modules that it needs from elsewhere; `place` is where the function was declared, and `pins` the
    file of requirements.
    """

    files: Mapping[str, bytes]
    requirements: tuple[Requirement, ...]
    platform: Platform
    imports: tuple[tuple[str, Place], ...]
    place: Place
    pins: str = ""

    @property
    def key(self) -> str:
        """Its name: the hash of everything that its bytes are made from, known without building it."""
        inputs = {
            "layout": _LAYOUT,
            "platform": self.platform.tag,
            "files": {path: hashlib.sha256(content).hexdigest() for path, content in self.files.items()},
            "requirements": [each.normal for each in self.requirements],
        }
        digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
        return f"{FOLDER}{digest}.zip"

    def absent(self, brought: frozenset[str] = frozenset()) -> list[Finding]:
        """WF612 for each import that nothing brings: not the runtime, not the layer, not the zip with the top-level
        modules `brought` by its requirements.
        """
        there = on_lambda() | brought | {path.partition("/")[0].removesuffix(".py") for path in self.files}
        missing = [(name, place) for name, place in self.imports if name.partition(".")[0] not in there]
        return [faults.not_on_lambda(place, name, self._instead(name)) for name, place in missing]

    def _instead(self, name: str) -> str:
        if not self.pins:
            return instead_of_absent()
        return f"add what brings {name} to the requirements, and pin it: {pin_command(self.pins)}"


def plan_asset(function: AnyFunction, root: Path, platform: Platform) -> Asset:
    """The zip of a function whose handler, files and requirements are below `root`.

    Reads files of the project and nothing else. Raises FindingsError: WF605, WF606, WF607, WF612, WF613 as for inline
    code; WF614 for a file that is not there, WF615 for a requirement that is not pinned with its hashes.
    """
    requirements, findings = _requirements(function, root)
    paths, unlisted = listed_files(function, root)
    # Python is read as Python reads it, so that ends of lines do not matter.
    sources = _sources(function, root, [path for path in paths if path.endswith(".py")])
    data, unread = _read(function, root, [path for path in paths if not path.endswith(".py")])
    files = data | {path: text.encode() for path, text in sources.texts.items()}
    findings += [*unlisted, *unread]
    asset = Asset(
        files=dict(sorted(files.items())),
        requirements=requirements,
        platform=platform,
        imports=tuple(dict.fromkeys(sources.outside)),
        place=function.place(),
        pins=function.requirements or "",
    )
    findings += [*sources.findings, *_elsewhere(sources, files, root)]
    # What a requirement brings is only known when it is there.
    told = {finding.place for finding in findings}
    findings += [] if function.requirements else [each for each in asset.absent() if each.place not in told]
    if findings:
        raise FindingsError(*dict.fromkeys(findings))
    return asset


def _read(function: AnyFunction, root: Path, paths: list[str]) -> tuple[dict[str, bytes], list[Finding]]:
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in paths:
        try:
            found[path] = (root / path).read_bytes()
        except OSError as error:
            findings.append(zip_faults.unreadable(function.place("files"), path, error))
    return found, findings


def _sources(function: AnyFunction, root: Path, more: list[str]) -> ZipSources:
    name, _, attribute = function.handler.rpartition(".")
    place = function.place("handler")
    sources = zip_sources(root, name, place, more)
    path = name.replace(".", "/")
    file = next((each for each in (f"{path}.py", f"{path}/__init__.py") if each in sources.texts), None)
    if file is not None:
        module, _ = read_module(name, file, sources.texts[file], name.partition(".")[0])
        if "*" not in {*module.outer, *module.inner}:
            sources.findings += entry_faults({name: module}, (name, attribute), place)
    return sources


def _elsewhere(sources: ZipSources, files: Mapping[str, bytes], root: Path) -> Iterator[Finding]:
    """WF612 for modules of the project that would not travel along."""
    read = read_source(root)
    for name, place in sources.outside:
        file = None if name.partition(".")[0] in on_lambda() else find_file(name, read)
        if file is not None and file not in files:
            top = place.file.partition("/")[0]
            yield faults.not_on_lambda(place, name, f'move it to {top}/, or name it: files=["{file}"]')


def _requirements(function: AnyFunction, root: Path) -> tuple[tuple[Requirement, ...], list[Finding]]:
    if function.requirements is None:
        return (), []
    try:
        # What PowerShell writes begins with a byte order mark.
        text = (root / function.requirements).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        instead = (
            f"write what the function needs into a file beside it, and pin that: {pin_command(function.requirements)}"
        )
        return (), [zip_faults.no_file(function.place("requirements"), function.requirements, instead)]
    return read_requirements(text, function.requirements)
