"""Source files of handlers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path


def read_source(root: Path) -> Callable[[str], str]:
    """A reader of Python files by their name below `root`, as `fold_handler` wants it; it reads a file once, and
    leaves out a byte order mark, as Python does.

    The reader raises FileNotFoundError for a file that is not there, another OSError for one that cannot be read, and
    UnicodeDecodeError for one that is not UTF-8.
    """
    return cache(lambda file: (root / file).read_text(encoding="utf-8-sig"))
