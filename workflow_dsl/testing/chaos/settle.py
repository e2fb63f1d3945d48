"""Let the set-up settle what executions left open, with faults of its own on the way."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from workflow_dsl.testing.chaos.evidence import Outcome
from workflow_dsl.testing.chaos.fault import PointFault
from workflow_dsl.testing.chaos.runner import gather
from workflow_dsl.testing.chaos.setup import InvocationError
from workflow_dsl.testing.chaos.stage import Stage

PATIENCE = 40
"""Invocations without faults after which what is still open counts as stuck; one more for each ten outcomes."""


def settle(stage: Stage, outcomes: list[Outcome], faults: Iterable[PointFault] = ()) -> tuple[list[Outcome], int]:
    """The outcomes once everything is settled, and how many of the faults happened; each is for one invocation."""
    ask = stage.setup.settle
    if ask is None:
        return gather(stage, outcomes, settled=True), 0
    waiting = list(faults)
    fired = 0
    for number in range(len(waiting) + PATIENCE + len(outcomes) // 10):
        settling = ask(number, stage.rows())
        if settling is None:
            break
        armed = stage.board.arm(settling.key, [waiting.pop(0)] if waiting else [])
        # When it fails, the next one takes over.
        with suppress(InvocationError):
            stage.invoke(settling.function, settling.event)
        fired += len(stage.board.fired(armed))
    stage.take_messages()
    return gather(stage, outcomes, settled=True), fired
