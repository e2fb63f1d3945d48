"""Strings, numbers and durations as Python spells them, in the form that formatters leave alone."""

import keyword
import unicodedata
from typing import Any

from workflow_dsl.dsl.jsonata import WORDS

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def string(text: str) -> str:
    """In double quotes, unless single ones save escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(f"\\{quote}" if character == quote else _character(character) for character in text) + quote


def is_multiline(text: str) -> bool:
    """Whether it can stand between triple quotes as it is."""
    plain = all(character.isprintable() or character in "\n\t" for character in text)
    return plain and '"""' not in text and not text.endswith(("\\", '"'))


def multiline(text: str) -> str:
    """In triple quotes; raw where it has backslashes."""
    return f'{"r" if chr(92) in text else ""}"""{text}"""'


def is_reserved(name: str) -> bool:
    """Whether a member of this name cannot be written: it is a word of Python or of JSONata."""
    return name in WORDS or keyword.iskeyword(name)


def scalar(value: Any) -> str:
    """A JSON value that holds no other."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    return repr(value)


def duration(seconds: int) -> str:
    """`timedelta(minutes=5)`: in the largest unit that leaves a whole number."""
    for name, size in _UNITS:
        if seconds and seconds % size == 0:
            return f"timedelta({name}={seconds // size})"
    return f"timedelta(seconds={seconds})"


def width(text: str) -> int:
    """The columns that a text takes: wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65_536 else f"\\U{code:08x}"
