"""A place in a text that a person wrote."""

from __future__ import annotations

import os
from typing import NamedTuple


class Place(NamedTuple):
    """A point in a file; `line` and `column` count from 1, and columns count characters, as editors do."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @classmethod
    def of_byte(cls, file: str, data: bytes, start: int) -> Place:
        """Where a byte of a file stands; what comes before it is text in UTF-8."""
        before = data[:start]
        return cls(file, before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8")) + 1)

    def relative_to(self, folder: str) -> Place:
        """The same place with its file named from `folder`; files outside of it keep their full name."""
        if not os.path.isabs(self.file):
            return self
        name = os.path.relpath(self.file, folder)
        return self if name.startswith(os.pardir) else Place(name, self.line, self.column)
