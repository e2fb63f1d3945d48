"""Intrinsic functions: `States.Format('order {}', $.id)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workflow_dsl.asl.jsonpath.paths import JsonPath, PathSyntaxError, parse_path

_NAME: Final = re.compile(r"States\.\w+")
_STRING: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?=\s*[,)])")
_WORD: Final = re.compile(r"(?:true|false|null)(?=\s*[,)])")
_PATH: Final = re.compile(r"\$(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\[[^\]]*\]|[^,()\s\[\]'\"])*")
_WORDS: Final = {"true": True, "false": False, "null": None}
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Literal:
    """A string in single quotes, a number, true, false or null."""

    value: str | int | float | bool | None
    at: int


@dataclass(frozen=True, slots=True)
class IntrinsicCall:
    """A call of an intrinsic function, whether there is one of this name or not."""

    name: str
    arguments: tuple[IntrinsicCall | JsonPath | Literal, ...]
    at: int

    @property
    def calls(self) -> tuple[IntrinsicCall, ...]:
        """This call and the ones among its arguments."""
        return (self, *(call for each in self.arguments if isinstance(each, IntrinsicCall) for call in each.calls))

    @property
    def paths(self) -> tuple[JsonPath, ...]:
        """Every path that it reads."""
        return tuple(each for call in self.calls for each in call.arguments if isinstance(each, JsonPath))


Argument = IntrinsicCall | JsonPath | Literal


def parse_dynamic(text: str) -> JsonPath | IntrinsicCall:
    """What stands in a field whose name ends in `.$`: a path or an intrinsic function. Raises PathSyntaxError.

    https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
    """
    if not text.startswith("States."):
        return parse_path(text)
    call, end = _call(text, 0, 1)
    if end != len(text):
        raise PathSyntaxError(f'"{text[end]}" is not expected after the call', end)
    return call


def _call(text: str, at: int, depth: int) -> tuple[IntrinsicCall, int]:
    name = _NAME.match(text, at)
    if name is None or text[name.end() : name.end() + 1] != "(":
        raise PathSyntaxError('an intrinsic function is written as "States.Name(...)"', at)
    if depth > _DEEPEST:
        raise PathSyntaxError(f"intrinsic functions are nested more than {_DEEPEST} deep", at)
    arguments: list[Argument] = []
    end = _space(text, name.end() + 1)
    if text[end : end + 1] == ")":
        return IntrinsicCall(name[0], (), at), end + 1
    for argument, after in _arguments(text, end, depth):
        arguments.append(argument)
        end = after
    return IntrinsicCall(name[0], tuple(arguments), at), end


def _arguments(text: str, at: int, depth: int) -> Iterator[tuple[Argument, int]]:
    while True:
        argument, end = _argument(text, at, depth)
        end = _space(text, end)
        yield argument, end + 1
        if text[end : end + 1] == ")":
            return
        if text[end : end + 1] != ",":
            raise PathSyntaxError('"," or ")" is expected', min(end, len(text)))
        at = _space(text, end + 1)


def _argument(text: str, at: int, depth: int) -> tuple[Argument, int]:
    if text.startswith("States.", at):
        return _call(text, at, depth + 1)
    if path := _PATH.match(text, at):
        return _path(path[0], at), path.end()
    if string := _STRING.match(text, at):
        return Literal(re.sub(r"\\(.)", r"\1", string[1]), at), string.end()
    if word := _WORD.match(text, at):
        return Literal(_WORDS[word[0]], at), word.end()
    if number := _NUMBER.match(text, at):
        digits = number[0]
        return Literal(int(digits) if digits.lstrip("-").isdigit() else float(digits), at), number.end()
    raise PathSyntaxError("an argument is a path, a string in single quotes, a number or another function", at)


def _path(text: str, at: int) -> JsonPath:
    try:
        return parse_path(text)
    except PathSyntaxError as error:
        raise PathSyntaxError(error.problem, at + error.offset) from error


def _space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at
