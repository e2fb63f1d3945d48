"""How wide text is, without a font: the widths of Helvetica, Arial and Liberation Sans, with room for wider ones."""

import unicodedata
from functools import cache

_NARROWEST = 32
# Thousandths of the font's size, for the characters from space to tilde: the Adobe core font metrics of Helvetica.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_WIDE, _OTHER = 1000, 620
_REGULAR, _BOLD = 108, 116
"""Percent: system fonts are up to a tenth wider than Helvetica, and bold a little more."""


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """Pixels that `text` takes at most at a font size of `size` pixels."""
    units = sum(map(_units, text))
    return -(-units * size * (_BOLD if bold else _REGULAR) // 100_000)


@cache
def _units(char: str) -> int:
    index = ord(char) - _NARROWEST
    if 0 <= index < len(_WIDTHS):
        return _WIDTHS[index]
    if unicodedata.combining(char):
        return 0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _OTHER


def wrap(text: str, size: int, room: int, most_lines: int, *, bold: bool = False) -> list[str]:
    """`text` in at most `most_lines` lines of `room` pixels: broken at spaces, inside long words, the rest cut."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most_lines:
        end = _fitting(rest, size, room, bold=bold)
        if end < len(rest) and len(lines) == most_lines - 1:
            lines.append(rest[: max(1, end - 1)].rstrip() + "…")
            break
        end = end if end == len(rest) else _break_before(rest, end)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines


def _fitting(text: str, size: int, room: int, *, bold: bool) -> int:
    """How many characters fit in `room`; at least one."""
    budget = room * 100_000 // (size * (_BOLD if bold else _REGULAR))
    for index, char in enumerate(text):
        budget -= _units(char)
        if budget < 0:
            return max(1, index)
    return len(text)


def _break_before(text: str, end: int) -> int:
    """A place to break at or before `end`: after a comma, else after a space, else where a name in camel case or with
    dashes is joined.
    """
    space = text.rfind(" ", 0, end + 1)
    comma = text.rfind(", ", 0, end)
    if comma > end // 2:
        return comma + 1
    if space > end // 3:
        return space
    for index in range(end, end // 2, -1):
        before, after = text[index - 1], text[index]
        if before in "-_./:," or (before.islower() and after.isupper()):
            return index
    return end
