"""Values as a message shows them: short, and safe to print whatever they are."""

from __future__ import annotations

from typing import Any, Final

_LONGEST: Final = 60


def shown(value: Any) -> str:
    """A short string or number as it is; of anything else only its kind."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}..."'
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**_LONGEST):
        return str(value)
    return {dict: "an object", list: "an array", int: "a huge number"}.get(type(value), "a value of another kind")
