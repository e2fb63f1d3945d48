"""Where probes are told what to do, and tell what they did: a folder of small files."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow_dsl.testing.chaos.fault import LATE_SECONDS, PointFault


class Board:
    """A folder that the probes of one stack read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("armed", "fired"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def arm(self, key: str, faults: Iterable[PointFault]) -> dict[str, PointFault]:
        """Arm faults for the invocations whose event mentions the key; the faults by the ids that tell them fired."""
        given = {uuid.uuid4().hex: fault for fault in faults}
        told = [
            {
                "id": name,
                "point": fault.point,
                "action": fault.action,
                "once": fault.times == "once",
                "seconds": LATE_SECONDS,
            }
            for name, fault in given.items()
        ]
        target = self.folder / "armed" / _name(key)
        # A probe must never read half of it.
        draft = target.with_suffix(f".{uuid.uuid4().hex}")
        draft.write_text(json.dumps(told))
        draft.rename(target)
        return given

    def disarm(self, key: str) -> None:
        """Nothing more goes wrong for this key."""
        (self.folder / "armed" / _name(key)).unlink(missing_ok=True)

    def fired(self, armed: dict[str, PointFault]) -> tuple[PointFault, ...]:
        """Those of the armed faults that happened at least once."""
        return tuple(fault for name, fault in armed.items() if (self.folder / "fired" / name).exists())

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Let probes note the points that they reach."""
        flag = self.folder / "recording"
        flag.touch()
        try:
            yield
        finally:
            flag.unlink()

    def reached(self) -> tuple[str, ...]:
        """All points that were reached while recording, sorted."""
        return tuple(sorted({point for _, point in self._noted()}))

    def points(self, key: str) -> tuple[str, ...]:
        """The points that were reached while recording for this key, in the order in which they were first reached."""
        name = _name(key)
        return tuple(dict.fromkeys(point for known, point in self._noted() if known == name))

    def _noted(self) -> Iterator[tuple[str, str]]:
        noted = self.folder / "points"
        lines = noted.read_text().splitlines() if noted.exists() else []
        for line in lines:
            known, _, point = line.partition(" ")
            yield known, point


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
