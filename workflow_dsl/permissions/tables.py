"""AWS's actions, as data. Each table names the page of AWS's manual that it follows."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the JSON tables beside this file."""
    read: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_bytes())
    return read


def support(kind: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """What AWS does in the name of a "machine" or a "function", or of one in a "vpc": for each need its actions and the
    reason.
    """
    return {need: (tuple(each["actions"]), each["reason"]) for need, each in table("support")[kind].items()}


@cache
def actions_without_resources() -> frozenset[str]:
    """The actions that AWS allows on every resource or on none."""
    return frozenset(table("integrations")["without_resources"])
