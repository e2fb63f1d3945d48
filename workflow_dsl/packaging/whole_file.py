"""Files that are there whole or not at all, also where two processes make the same one at once. Touches: a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from workflow_dsl.packaging.fetching import PackageError


def write_whole(target: Path, make: Callable[[Path], bytes]) -> Path:
    """The file, with what `make` gives unless it is there already; `make` may use the folder that it is told, which
    is gone afterwards.

    Raises PackageError when it cannot be written, and what `make` raises.
    """
    try:
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            # Beside the target: only within one file system a file is moved in one step.
            with tempfile.TemporaryDirectory(prefix=".building-", dir=target.parent) as folder:
                whole = Path(folder) / "whole"
                whole.write_bytes(make(Path(folder)))
                os.replace(whole, target)
    except OSError as error:
        problem = error.strerror or str(error)
        told = f"{target} cannot be written: {error.filename or target.parent}: {problem}"
        raise PackageError(f"{told}; make that a folder that can be written to, or name another") from error
    return target
