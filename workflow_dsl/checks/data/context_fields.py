"""The context object, as data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from workflow_dsl.diagnostics import suggest


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("context_fields.json").read_bytes())["context"]
    return table


def unknown_context_field(fields: tuple[str | int, ...]) -> tuple[str, str] | None:
    """The first of these steps into the context object that leads nowhere, and what to write instead; None when all is
    well.
    """
    known: dict[str, Any] | None = _table()
    for step in fields:
        if known is None:
            return None
        if step not in known:
            near = suggest(str(step), known)
            options = ", ".join(known) or "nothing"
            return str(step), f"did you mean {near}?" if near else f"below it there is: {options}"
        known = known[str(step)]
    return None
