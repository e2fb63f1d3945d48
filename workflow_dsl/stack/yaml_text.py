"""YAML as readers of CloudFormation expect it: short intrinsic functions, code as it is, small things on one line.

Written by hand rather than with PyYAML, which takes ten times as long and knows no intrinsic functions. A test makes
sure that PyYAML reads the same value back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 120
STEP = "  "
"""How much deeper each level stands."""

# Plain in brackets too; and what is plain only where no brackets stand around it.
_PLAIN = re.compile(r"[A-Za-z_/$](?:[\w./$()+=*~ -]|:(?=[\w/.$*+:-]))*", re.ASCII)
_PLAIN_IN_BLOCK = re.compile(r"[A-Za-z_/$](?:[\w./$()+=*~ {},;'\"<>?!|\[\]-]|:(?! ))*", re.ASCII)
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SHORT = ("And", "Equals", "FindInMap", "GetAtt", "If", "Join", "Not", "Or", "Select", "Split", "Sub")
_TAGS = {"Ref": "!Ref", **{f"Fn::{name}": f"!{name}" for name in _SHORT}}


def write_yaml(value: Mapping[str, Any], open_levels: int = 3) -> str:
    """A mapping as YAML 1.1. The outermost `open_levels` of mappings always take a line for each key."""
    return "\n".join(_mapping(value, "", open_levels) if value else ["{}"]) + "\n"


def _mapping(value: Mapping[str, Any], indent: str, open_levels: int) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{indent}{_scalar(str(key), flow=True)}:", item, indent, open_levels - 1)


def _entry(head: str, item: Any, indent: str, open_levels: int) -> Iterator[str]:
    """What follows a key or a dash, on the same line if it fits there."""
    opened = open_levels > 0 and isinstance(item, Mapping) and len(item) > 0 and _tagged(item) is None
    line = None if opened else _one_line(head, item)
    if line is not None:
        yield line
        return
    tagged = _tagged(item)
    if tagged is not None:
        head, item = f"{head} {tagged[0]}", tagged[1]
    yield from _opened(head, item, indent, open_levels)


def _opened(head: str, item: Any, indent: str, open_levels: int) -> Iterator[str]:
    if isinstance(item, str):
        yield from _literal(head, item, indent + STEP)
    elif isinstance(item, Mapping):
        yield head
        yield from _mapping(item, indent + STEP, open_levels)
    elif isinstance(item, Sequence):
        yield head
        for element in item:
            yield from _element(element, indent)
    else:
        yield f"{head} {_scalar(item, flow=False)}"


def _element(item: Any, indent: str) -> Iterator[str]:
    line = _one_line(f"{indent}-", item)
    if line is not None:
        yield line
    elif isinstance(item, Mapping) and _tagged(item) is None:
        first, *rest = _mapping(item, f"{indent}  ", 0)
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield from _entry(f"{indent}-", item, indent + STEP, 0)


def _one_line(head: str, item: Any) -> str | None:
    if isinstance(item, str) and "\n" in item:
        return None
    if isinstance(item, Mapping | Sequence) and not isinstance(item, str):
        text = _flow(item, flow=False)
        return None if text is None or len(head) + 1 + len(text) > WIDTH else f"{head} {text}"
    return f"{head} {_scalar(item, flow=False)}"


def _flow(value: Any, *, flow: bool = True) -> str | None:
    """The value on one line, or None where it holds a text of several. `flow` says that brackets stand around it."""
    tagged = _tagged(value)
    if tagged is not None:
        inner = _flow(tagged[1], flow=flow)
        return None if inner is None else f"{tagged[0]} {inner}"
    if isinstance(value, Mapping):
        return _joined("{", ((f"{_scalar(str(key), flow=True)}: ", item) for key, item in value.items()), "}")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _joined("[", (("", item) for item in value), "]")
    return None if isinstance(value, str) and "\n" in value else _scalar(value, flow=flow)


def _joined(opening: str, items: Iterator[tuple[str, Any]], closing: str) -> str | None:
    parts = []
    for head, item in items:
        text = _flow(item)
        if text is None:
            return None
        parts.append(head + text)
    return f"{opening}{', '.join(parts)}{closing}"


def _literal(head: str, text: str, indent: str) -> Iterator[str]:
    """A text of several lines, as it is; in double quotes where YAML's literal style would change it."""
    lines = text.split("\n")
    if _UNPRINTABLE.search(text) or not lines[0] or lines[0][0] == " " or text.endswith("\n\n"):
        yield f"{head} {_double_quoted(text)}"
        return
    ends = lines.pop() == "" if lines[-1] == "" else False
    yield f"{head} {'|' if ends else '|-'}"
    for line in lines:
        yield f"{indent}{line}" if line else ""


def _scalar(value: Any, *, flow: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        # 1e+16 is a text to YAML 1.1, 1.0e+16 is a number.
        return re.sub(r"^(-?\d+)e", r"\1.0e", repr(value))
    text = str(value)
    if _may_stay_plain(text, flow):
        return text
    if "\n" in text or _UNPRINTABLE.search(text):
        return _double_quoted(text)
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def _double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", escaped)
    return f'"{escaped}"'


def _may_stay_plain(text: str, flow: bool) -> bool:
    if text.lower() in _WORDS or text != text.strip():
        return False
    return not text.endswith(":") and (_PLAIN if flow else _PLAIN_IN_BLOCK).fullmatch(text) is not None


def _tagged(value: Any) -> tuple[str, Any] | None:
    """The short form of an intrinsic function: its tag, and what it is given."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    ((key, given),) = value.items()
    tag = _TAGS.get(key)
    if tag is None:
        return None
    # A tag may not follow a tag on one line: the outer function then keeps its long form. `!GetAtt [A, Arn]` keeps its
    # list, since cfn-guard takes `!GetAtt A.Arn` for a text.
    if isinstance(given, Mapping) and _tagged(given) is not None:
        return None
    # Whoever reads a tag takes its scalar for text.
    if not isinstance(given, str | Mapping | list | tuple):
        return None
    return tag, given
