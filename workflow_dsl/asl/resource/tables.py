"""Facts about AWS, kept as JSON beside this module, each table with the pages it was taken from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table of this name. It is shared: nobody changes it."""
    text = Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(text)
    return value
