"""The intrinsic functions that there are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """`least` and `most` count arguments; `most` is None where any number is taken."""

    name: str
    least: int
    most: int | None


@cache
def intrinsic_table() -> dict[str, Intrinsic]:
    """Every intrinsic function by its name, as in `States.Format`."""
    table = json.loads(Path(__file__).with_name("functions.json").read_text(encoding="utf-8"))
    return {name: Intrinsic(name, least, most) for name, (least, most) in table["functions"].items()}
