"""The files of a project that the patterns of a function name: the same in every version of Python."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from workflow_dsl.diagnostics import Finding
from workflow_dsl.packaging import zip_faults
from workflow_dsl.resources import AnyFunction

_ALL_FOLDERS = "**"
_SIGNS = "*?["


def listed_files(function: AnyFunction, root: Path) -> tuple[list[str], list[Finding]]:
    """The paths of the files below `root` that a function lists, and WF614 for each pattern that names none."""
    paths: dict[str, None] = {}
    findings: list[Finding] = []
    for number, pattern in enumerate(function.files):
        place = function.place("files", number)
        found = [path.relative_to(root).as_posix() for path in matching(root, pattern)]
        if not found:
            findings.append(zip_faults.no_file(place, pattern, _instead(pattern)))
        findings += [zip_faults.no_utf8_name(place, path) for path in found if not _is_utf8(path)]
        paths.update(dict.fromkeys(found))
    return list(paths), findings


def matching(root: Path, pattern: str) -> list[Path]:
    """The files that a pattern matches, sorted. `**` stands for any number of folders, and at its end for all files
    in them; what is hidden, as `.env`, and compiled Python have to be named.
    """
    parts = PurePosixPath(pattern).parts
    if any(map(_is_mixed, parts)):
        return []
    if parts[-1:] == (_ALL_FOLDERS,):
        parts = (*parts, "*")
    return sorted(set(_below(root, parts)))


def _below(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    if not parts:
        return
    part, rest = parts[0], parts[1:]
    if part == _ALL_FOLDERS:
        yield from _below(folder, rest)
        for entry in _entries(folder):
            # Not through links: they may lead back.
            if entry.is_dir(follow_symlinks=False) and _matches(entry.name, "*"):
                yield from _below(folder / entry.name, parts)
        return
    for entry in _entries(folder):
        if _matches(entry.name, part):
            if rest and entry.is_dir():
                yield from _below(folder / entry.name, rest)
            elif not rest and entry.is_file():
                yield folder / entry.name


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        # A folder that nobody may read has no files for anybody.
        return []


def _matches(name: str, part: str) -> bool:
    """Letters count as they are written, also where the file system takes a for A."""
    if not any(sign in part for sign in _SIGNS):
        return name == part
    return not name.startswith(".") and name != "__pycache__" and fnmatchcase(name, part)


def _instead(pattern: str) -> str:
    mixed = next(filter(_is_mixed, pattern.split("/")), None)
    if mixed is not None:
        whole = pattern.replace(mixed, f"{_ALL_FOLDERS}/{mixed.replace(_ALL_FOLDERS, '*')}")
        return f"{_ALL_FOLDERS} is a part of its own: write {whole}"
    return "write a path or a pattern below the project's folder, as lambdas/shop/*.json"


def _is_mixed(part: str) -> bool:
    """Some versions of Python refuse it, and for others it is a `*`."""
    return _ALL_FOLDERS in part and part != _ALL_FOLDERS


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
