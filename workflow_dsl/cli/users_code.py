"""Errors that a user's own code raised: a double, an invariant, a function of the stack options."""

import os
import sysconfig
import traceback
from pathlib import Path

_OURS = str(Path(__file__).parents[1])


def users_line(error: BaseException) -> str | None:
    """The last line of the user's that was running, as `file:line`; None where there was none."""
    installed = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    files = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    for file, line in reversed(files):
        if os.path.isfile(file) and not any(_is_below(file, folder) for folder in (_OURS, *installed)):
            return f"{os.path.relpath(file)}:{line}"
    return None


def _is_below(file: str, folder: str) -> bool:
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))
