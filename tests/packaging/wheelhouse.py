"""A folder of wheels, from which pip takes what a test pins: no registry is asked."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

import pytest

WRITTEN_IN = (2024, 5, 17, 12, 30, 8)


class Wheelhouse:
    """Wheels in a folder; `pins` are the lines of a file of requirements, by the names of the packages."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.pins: dict[str, str] = {}
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        # pip takes several, with spaces between them.
        monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())

    def add(
        self,
        name: str,
        files: Mapping[str, bytes | str],
        *,
        version: str = "1.0",
        tag: str = "py3-none-any",
        needs: Sequence[str] = (),
        executable: Sequence[str] = (),
    ) -> Path:
        """A wheel of these files."""
        described = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        described += "".join(f"Requires-Dist: {need}\n" for need in needs)
        about = f"{name.replace('-', '_')}-{version}.dist-info"
        told = {
            f"{about}/METADATA": described,
            f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{about}/RECORD": "",
        }
        target = self.folder / f"{name.replace('-', '_')}-{version}-{tag}.whl"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in {**files, **told}.items():
                info = zipfile.ZipInfo(path, WRITTEN_IN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (0o100755 if path in executable else 0o100644) << 16
                archive.writestr(info, content)
        self._pin(name, version, target)
        return target

    def add_installed(self, name: str) -> None:
        """A wheel of a package that is installed here, as its makers compiled it for this machine."""
        found = metadata.distribution(name)
        tag = next(
            line.removeprefix("Tag: ")
            for line in (found.read_text("WHEEL") or "").splitlines()
            if line.startswith("Tag: ")
        )
        target = self.folder / f"{name}-{found.version}-{tag}.whl"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in found.files or []:
                if ".." not in path.parts and "__pycache__" not in path.parts:
                    archive.write(str(path.locate()), path.as_posix())
        self._pin(name, found.version, target)

    def requirements(self, *names: str) -> str:
        """The text of a file of requirements."""
        return "".join(f"{self.pins[name]}\n" for name in names)

    def _pin(self, name: str, version: str, wheel: Path) -> None:
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.pins[name] = f"{name}=={version} --hash=sha256:{digest}"
