"""Errors that a user's own code raised: a double, an invariant, a function of the stack options."""

import os
import traceback
from pathlib import Path

from workflow_dsl.source import is_library

_OURS = Path(__file__).resolve().parents[1]


def users_line(error: BaseException) -> str | None:
    """The last line of the user's that was running, as `file:line`; None where there was none."""
    files = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    for file, line in reversed(files):
        if os.path.isfile(file) and not is_library(file) and not Path(file).resolve().is_relative_to(_OURS):
            return f"{os.path.relpath(file)}:{line}"
    return None
