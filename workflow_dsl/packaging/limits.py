"""What Lambda and the format of zips take at the most."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


def limit(name: str) -> int:
    """One of the limits beside this file, which says where it comes from."""
    return _limits()[name]


@cache
def _limits() -> dict[str, int]:
    text = Path(__file__).with_name("limits.json").read_text(encoding="utf-8")
    return {name: row["value"] for name, row in json.loads(text).items()}
