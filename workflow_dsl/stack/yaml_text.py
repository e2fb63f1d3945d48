"""YAML as readers of CloudFormation expect it: short intrinsic functions, code as it is, small things on one line.

Written by hand rather than with PyYAML, which takes many times as long and knows no intrinsic functions. A test makes
sure that PyYAML reads the same value back.
"""

import re
from collections.abc import Iterable
from functools import cache
from string import ascii_letters, digits
from typing import Any

WIDTH = 120
STEP = "  "
"""How much deeper each level stands."""

# What a plain text is made of: anywhere, with brackets around it, and where none stand around it.
_FIRST = frozenset(ascii_letters + "_/$")
_PLAIN = ascii_letters + digits + "_./$()+=*~ -:"
_PLAIN_IN_BLOCK = _PLAIN + "{},;'\"<>?!|[]"
_ENDS_A_KEY = (":(", ":)", ":=", ":~")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNPRINTABLE = r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_SHORT = ("And", "Equals", "FindInMap", "GetAtt", "If", "Join", "Not", "Or", "Select", "Split", "Sub")
_TAGS = {"Ref": "!Ref", **{f"Fn::{name}": f"!{name}" for name in _SHORT}}


def write_yaml(value: dict[str, Any], open_levels: int = 3) -> str:
    """A mapping of what JSON has (tuples are lists) as YAML 1.1.

    The outermost `open_levels` of mappings always take a line for each key. Raises TypeError for what JSON has not.
    """
    lines: list[str] = []
    _mapping(lines, value, "", open_levels)
    return "\n".join(lines or ["{}"]) + "\n"


def _mapping(lines: list[str], value: dict[str, Any], indent: str, open_levels: int) -> None:
    for key, item in value.items():
        _entry(lines, f"{indent}{_key(str(key))}:", item, indent, open_levels - 1)


def _entry(lines: list[str], head: str, item: Any, indent: str, open_levels: int) -> None:
    """What follows a key or a dash, on the same line if it fits there."""
    tagged = _tagged(item)
    opened = open_levels > 0 and tagged is None and isinstance(item, dict) and len(item) > 0
    text = None if opened else _on_line(head, item)
    if text is not None:
        lines.append(f"{head} {text}")
    elif tagged is not None:
        _opened(lines, f"{head} {tagged[0]}", tagged[1], indent, open_levels)
    else:
        _opened(lines, head, item, indent, open_levels)


def _opened(lines: list[str], head: str, item: Any, indent: str, open_levels: int) -> None:
    if isinstance(item, str):
        lines.append(_literal(head, item, indent + STEP))
        return
    lines.append(head)
    if isinstance(item, dict):
        _mapping(lines, item, indent + STEP, open_levels)
    else:
        for element in item:
            _element(lines, element, indent)


def _element(lines: list[str], item: Any, indent: str) -> None:
    if not isinstance(item, dict) or _tagged(item) is not None:
        _entry(lines, f"{indent}-", item, indent + STEP, 0)
        return
    text = _on_line(f"{indent}-", item)
    if text is not None:
        lines.append(f"{indent}- {text}")
        return
    first = len(lines)
    _mapping(lines, item, indent + STEP, 0)
    lines[first] = f"{indent}- {lines[first].lstrip()}"


def _on_line(head: str, item: Any) -> str | None:
    """The item as it may follow `head` on one line: what has parts only where it fits there."""
    if isinstance(item, str):
        return None if "\n" in item else _text(item, flow=False)
    if not isinstance(item, dict | list | tuple) or not item:
        return _flow(item, WIDTH, flow=False)
    room = WIDTH - len(head) - 1
    text = _flow(item, room, flow=False)
    return None if text is None or len(text) > room else text


def _flow(value: Any, room: int, *, flow: bool = True) -> str | None:
    """The value on one line, or None where it holds a text of several, and where it certainly takes more than `room`:
    a large value must not be written whole for each of its levels. `flow` says that brackets stand around it.
    """
    if isinstance(value, str):
        return None if len(value) > room or "\n" in value else _text(value, flow=flow)
    if isinstance(value, dict):
        tagged = _tagged(value)
        if tagged is None:
            return _joined("{", ((f"{_key(str(key))}: ", item) for key, item in value.items()), "}", room)
        inner = _flow(tagged[1], room - len(tagged[0]) - 1, flow=flow)
        return None if inner is None else f"{tagged[0]} {inner}"
    if isinstance(value, list | tuple):
        return _joined("[", (("", item) for item in value), "]", room)
    return _scalar(value)


def _joined(opening: str, items: Iterable[tuple[str, Any]], closing: str, room: int) -> str | None:
    parts = []
    for head, item in items:
        room -= len(head) + 2
        text = _flow(item, room)
        if text is None or len(text) > room:
            return None
        room -= len(text)
        parts.append(head + text)
    return f"{opening}{', '.join(parts)}{closing}"


def _literal(head: str, text: str, indent: str) -> str:
    """A text of several lines, as it is; in double quotes where YAML's literal style would change it."""
    if _is_unprintable(text) or text[:1] in ("", " ", "\n") or text.endswith("\n\n"):
        return f"{head} {_double_quoted(text)}"
    lines = text.split("\n")
    style = "|-" if lines[-1] else "|"
    return "\n".join([f"{head} {style}", *(f"{indent}{line}" if line else "" for line in lines)]).rstrip("\n")


@cache
def _key(text: str) -> str:
    return _text(text, flow=True)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        # 1e+16 is a text to YAML 1.1, 1.0e+16 is a number.
        mantissa, exponential, exponent = repr(value).partition("e")
        return f"{mantissa}{'.0' if exponential and '.' not in mantissa else ''}{exponential}{exponent}"
    raise TypeError(f"JSON has no {type(value).__name__}")


def _text(text: str, *, flow: bool) -> str:
    if _may_stay_plain(text, flow=flow):
        return text
    if "\n" in text or _is_unprintable(text):
        return _double_quoted(text)
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def _may_stay_plain(text: str, *, flow: bool) -> bool:
    # Without regular expressions, which take as long to compile as a template to write.
    if text[:1] not in _FIRST or text[-1] in " :" or text.strip(_PLAIN if flow else _PLAIN_IN_BLOCK):
        return False
    if ":" in text and (": " in text or (flow and any(end in text for end in _ENDS_A_KEY))):
        return False
    return text.lower() not in _WORDS


def _is_unprintable(text: str) -> bool:
    return not text.replace("\n", "").isprintable() and re.search(_UNPRINTABLE, text) is not None


def _double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = re.sub(_UNPRINTABLE, lambda found: f"\\U{ord(found[0]):08x}", escaped)
    return f'"{escaped}"'


def _tagged(value: Any) -> tuple[str, Any] | None:
    """The short form of an intrinsic function: its tag, and what it is given."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((key, given),) = value.items()
    tag = _TAGS.get(key)
    if tag is None:
        return None
    # A tag may not follow a tag on one line: the outer function then keeps its long form. `!GetAtt [A, Arn]` keeps its
    # list, since cfn-guard takes `!GetAtt A.Arn` for a text.
    if isinstance(given, dict) and _tagged(given) is not None:
        return None
    # Whoever reads a tag takes its scalar for text.
    if not isinstance(given, str | dict | list | tuple):
        return None
    return tag, given
