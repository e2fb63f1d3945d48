"""What the definition says happens after a failure: pure, a state of the definition and an error -> delay, or catcher.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow_dsl.asl.error_matching import is_matched

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delay:
    """The wait before a further attempt: `seconds`, or at most that with jitter."""

    seconds: float
    jitter: bool
    attempt: int
    of: int


@dataclass(slots=True)
class Attempts:
    """The attempts of one visit of a state, counted for each retrier as the service counts them."""

    state: State
    used: Counter[int] = field(default_factory=Counter)

    def after(self, error: str) -> Delay | None:
        """The delay before the next attempt; None when there is none."""
        for index, retrier in enumerate(self.state.get("Retry", [])):
            if not is_matched(error, retrier["ErrorEquals"]):
                continue
            most = retrier.get("MaxAttempts", 3)
            if self.used[index] >= most:
                return None
            self.used[index] += 1
            return _delay(retrier, self.used[index], most)
        return None

    def catcher(self, error: str) -> str | None:
        """The state that catches the error; None when none does."""
        catchers = self.state.get("Catch", [])
        return next((str(one["Next"]) for one in catchers if is_matched(error, one["ErrorEquals"])), None)


def _delay(retrier: State, attempt: int, most: int) -> Delay:
    seconds = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** (attempt - 1)
    capped = min(seconds, retrier.get("MaxDelaySeconds", seconds))
    return Delay(float(capped), retrier.get("JitterStrategy") == "FULL", attempt, most)


def states_by_name(machine: Mapping[str, Any]) -> dict[str, State]:
    """All states of a definition, those inside of Parallel and Map states included. Names are unique in a machine."""
    return dict(_states(machine))


def _states(machine: Mapping[str, Any]) -> Iterator[tuple[str, State]]:
    for name, state in machine.get("States", {}).items():
        yield name, state
        inner = [*state.get("Branches", []), *(state[key] for key in ("ItemProcessor", "Iterator") if key in state)]
        for nested in inner:
            yield from _states(nested)
