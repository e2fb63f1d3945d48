"""What one failing branch or item does to the others: they are stopped at once, as Step Functions stops them.

Run by `server` in the emulator's process, never imported. The emulator (1.5.33) lets all of them go on to their ends,
retries included, before the Parallel or the Map fails; no catch route then ever meets a call that is still under way.
Source: https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html
"""

import contextvars
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class _StoppedError(BaseException):
    """Ends a flow that was stopped, when its task has ended; no retrier and no catcher sees it."""


class _Siblings:
    """The branches or items of one state that run at a time; `outer` are those that the state is one of."""

    def __init__(self, outer: "_Siblings | None") -> None:
        self.outer = outer
        self.failed = False
        self.changed = threading.Condition()

    def are_stopped(self) -> bool:
        return self.failed or (self.outer is not None and self.outer.are_stopped())

    def end(self, failed: bool) -> None:
        with self.changed:
            self.failed = self.failed or failed
            self.changed.notify_all()

    def wait(self, flow: "Future[Any]") -> None:
        """Until this flow has ended, or another one has failed."""
        with self.changed:
            self.changed.wait_for(lambda: flow.done() or self.failed)


_current: "contextvars.ContextVar[_Siblings | None]" = contextvars.ContextVar("siblings", default=None)


def stop_siblings(states: Any) -> None:
    """Change the emulator's interpreter of definitions, given as its module."""
    if "futures_wait" not in states._run_map_items.__code__.co_names:
        sys.exit("this emulator does not wait for all items of a Map any more; see whether siblings.py is needed")
    for name in ("_run_parallel_branches", "_run_map_items"):
        setattr(states, name, _together(getattr(states, name)))
    states._run_sub_machine = _stoppable(states._run_sub_machine)
    states._add_event = _unless_stopped(states._add_event)


def _together(run: Callable[..., Any]) -> Callable[..., Any]:
    """The state's branches or items as siblings. Those of a distributed Map are not: it says how many may fail."""

    def run_together(state: Any, *given: Any) -> Any:
        processor = state.get("ItemProcessor") or state.get("Iterator") or {}
        apart = (processor.get("ProcessorConfig") or {}).get("Mode") == "DISTRIBUTED"
        token = _current.set(None if apart else _Siblings(_current.get()))
        try:
            return run(state, *given)
        finally:
            _current.reset(token)

    return run_together


def _stoppable(run: Callable[..., Any]) -> Callable[..., Any]:
    """One branch or item; it is left to itself as soon as a sibling has failed, and then has no result."""

    def run_until_stopped(*given: Any) -> Any:
        siblings = _current.get()
        if siblings is None:
            return run(*given)
        flow: Future[Any] = Future()

        def work() -> None:
            try:
                flow.set_result(run(*given))
            except BaseException as error:  # noqa: BLE001 - handed on to whoever waits
                flow.set_exception(error)
            siblings.end(failed=flow.exception() is not None)

        threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True).start()
        siblings.wait(flow)
        stopped = not flow.done() or isinstance(flow.exception(), _StoppedError)
        return None if stopped else flow.result()

    return run_until_stopped


def _unless_stopped(add_event: Callable[..., Any]) -> Callable[..., Any]:
    """Each attempt begins and ends with an event: a flow that was stopped gets no further than to its next one."""

    def add(*given: Any) -> Any:
        siblings = _current.get()
        if siblings is not None and siblings.are_stopped():
            raise _StoppedError
        return add_event(*given)

    return add
