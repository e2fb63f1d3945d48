"""What executions left open is settled until nothing is left, however many of the invocations are broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from workflow_dsl.testing.chaos.fault import PointFault
from workflow_dsl.testing.chaos.settle import PATIENCE, settle
from workflow_dsl.testing.chaos.setup import InvocationError, Settling
from workflow_dsl.testing.chaos.stage import Stage

Json = dict[str, Any]
FAULT = PointFault("crash", "Settle.entry")


@dataclass
class Open:
    """A stage with so many rows that are open; each invocation without a fault settles `pace` of them."""

    rows_left: int
    pace: int = 1
    broken: bool = False
    invoked: int = 0
    queued: dict[str, list[str]] = field(default_factory=dict)
    messages: tuple[Json, ...] = ()

    @property
    def setup(self) -> SimpleNamespace:
        return SimpleNamespace(settle=self._ask)

    @property
    def board(self) -> SimpleNamespace:
        return SimpleNamespace(arm=self._arm, fired=list)

    def _ask(self, number: int, rows: Json) -> Settling | None:
        return Settling("Settle", {"number": number}, str(number)) if rows["Orders"] else None

    def _arm(self, _key: str, faults: list[PointFault]) -> list[PointFault]:
        self.broken = bool(faults)
        return faults

    def invoke(self, _function: str, _event: Json) -> None:
        self.invoked += 1
        if self.broken:
            raise InvocationError("the process ended")
        self.rows_left -= self.pace

    def rows(self) -> Json:
        return {"Orders": [{}] * self.rows_left}

    def changes(self) -> tuple[Json, ...]:
        return ()

    def take_messages(self) -> None:
        """Nobody sent any."""


def test_what_is_left_is_settled_after_all_of_the_faults() -> None:
    stage = Open(rows_left=3)

    _, fired = settle(cast(Stage, stage), [], [FAULT] * 3 * PATIENCE)

    assert (stage.rows_left, fired) == (0, 3 * PATIENCE)


def test_what_cannot_be_settled_counts_as_stuck() -> None:
    stage = Open(rows_left=1, pace=0)

    settle(cast(Stage, stage), [], [FAULT] * 2)

    assert stage.invoked == 2 + PATIENCE
