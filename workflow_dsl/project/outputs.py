"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from workflow_dsl.project.errors import TargetError


def write_files(files: Mapping[Path, str]) -> list[Path]:
    """Write those that differ from what is there, each in one step; the paths of those written. Raises TargetError."""
    changed = stale_files(files)
    for path in changed:
        try:
            _write(path, files[path])
        except OSError as error:
            raise TargetError(
                f"{path}: cannot be written: {error.strerror}; give another place with --output"
            ) from error
    return changed


def stale_files(files: Mapping[Path, str]) -> list[Path]:
    """The paths whose file is missing or says something else, in order."""
    return [path for path, text in files.items() if _read(path) != text]


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
