"""Which errors a retrier or a catcher matches, and how long retries take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as File
from typing import Any

from workflow_dsl import asl
from workflow_dsl.asl.error_matching import is_matched
from workflow_dsl.checks.subject import StateAt
from workflow_dsl.source import Path

Handler = asl.Retrier | asl.Catcher


@cache
def facts() -> dict[str, Any]:
    """AWS's errors, as data."""
    table: dict[str, Any] = json.loads(File(__file__).with_name("errors.json").read_bytes())
    return table


def first_match(error: str, handlers: Sequence[Handler]) -> int | None:
    """The number of the retrier or catcher that takes the error."""
    return next((index for index, each in enumerate(handlers) if is_matched(error, each.ErrorEquals)), None)


def attempts_for(error: str, state: asl.Worker) -> int:
    """How often the state is tried again after the error."""
    index = first_match(error, state.Retry)
    return 0 if index is None else state.Retry[index].MaxAttempts


def longest_waits(retrier: asl.Retrier) -> float:
    """The seconds that all waits of a retrier take together, at most."""
    total, wait = 0.0, float(number(retrier.IntervalSeconds, 1))
    limit = float(number(retrier.MaxDelaySeconds, float("inf")))
    rate = float(number(retrier.BackoffRate, 2.0))
    attempts = int(number(retrier.MaxAttempts, 3))
    for attempt in range(attempts):
        if total > 1e9 or ((rate == 1.0 or wait >= limit) and attempt):
            return total + (attempts - attempt) * min(wait, limit)
        total += min(wait, limit)
        wait *= rate
    return total


def number(value: Any, otherwise: float) -> float:
    """A literal number; `otherwise` for what is only known when the state runs."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else otherwise


def handler_names(state: StateAt) -> Iterator[tuple[Path, str]]:
    """Every error that a state's retriers and catchers name, with its path."""
    for field in ("Retry", "Catch"):
        handlers: tuple[Handler, ...] = getattr(state.state, field, ())
        for index, handler in enumerate(handlers):
            for place, name in enumerate(handler.ErrorEquals):
                yield state.at(field, index, "ErrorEquals", place), name
