"""Build the zip of a function: the files of the project, and what its requirements bring. Touches: the network, files.

Imported by those that build, and by nobody who compiles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.packaging import zip_faults
from workflow_dsl.packaging.archive import Entry, plain_entry, write_zip
from workflow_dsl.packaging.asset import Asset
from workflow_dsl.packaging.fetching import fetch_wheels
from workflow_dsl.packaging.limits import limit
from workflow_dsl.packaging.markers import needs_of, those_for
from workflow_dsl.packaging.requirements import Requirement, pin_command
from workflow_dsl.packaging.wheels import Wheel, read_wheel
from workflow_dsl.packaging.whole_file import write_whole

Wheels = Mapping[str, Wheel]
"""By their names; sorted."""


def build_asset(asset: Asset, cache: Path) -> Path:
    """The zip, in a folder that keeps what was built before by its key; it is there whole or not at all.

    Raises PackageError when its requirements cannot be fetched or the folder cannot be written to, FindingsError when
    they are not complete (WF616), when it is too large (WF617), or when something is imported that nothing brings
    (WF612).
    """
    return write_whole(cache / asset.key, lambda folder: zip_of(asset, folder))


def zip_of(asset: Asset, folder: Path) -> bytes:
    """The bytes of the zip; `folder` is where wheels are put meanwhile. Raises as `build_asset` does."""
    wanted = those_for(asset.platform, asset.requirements) if asset.requirements else []
    read = [read_wheel(file) for file in fetch_wheels(wanted, asset.platform, folder)]
    wheels = {wheel.name: wheel for wheel in sorted(read, key=lambda wheel: wheel.name)}
    brought = frozenset().union(*(wheel.modules for wheel in read))
    findings = [*_incomplete(asset, wanted, wheels), *asset.absent(brought), *_too_large(asset, wheels)]
    if findings:
        raise FindingsError(*dict.fromkeys(findings))
    return write_zip(_entries(asset, wheels))


def _entries(asset: Asset, wheels: Wheels) -> dict[str, Entry]:
    """The project's own files before those of wheels; of wheels the last one by name."""
    brought = {path: entry for wheel in wheels.values() for path, entry in wheel.entries.items()}
    return brought | {path: plain_entry(content) for path, content in asset.files.items()}


def _incomplete(asset: Asset, wanted: list[Requirement], wheels: Wheels) -> Iterator[Finding]:
    """WF616 for what a wheel needs on the platform and no wheel is."""
    for requirement in wanted:
        wheel = wheels[requirement.name]
        for needed in needs_of(wheel.needs, requirement.extras, asset.platform):
            if needed not in wheels:
                name, command = requirement.name, pin_command(asset.pins)
                yield zip_faults.needs_another(requirement.place, name, needed, asset.platform.name, command)


def _too_large(asset: Asset, wheels: Wheels) -> Iterator[Finding]:
    """WF617 for more bytes than Lambda takes, or more files than a zip can name."""
    sizes = {name: wheel.size for name, wheel in wheels.items()}
    sizes |= {path: len(content) for path, content in asset.files.items()}
    size, free = sum(sizes.values()), limit("unzipped_bytes") - limit("layer_bytes")
    if size > free:
        yield zip_faults.unpacked_too_large(asset.place, size, free, _largest(sizes, "bytes"))
    counts = {name: len(wheel.entries) for name, wheel in wheels.items()}
    counts |= dict(Counter(path.rpartition("/")[0] or path for path in asset.files))
    count, most = len(_entries(asset, wheels)), limit("files_in_a_zip")
    if count > most:
        yield zip_faults.too_many_files(asset.place, count, most, _largest(counts, "files"))


def _largest(parts: Mapping[str, int], unit: str) -> str:
    largest = sorted(parts, key=lambda part: -parts[part])[:3]
    return ", ".join(f"{part} ({parts[part]:,} {unit})" for part in largest)
