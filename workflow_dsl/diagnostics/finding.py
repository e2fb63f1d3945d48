"""What a check found, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum

from workflow_dsl.source import Place


class Severity(Enum):
    """How grave a finding is: an ERROR refuses the workflow, a WARNING should be mended, INFO is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: `message` says what is wrong, `instead` what to write; `code` names its rule for ever."""

    code: str
    severity: Severity
    message: str
    instead: str
    place: Place | None = None

    def render(self, folder: str | None = None) -> str:
        """`file:line:column: CODE severity: problem; what to write instead`, the file as seen from `folder`.

        Without `folder`, from the current one.
        """
        text = f"{self.code} {self.severity.value}: {self.message}"
        if self.instead:
            text += f"; {self.instead}"
        if self.place is None:
            return text
        return f"{self.place.relative_to(folder or os.getcwd())}: {text}"

    def __lt__(self, other: Finding) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, int, str, str, str]:
        place = self.place or Place("", 0, 0)
        return place.file, place.line, place.column, self.code, self.message, self.instead


class FindingsError(Exception):
    """Refused because of `findings`: all of a run, sorted."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__(*self.findings)

    def __str__(self) -> str:
        return "\n".join(finding.render() for finding in self.findings)
