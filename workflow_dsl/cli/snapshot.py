"""What files look like from outside, to see whether one was changed."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

Snapshot = Mapping[str, tuple[int, ...]]

_SUFFIXES = (".py", ".json", ".yaml", ".yml", ".toml", ".asl", ".template", ".txt")
_LEFT_OUT = frozenset({"__pycache__", "node_modules", "build", "dist", "cdk.out"})


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """The definitions and templates among these files and below these folders, without reading one.

    Files may come and go meanwhile, and a link may lead back to a folder around it. Folders of tools are left out.
    """
    found: dict[str, tuple[int, ...]] = {}
    seen: set[tuple[int, int]] = set()
    pending = [str(path) for path in paths]
    while pending:
        path = pending.pop()
        try:
            status = os.stat(path)
        except OSError:
            continue
        identity = (status.st_dev, status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            if identity not in seen:
                seen.add(identity)
                pending += _inside(path)
        elif path.endswith(_SUFFIXES):
            # An editor that writes a file anew and renames it may keep time and size.
            found[path] = (*identity, status.st_mtime_ns, status.st_size)
    return found


def _inside(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if not name.startswith(".") and name not in _LEFT_OUT]
