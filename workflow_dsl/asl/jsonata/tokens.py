"""The tokens of JSONata."""

from __future__ import annotations

import math
import re
from enum import Enum
from typing import Final, NamedTuple

_SPACE: Final = " \t\n\r\v"
_DOUBLE: Final = frozenset(("..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"))
_SINGLE: Final = frozenset(".[]{}(),@#;:?+-*/%|=<>^&!~")
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX: Final = re.compile(r"[0-9a-fA-F]{4}")
_WORDS: Final = {"true": True, "false": False, "null": None}


class JsonataSyntaxError(ValueError):
    """The text is no JSONata; `offset` counts characters from 0, `code` is JSONata's own for the kind of error."""

    def __init__(self, code: str, problem: str, offset: int) -> None:
        super().__init__(f"{problem} (at character {offset + 1})")
        self.code = code
        self.problem = problem
        self.offset = offset


class Kind(Enum):
    """What a token is."""

    END = "end"
    NAME = "name"
    VARIABLE = "variable"
    VALUE = "value"
    REGEX = "regex"
    OPERATOR = "operator"


class Token(NamedTuple):
    """`text` is the operator, the name, or the name of the variable without its `$`; a literal has its value."""

    kind: Kind
    text: str
    offset: int
    value: str | int | float | bool | None = None

    def is_operator(self, text: str) -> bool:
        """Whether the token is this operator."""
        return self.kind is Kind.OPERATOR and self.text == text


class Tokens:
    """The tokens of one text, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def next(self, *, after_value: bool) -> Token:
        """The next token; after a value a slash divides, elsewhere it begins a regular expression."""
        self._skip()
        text, at = self._text, self._at
        if at >= len(text):
            return Token(Kind.END, "(end)", at)
        if text[at] == "/" and not after_value:
            return self._regex()
        if text[at : at + 2] in _DOUBLE:
            return self._operator(2)
        if text[at] in _SINGLE:
            return self._operator(1)
        if text[at] in "\"'":
            return self._string(text[at])
        if number := _NUMBER.match(text, at):
            return self._number(number[0])
        return self._quoted() if text[at] == "`" else self._word()

    def _skip(self) -> None:
        text = self._text
        while self._at < len(text):
            if text[self._at] in _SPACE:
                self._at += 1
            elif text.startswith("/*", self._at):
                end = text.find("*/", self._at + 2)
                if end < 0:
                    raise JsonataSyntaxError("S0106", "a comment has no end", self._at)
                self._at = end + 2
            else:
                return

    def _operator(self, length: int) -> Token:
        begin, self._at = self._at, self._at + length
        return Token(Kind.OPERATOR, self._text[begin : self._at], begin)

    def _number(self, digits: str) -> Token:
        begin, self._at = self._at, self._at + len(digits)
        value = int(digits) if digits.isdigit() else float(digits)
        if not isinstance(value, int) and math.isinf(value):
            raise JsonataSyntaxError("S0102", f"the number {digits} is out of range", begin)
        return Token(Kind.VALUE, digits, begin, value)

    def _string(self, quote: str) -> Token:
        text, begin = self._text, self._at
        parts: list[str] = []
        at = begin + 1
        while at < len(text):
            if text[at] == quote:
                self._at = at + 1
                return Token(Kind.VALUE, text[begin : self._at], begin, "".join(parts))
            if text[at] == "\\":
                part, at = self._escape(at + 1)
                parts.append(part)
            else:
                parts.append(text[at])
                at += 1
        raise JsonataSyntaxError("S0101", "a string has no end", begin)

    def _escape(self, at: int) -> tuple[str, int]:
        found = self._text[at : at + 1]
        if found in _ESCAPES and found:
            return _ESCAPES[found], at + 1
        if found == "u":
            digits = _HEX.match(self._text, at + 1)
            if digits is None:
                raise JsonataSyntaxError("S0104", r"\u is not followed by four hexadecimal digits", at - 1)
            return chr(int(digits[0], 16)), at + 5
        raise JsonataSyntaxError("S0103", f"there is no escape \\{found}", at - 1)

    def _quoted(self) -> Token:
        begin = self._at
        end = self._text.find("`", begin + 1)
        if end < 0:
            raise JsonataSyntaxError("S0105", "a name in back quotes has no end", begin)
        self._at = end + 1
        return Token(Kind.NAME, self._text[begin + 1 : end], begin)

    def _regex(self) -> Token:
        text, begin = self._text, self._at
        at, depth = begin + 1, 0
        while at < len(text):
            if text[at] == "/" and depth == 0:
                return self._close_regex(begin, at)
            if text[at] == "\\":
                at += 1
            elif text[at] in "([{":
                depth += 1
            elif text[at] in ")]}":
                depth -= 1
            at += 1
        raise JsonataSyntaxError("S0302", "a regular expression has no end", begin)

    def _close_regex(self, begin: int, end: int) -> Token:
        pattern = self._text[begin + 1 : end]
        if not pattern:
            raise JsonataSyntaxError("S0301", "a regular expression is empty", begin)
        self._at = end + 1
        while self._text[self._at : self._at + 1] in ("i", "m"):
            self._at += 1
        return Token(Kind.REGEX, self._text[begin : self._at], begin, pattern)

    def _word(self) -> Token:
        text, begin = self._text, self._at
        while self._at < len(text) and text[self._at] not in _SPACE and text[self._at] not in _SINGLE:
            self._at += 1
        word = text[begin : self._at]
        if word.startswith("$"):
            return Token(Kind.VARIABLE, word[1:], begin)
        if word in ("and", "or", "in"):
            return Token(Kind.OPERATOR, word, begin)
        if word in _WORDS:
            return Token(Kind.VALUE, word, begin, _WORDS[word])
        return Token(Kind.NAME, word, begin)
