"""Objects of the language as JSON values and as text: same object, same bytes; no depth is too deep."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from pydantic import BaseModel

# A reader wants to know first what it is, then what it does, then what goes in and out, then where it leads.
_ORDER: Final = """
    Comment Type QueryLanguage Version StartAt TimeoutSeconds ProcessorConfig Mode ExecutionType Label
    Resource Credentials Error ErrorPath Cause CausePath
    Variable Condition And Or Not Choices Default
    Seconds SecondsPath Timestamp TimestampPath
    InputPath ItemReader ReaderConfig WriterConfig ItemsPath Items Parameters Arguments
    ItemSelector ItemBatcher MaxConcurrency MaxConcurrencyPath ToleratedFailureCount ToleratedFailureCountPath
    ToleratedFailurePercentage ToleratedFailurePercentagePath
    TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath
    Branches ItemProcessor Iterator States ResultWriter
    Result ResultSelector ResultPath Output OutputPath Assign
    ErrorEquals IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy
    Retry Catch Next End
"""
_RANK: Final = {name: rank for rank, name in enumerate(_ORDER.split())}
_MISSING: Final = object()
_INDENT: Final = "  "
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_encode_string = json.encoder.encode_basestring


def to_json(value: Any) -> Any:
    """Objects of the language, and whatever they hold, as a fresh JSON value."""
    root: list[Any] = [None]
    pending: list[tuple[Any, Any, Any]] = [(root, 0, value)]
    while pending:
        parent, key, item = pending.pop()
        if isinstance(item, BaseModel):
            parent[key] = made = dict.fromkeys(_written_fields(item))
            pending.extend((made, name, getattr(item, name)) for name in made)
        elif isinstance(item, dict):
            parent[key] = dict.fromkeys(item)
            pending.extend((parent[key], name, member) for name, member in item.items())
        elif isinstance(item, (list, tuple)):
            parent[key] = [None] * len(item)
            pending.extend((parent[key], index, member) for index, member in enumerate(item))
        else:
            parent[key] = item
    return root[0]


def _written_fields(item: BaseModel) -> list[str]:
    given = item.model_fields_set
    names = given | {"Type"} if "Type" in type(item).model_fields else given
    return sorted(names, key=lambda name: (_RANK.get(name, len(_RANK)), name))


def write_json(value: Any) -> str:
    """A JSON value as text: two spaces of indentation, UTF-8 as it is, a final newline.

    Raises TypeError for what JSON cannot say, ValueError for numbers that are not finite.
    """
    parts: list[str] = []
    pending: list[tuple[str, str, Any]] = [("", "", value)]
    while pending:
        before, indent, item = pending.pop()
        parts.append(before)
        if item is _MISSING:
            continue
        if isinstance(item, dict) and item:
            _open(pending, indent, [f"{_key(key)}: " for key in item], item.values(), "{}")
            parts.append("{")
        elif isinstance(item, (list, tuple)) and item:
            _open(pending, indent, [""] * len(item), item, "[]")
            parts.append("[")
        else:
            parts.append(_scalar(item))
    parts.append("\n")
    # Half a pair of UTF-16 is legal in JSON, and cannot be said in UTF-8 but by its escape.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", "".join(parts))


def _open(pending: list[tuple[str, str, Any]], indent: str, names: list[str], items: Any, brackets: str) -> None:
    inner = indent + _INDENT
    members = [(f",\n{inner}{name}", inner, item) for name, item in zip(names, items, strict=True)]
    members[0] = (members[0][0][1:], *members[0][1:])
    pending.append((f"\n{indent}{brackets[1]}", indent, _MISSING))
    pending.extend(reversed(members))


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be a string, not {key!r}")
    encoded: str = _encode_string(key)
    return encoded


def _scalar(item: Any) -> str:
    match item:
        case str():
            return str(_encode_string(item))
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[item]
        case int():
            return int.__repr__(item)
        case float() if math.isfinite(item):
            return float.__repr__(item)
        case float():
            raise ValueError(f"{item} is not a number that JSON can say")
        case dict() | list() | tuple():
            return "{}" if isinstance(item, dict) else "[]"
    raise TypeError(f"{type(item).__name__} is not a JSON value: {item!r}")
