"""Findings that an author has looked at and left, with a reason.

In Python and YAML, `# wf: ignore[WF306] reason` on the line of the finding, on the first line of a call or a statement
around it, or alone on the line before. In `pyproject.toml`, for a whole project or for some of its files:

    [tool.workflow_dsl.ignore]
    WF306 = "the machine's own time-out bounds every task"
    "WF305:definitions/legacy/*" = "replaced in March"
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from types import MappingProxyType
from typing import Final, NamedTuple

from workflow_dsl.diagnostics import Finding, Severity
from workflow_dsl.source import Place

Lines = Callable[[str], Sequence[str]]
"""The lines of a file; none for a file that cannot be read."""

_COMMENT: Final = re.compile(r"#\s*wf:\s*ignore(?:\[([^\]]*)\])?[ \t]*(.*)")
WITHOUT_REASON = "WF811"
USELESS = "WF812"


@dataclass(slots=True)
class Suppression:
    """A comment: the codes it is about, why, and the lines that it covers."""

    codes: frozenset[str]
    reason: str
    place: Place
    lines: range
    used: bool = False


class Settings(NamedTuple):
    """What a call and a project ask for. `select` and `ignore` are codes or beginnings of codes; `reasons` is the
    project's table of what it ignores.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    reasons: Mapping[str, str] = MappingProxyType({})

    def is_wanted(self, code: str) -> bool:
        """Whether findings of this code are to be shown."""
        chosen = not self.select or code.startswith(self.select)
        return chosen and not (self.ignore and code.startswith(self.ignore))

    def is_excused(self, finding: Finding, root: str) -> bool:
        """Whether the project's table excuses the finding."""
        file = "" if finding.place is None else finding.place.file
        for key, reason in self.reasons.items():
            code, _, pattern = key.partition(":")
            inside = file.removeprefix(root).lstrip("/")
            if reason.strip() and code == finding.code and (not pattern or fnmatch(inside, pattern)):
                return True
        return False


def suppress(
    findings: Iterable[Finding],
    lines: Lines,
    settings: Settings | None = None,
    *,
    root: str = "",
    files: Iterable[str] = (),
) -> list[Finding]:
    """The findings that are left, sorted, with those about the suppressions themselves.

    `files` are looked through even where nothing was found, for suppressions without a reason or without a use.
    """
    chosen = settings or Settings()
    given = list(findings)
    named = dict.fromkeys([*files, *(finding.place.file for finding in given if finding.place is not None)])
    comments = {file: list(_comments(file, lines(file))) for file in named}
    left = [
        finding
        for finding in given
        if chosen.is_wanted(finding.code)
        and not _is_covered(finding, comments)
        and not chosen.is_excused(finding, root)
    ]
    about = (finding for each in comments.values() for comment in each for finding in _faults(comment, chosen))
    return sorted([*left, *(finding for finding in about if chosen.is_wanted(finding.code))])


def _is_covered(finding: Finding, comments: Mapping[str, list[Suppression]]) -> bool:
    place = finding.place
    if place is None:
        return False
    for comment in comments.get(place.file, ()):
        if finding.code in comment.codes and place.line in comment.lines and comment.reason:
            comment.used = True
            return True
    return False


def _faults(comment: Suppression, settings: Settings) -> Iterator[Finding]:
    if not comment.codes or not comment.reason:
        missing = "a code" if not comment.codes else "a reason"
        instead = "write # wf: ignore[WF306] and why"
        yield Finding(WITHOUT_REASON, Severity.ERROR, f"a suppression without {missing}", instead, comment.place)
    elif not comment.used and not settings.select:
        message = f"nothing is suppressed here: no {', '.join(sorted(comment.codes))} was found"
        yield Finding(USELESS, Severity.WARNING, message, "delete the comment", comment.place)


def _comments(file: str, lines: Sequence[str]) -> Iterator[Suppression]:
    found = [(number, line, match) for number, line in enumerate(lines, 1) if (match := _COMMENT.search(line))]
    if not found or file.endswith(".json"):
        return
    spans = _spans(lines) if file.endswith(".py") else []
    for number, line, match in found:
        codes = frozenset(code.strip() for code in (match[1] or "").split(",") if code.strip())
        alone = not line[: match.start()].strip()
        first = number + 1 if alone else number
        last = max((end for begin, end in spans if begin == first), default=first)
        place = Place(file, number, match.start() + 1)
        yield Suppression(codes, match[2].strip(), place, range(number, last + 1))


def _spans(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The first and the last line of every call and statement."""
    try:
        tree = ast.parse("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    except (SyntaxError, ValueError):
        return []
    kinds = ast.Call | ast.stmt
    return [(node.lineno, node.end_lineno or node.lineno) for node in ast.walk(tree) if isinstance(node, kinds)]
