"""Files of a user's that Python takes instead of modules of its own."""

import os
import sys
import traceback


def shadow_of(error: Exception) -> str | None:
    """The file, and what to do about it, where an error comes of a file such as `zipfile.py` beside a definition."""
    own = os.path.dirname(os.__file__)
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    files += [error.path] if isinstance(error, ImportError) and error.path else []
    for file in reversed(files):
        folder, name = os.path.split(file)
        module = name.removesuffix(".py")
        if module in sys.stdlib_module_names and folder in sys.path and folder != own:
            return f"{os.path.relpath(file)} takes the place of Python's own module {module}; rename it"
    return None
