"""How fast this machine is: limits of time hold on the one where they were measured, and in proportion elsewhere."""

from __future__ import annotations

from time import process_time

_MEASURED_SECONDS = 0.03


def slowness() -> float:
    """How many times slower this machine is than the one on which limits were measured; 1 when it is as fast."""
    best = float("inf")
    for _ in range(5):
        begun = process_time()
        sum(number * number for number in range(1_000_000))
        best = min(best, process_time() - begun)
    return max(1.0, best / _MEASURED_SECONDS)
