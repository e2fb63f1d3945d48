"""Python's compiled files of definitions, kept for the next time by what the source says.

By itself Python trusts a compiled file by the second of the source's last change and by its size, which two versions
may have in common: saved within one second, or unpacked from archives that give every file one date.
Source: https://peps.python.org/pep-0552/
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

_BY_HASH = b"\3\0\0\0"
"""What a compiled file says of itself that Python compares with its source by a hash."""


@contextmanager
def careful_bytecode(root: Path) -> Iterator[None]:
    """While it is open, importing keeps nothing; in the end, what was imported from below `root`, the project's folder,
    is kept by the hash of its source.
    """
    before = set(sys.modules)
    allowed, sys.dont_write_bytecode = not sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = not allowed
        if allowed:
            _keep([module for name, module in sys.modules.copy().items() if name not in before], root)


def _keep(modules: list[ModuleType], root: Path) -> None:
    for module in modules:
        spec = getattr(module, "__spec__", None)
        if spec is None or not spec.cached or not spec.origin or not is_own(module, root):
            continue
        if not _is_kept(spec.origin, spec.cached):
            # Imported here: it is needed once after each change.
            import py_compile

            try:
                py_compile.compile(
                    spec.origin, spec.cached, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH
                )
            except OSError:
                # A folder that cannot be written to: the next time takes as long as this one.
                continue


def is_own(module: ModuleType, root: Path) -> bool:
    """Whether it is the project's: what is installed, be it below the project's folder, is not."""
    source = Path(getattr(module, "__file__", None) or "")
    return source.is_relative_to(root) and "site-packages" not in source.parts


def _is_kept(source: str, cached: str) -> bool:
    """Whether it is there, of this very source."""
    from importlib.util import source_hash

    try:
        with open(cached, "rb") as compiled:
            head = compiled.read(16)
        with open(source, "rb") as file:
            return head[4:] == _BY_HASH + source_hash(file.read())
    except OSError:
        return False
