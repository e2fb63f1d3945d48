"""Standard input, output and error, fit for whatever is read and written there.

Source: https://docs.python.org/3/library/sys.html#sys.stdout
"""

import io
import os
import sys


def prepare_streams() -> None:
    """Closed streams become the null device. What is read and written is UTF-8, as files are, wherever this runs."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            # A name of a file may have bytes in it that are no text.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if mode == "w" else "strict")


def drop_output() -> None:
    """Forget what could not be written: Python would try, and complain, once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
