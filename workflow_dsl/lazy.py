"""Names of a package that are imported when they are first asked for: nobody waits for what he does not use."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: `homes` says which of its names each of its modules gives.

    A type checker and the linter of the floors are told the same by imports under `if TYPE_CHECKING:`.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> Any:
        module = sys.modules[package]
        if name not in home_of:
            raise AttributeError(f"{package} has no {name}", name=name, obj=module)
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(module, name, value)
        return value

    return find
