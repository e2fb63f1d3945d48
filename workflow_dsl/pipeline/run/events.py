"""What happens in an execution, as values.

`item` is the place of the item of a Map that a state belongs to, counted from 0, as "2"; "2.0" in a Map within a Map.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExecutionStarted:
    """The execution `arn` was started."""

    at: float
    arn: str


@dataclass(frozen=True, slots=True)
class StateEntered:
    """A state was entered, `at` seconds after the start."""

    at: float
    state: str
    kind: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class StateRetried:
    """A state failed and is tried again after `delay` seconds (with jitter: at most), as retry `attempt` of `of`."""

    at: float
    state: str
    error: str
    cause: str
    delay: float
    jitter: bool
    attempt: int
    of: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class StateFailed:
    """A state failed and is not tried again; `to` is the state that catches the failure, None when none does."""

    at: float
    state: str
    error: str
    cause: str
    to: str | None
    item: str = ""


@dataclass(frozen=True, slots=True)
class StateDone:
    """A state was left after `seconds`; `failed` when by the route of a failure that was caught."""

    at: float
    state: str
    kind: str
    seconds: float
    failed: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True)
class ExecutionEnded:
    """The end: `status` is SUCCEEDED, FAILED, TIMED_OUT or ABORTED; `output` is JSON."""

    at: float
    status: str
    error: str = ""
    cause: str = ""
    output: str = ""


ExecutionEvent = ExecutionStarted | StateEntered | StateRetried | StateFailed | StateDone | ExecutionEnded
