"""Files written whole or not at all, and all of them or none."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

from workflow_dsl.project.errors import TargetError


def write_files(files: Mapping[Path, str]) -> list[Path]:
    """Write those that differ from what is there; the paths of those written.

    Everything is written beside its place before the first file is replaced, and what was there is put back when one
    cannot be. Raises TargetError.
    """
    changed = [path for path, text in files.items() if _read(path) != text]
    _refuse_folders(changed)
    with ExitStack() as unfinished:
        ready = {path: _write_beside(path, files[path], unfinished) for path in changed}
        kept = {path: _write_beside(path, path.read_bytes(), unfinished) for path in changed if path.is_file()}
        replace_all(ready, kept)
    return changed


def stale_files(files: Mapping[Path, str]) -> list[Path]:
    """The paths whose file is missing or says something else, in order. How its lines end is Git's on Windows."""
    return [path for path, text in files.items() if (found := _read(path)) is None or _in_lines(found) != text]


def _in_lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _refuse_folders(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            raise TargetError(f"{path}: a folder stands there; remove it, or give another place with --output")


def _write_beside(path: Path, text: str | bytes, unfinished: ExitStack) -> Path:
    """A file with the text in the folder of `path`; it goes when the stack ends, unless it was moved by then."""
    temporary = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            unfinished.callback(temporary.unlink, missing_ok=True)
            file.write(text.encode("utf-8") if isinstance(text, str) else text)
    except OSError as error:
        raise _cannot_write(path, error) from error
    return temporary


def replace_all(ready: Mapping[Path, Path], kept: Mapping[Path, Path]) -> None:
    """Move each file to its path; when one cannot be moved, what was there before comes back. Raises TargetError."""
    done: list[Path] = []
    try:
        for path, temporary in ready.items():
            _move(temporary, path)
            done.append(path)
    except BaseException:
        for path in done:
            if path in kept:
                kept[path].replace(path)
            else:
                path.unlink()
        raise


def _move(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> TargetError:
    return TargetError(f"{path}: cannot be written: {error.strerror}; give another place with --output")
