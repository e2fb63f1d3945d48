"""How much may be under way at a time, and who is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from workflow_dsl.deploy import DeployError

POLL_SECONDS = 0.4


class Budget:
    """Places for executions; a case takes as many as it has executions, all at once."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._free = places
        self._changed = threading.Condition()

    @contextmanager
    def take(self, wanted: int) -> Iterator[None]:
        """Wait for that many places (for all there are, when it is more) and hold them."""
        count = min(wanted, self._places)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= count)
            self._free -= count
        try:
            yield
        finally:
            with self._changed:
                self._free += count
                self._changed.notify_all()


class Countdown:
    """Lets something happen after so many steps."""

    def __init__(self, steps: int) -> None:
        self._left = steps
        self._changed = threading.Condition()

    def step(self) -> None:
        """One step is done."""
        with self._changed:
            self._left -= 1
            self._changed.notify_all()

    def call(self, action: Callable[[], None]) -> None:
        """Wait for the steps, then do it."""
        with self._changed:
            self._changed.wait_for(lambda: self._left <= 0)
        action()


class Watcher:
    """Asks which executions run, one question for all of them, for as long as the block lasts."""

    def __init__(self, stepfunctions: Any, machine_arn: str) -> None:
        self._service, self._machine = stepfunctions, machine_arn
        self._running: frozenset[str] = frozenset()
        self._looks = 0
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def wait(self, arns: Iterable[str], seconds: float) -> None:
        """Wait until none of these runs any more, at most that long."""
        wanted = set(arns)
        with self._changed:
            # The look under way may have begun before they were started.
            first = self._looks + 2
            self._changed.wait_for(lambda: self._looks >= first and not wanted & self._running, timeout=seconds)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            time.sleep(POLL_SECONDS)
            try:
                running = self._look()
            except DeployError:
                # It is being restarted, or has gone: whoever waits has a time limit.
                continue
            with self._changed:
                self._running = running
                self._looks += 1
                self._changed.notify_all()

    def _look(self) -> frozenset[str]:
        pages = self._service.pages("list_executions", stateMachineArn=self._machine, statusFilter="RUNNING")
        return frozenset(execution["executionArn"] for page in pages for execution in page["executions"])
