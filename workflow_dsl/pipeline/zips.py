"""The zips of a compiled machine, built when they are needed, and kept in `.workflow_dsl/` of the project."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from workflow_dsl.local import STATE_FOLDER, leave_out_of_git
from workflow_dsl.packaging import Asset, this_machine
from workflow_dsl.packaging.build import build_asset
from workflow_dsl.packaging.whole_file import write_whole
from workflow_dsl.pipeline.compile import CompiledMachine
from workflow_dsl.pipeline.function_code import plan_zips


@dataclass(frozen=True, slots=True)
class Zips:
    """The zips that a template names, by their keys there, below the project's `root`; `more` are files by their paths
    that go into each of them on this machine.
    """

    root: Path = Path()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    more: Mapping[str, bytes] = field(default_factory=dict)

    def for_lambda(self) -> Mapping[str, Callable[[], Path]]:
        """What builds each of them as the template means it.

        What is called raises PackageError and FindingsError, as `build_asset` does.
        """
        return {key: self._building(asset) for key, asset in self.assets.items()}

    def for_this_machine(self) -> Mapping[str, bytes]:
        """Each of them as this Python on this machine can run it. Raises PackageError and FindingsError."""
        here = this_machine()
        files = {key: self._building(replace(asset, platform=here))() for key, asset in self.assets.items()}
        return {key: _with(file.read_bytes(), self.more) for key, file in files.items()}

    def write_to(self, folder: Path) -> Mapping[str, Path]:
        """Put each of them into a folder, as the template means it: its file by its key. What is there stays.

        Raises PackageError and FindingsError.
        """
        built = {key: build() for key, build in self.for_lambda().items()}
        return {key: _copy(file, folder / key) for key, file in built.items()}

    def _building(self, asset: Asset) -> Callable[[], Path]:
        def build() -> Path:
            built = build_asset(asset, self.root / STATE_FOLDER)
            leave_out_of_git(self.root)
            return built

        return build


def _with(content: bytes, more: Mapping[str, bytes]) -> bytes:
    if not more:
        return content
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        for path, added in more.items():
            archive.writestr(zipfile.ZipInfo(path), added)
    return target.getvalue()


def _copy(source: Path, target: Path) -> Path:
    return write_whole(target, lambda _: source.read_bytes())


def zips_of(machine: CompiledMachine) -> Zips:
    """The zips of a machine's functions. Raises FindingsError."""
    root = machine.definition.root
    planned = plan_zips(machine.program, root, machine.options)
    return Zips(root, {asset.key: asset for asset in planned.values()})
