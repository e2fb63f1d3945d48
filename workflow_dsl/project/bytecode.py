"""Python's compiled files of definitions, kept for the next time only where nobody is at work on the source.

Python trusts a compiled file by the second of the source's last change and by its size: of two versions that were saved
within one second, it would go on with the first.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_AT_REST = 3.0
"""Seconds since the last change."""


@contextmanager
def careful_bytecode() -> Iterator[None]:
    """While it is open, importing keeps nothing; in the end, what was imported is kept as far as it is at rest."""
    before = set(sys.modules)
    allowed, sys.dont_write_bytecode = not sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = not allowed
        if allowed:
            _keep([module for name, module in list(sys.modules.items()) if name not in before])


def _keep(modules: list[ModuleType]) -> None:
    for module in modules:
        spec = getattr(module, "__spec__", None)
        if spec is not None and spec.cached and spec.origin and _is_due(spec.origin, spec.cached):
            # Imported here: it is needed once after each change.
            import py_compile

            try:
                py_compile.compile(spec.origin, cfile=spec.cached, quiet=2)
            except OSError:
                # A folder that cannot be written to: the next time takes as long as this one.
                return


def _is_due(source: str, cached: str) -> bool:
    try:
        changed = os.stat(source).st_mtime
        return time.time() - changed > _AT_REST and (not os.path.exists(cached) or os.stat(cached).st_mtime < changed)
    except OSError:
        return False
